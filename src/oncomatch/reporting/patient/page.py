"""The patient page: its sections and questions, chosen by the facts, in the words of a language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from oncomatch.domain.house import HouseStyle
from oncomatch.domain.record import CaseRecord
from oncomatch.domain.specimen import Pairing
from oncomatch.reporting.catalogue import FREE, PATIENT, Catalogue, open_catalogue
from oncomatch.reporting.patient.facts import FoundChange, PatientFacts, collect_facts
from oncomatch.reporting.patient.marker_groups import COPIES, FUSIONS, SMALL, WIDE

MOST_FOUND = 10
MOST_NAMES = 12


@dataclass(frozen=True, slots=True)
class PatientSection:
    """A heading with sentences, points, and sentences after them."""

    name: str
    heading: str
    sentences: tuple[str, ...]
    points: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PatientPage:
    """The page, ready to print. `facts` are label and value; of the patient only the pseudonym.

    `english` are the values of them that are in English whatever the language of the page.
    """

    language: str
    title: str
    draft: str
    facts: tuple[tuple[str, str], ...]
    intro: tuple[str, ...]
    sections: tuple[PatientSection, ...]
    foot: str
    english: tuple[str, ...] = ()


def build_patient_page(record: CaseRecord, style: HouseStyle) -> PatientPage:
    """Return the page of a record in the language of the house.

    Raises:
        InputError: there is no catalogue of that language.
    """
    words = open_catalogue(PATIENT, style.language, style.templates)
    facts = collect_facts(record)
    case = record.profile.case
    tumour = words.group(FREE).get(case.tumor_type, "")
    head = [
        (words.say("page.case"), case.case_id),
        (words.say("page.tumour"), tumour or case.tumor_type_name),
    ]
    if record.made_with.run_date:
        head.append((words.say("page.date"), record.made_with.run_date))
    return PatientPage(
        language=style.language,
        title=words.say("page.title"),
        draft=words.say("page.draft"),
        facts=tuple(head),
        intro=(words.say("page.intro"), words.say("page.no_advice")),
        sections=tuple(_sections(facts, words)),
        foot=words.say("page.foot", software=record.made_with.software),
        english=() if tumour else (case.tumor_type_name,),
    )


def _sections(facts: PatientFacts, words: Catalogue) -> Iterator[PatientSection]:
    yield _section("tested", words, tuple(_tested(facts, words)))
    yield _found(facts, words)
    absent = tuple(_absent(facts, words))
    if absent:
        sentences = (words.say("absent.intro"),)
        yield _section("absent", words, sentences, absent, (words.say("absent.doubt"),))
    yield _section("open", words, (words.say("open.intro"),), tuple(_open(facts, words)))
    if facts.small is not None:
        key = {Pairing.TUMOR_ONLY: "tumour_only", Pairing.TUMOR_NORMAL: "paired"}
        sentence = words.say(f"normal.{key.get(facts.pairing, 'unknown')}")
        yield _section("normal", words, (sentence,))
    yield _section("family", words, tuple(_family(facts, words)))
    yield _section("trials", words, tuple(_trials(facts, words)))
    yield _section("ask", words, (), tuple(_questions(facts, words)))


def _section(
    name: str,
    words: Catalogue,
    sentences: tuple[str, ...],
    points: tuple[str, ...] = (),
    after: tuple[str, ...] = (),
) -> PatientSection:
    return PatientSection(name, words.say(f"{name}.heading"), sentences, points, after)


def _tested(facts: PatientFacts, words: Catalogue) -> Iterator[str]:
    yield words.say(f"tested.{facts.specimen.name.lower()}")
    if not facts.looked_at_genes:
        yield words.say("tested.nothing")
        return
    yield words.say("tested.gene")
    if facts.small is not None:
        if facts.small.whole is None:
            yield words.say("tested.small_unknown")
        else:
            yield words.say("tested.small", count=facts.small.whole)
            if facts.small.partly:
                yield words.say("tested.small_part", count=facts.small.partly)
    if facts.copies is not None and facts.copies.whole is not None:
        yield words.say("tested.copies", count=facts.copies.whole)
    if facts.fusions is not None:
        if facts.fusions.whole is None:
            yield words.say("tested.fusions_unknown")
        else:
            yield words.say("tested.fusions", count=facts.fusions.whole)


def _found(facts: PatientFacts, words: Catalogue) -> PatientSection:
    points = [_change(each, words) for each in facts.found[:MOST_FOUND]]
    if len(facts.found) > MOST_FOUND:
        more = words.say("page.more", count=len(facts.found) - MOST_FOUND)
        points.append(f"{more[0].upper()}{more[1:]}.")
    sentences = [words.say("found.intro")] if points else []
    if not points:
        key = "nothing" if facts.looked_at_genes else "nothing_tested"
        sentences.append(words.say(f"found.{key}"))
    after = [words.say("found.silent")] if facts.silent else []
    if facts.other_results:
        after.append(words.say("found.others", names=_names(facts.other_results, words)))
    if facts.uncertain:
        after.append(words.say("found.uncertain", count=facts.uncertain))
    if facts.blood_cells:
        after.append(words.say("found.blood_cells", names=_names(facts.blood_cells, words)))
    key = "treatment" if facts.speaks_of_treatment else "no_treatment"
    after.append(words.say(f"found.{key}"))
    return _section("found", words, tuple(sentences), tuple(points), tuple(after))


def _change(change: FoundChange, words: Catalogue) -> str:
    return words.say(f"found.{change.key}", gene=change.gene, label=change.label)


def _absent(facts: PatientFacts, words: Catalogue) -> Iterator[str]:
    for kind in (SMALL, COPIES, FUSIONS):
        names = facts.markers.absent[kind]
        if names:
            yield words.say(f"absent.{kind}", names=_names(names, words))


def _open(facts: PatientFacts, words: Catalogue) -> Iterator[str]:
    """Yield what was not looked at; a whole kind of change stands for its genes."""
    kinds = ((SMALL, facts.small), (COPIES, facts.copies), (FUSIONS, facts.fusions))
    for kind, looked in kinds:
        names = facts.markers.open[kind]
        if looked is None:
            yield words.say(f"open.{kind}_all")
        elif names:
            yield words.say(f"open.{kind}", names=_names(names, words))
    if facts.markers.open["proteins"]:
        yield words.say("open.proteins", names=_names(facts.markers.open["proteins"], words))
    wide = [words.say(f"open.{each.lower()}") for each in facts.markers.open[WIDE]]
    if wide:
        yield words.say("open.wide", names=_names(wide, words))
    if facts.markers.unclear:
        yield words.say("open.unclear", names=_names(facts.markers.unclear, words))
    yield words.say("open.rest")


def _family(facts: PatientFacts, words: Catalogue) -> Iterator[str]:
    if facts.inherited:
        yield words.say("family.found", names=_names(facts.inherited, words))
    if facts.confirm:
        yield words.say("family.confirm", names=_names(facts.confirm, words))
    if facts.germline_tested and not facts.inherited:
        yield words.say("family.tested")
    elif not facts.germline_tested and not facts.confirm:
        yield words.say("family.not_tested")


def _trials(facts: PatientFacts, words: Catalogue) -> Iterator[str]:
    if facts.trials:
        yield words.say("trials.fits", count=facts.trials)
    else:
        yield words.say("trials.none")
    if facts.trials_date:
        yield words.say("trials.date", date=facts.trials_date)


def _questions(facts: PatientFacts, words: Catalogue) -> Iterator[str]:
    """Yield the questions that the facts call for; each is the patient's own."""
    if facts.found or facts.other_results:
        yield words.say("ask.found")
    if not facts.found and facts.looked_at_genes:
        yield words.say("ask.nothing")
    yield words.say("ask.open")
    if facts.markers.unclear and not facts.silent:
        yield words.say("ask.unclear")
    if facts.silent:
        yield words.say("ask.silent")
    if facts.confirm or facts.inherited:
        yield words.say("ask.family")
    if facts.repair_is_faulty:
        yield words.say("ask.repair")
    if facts.small is not None and facts.pairing is Pairing.TUMOR_ONLY:
        yield words.say("ask.tumour_only")
    if facts.blood_cells:
        yield words.say("ask.blood_cells")
    if facts.uncertain:
        yield words.say("ask.uncertain")
    yield words.say("ask.trials" if facts.trials else "ask.no_trials")
    yield words.say("ask.copy")


def _names(names: Sequence[str], words: Catalogue) -> str:
    """Return names as a list, the first few of many."""
    shown = ", ".join(names[:MOST_NAMES])
    rest = len(names) - MOST_NAMES
    return f"{shown} {words.say('page.more', count=rest)}" if rest > 0 else shown
