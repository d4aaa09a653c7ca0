"""What the patient was treated with before, as the sheet says."""

from __future__ import annotations

from collections.abc import Iterable

from oncomatch.domain.biomarker import After, LineOfTherapy
from oncomatch.domain.evaluation import Evaluation, Outcome
from oncomatch.domain.prior_therapy import PriorTherapy
from oncomatch.domain.therapy import Membership
from oncomatch.knowledge.therapy_table import open_therapies

_NONE_YET = "no therapy was given before"


def after(biomarker: After, given: tuple[PriorTherapy, ...] | None) -> Evaluation:
    """Answer whether a therapy, or one of a class, was given before.

    What came of it is told with the answer and does not change it: a pattern asks what was given.
    """
    wanted = biomarker.therapy
    asked = f"earlier {wanted}"
    if given is None:
        return Evaluation(Outcome.UNKNOWN, "prior therapy was not stated")
    if not given:
        return Evaluation(Outcome.NOT_MET, f"not given: {asked} ({_NONE_YET})")
    membership, deciding = open_therapies().received(wanted, _drugs_of(given))
    named = ", ".join(str(each) for each in given if set(each.drugs) & set(deciding))
    if membership is Membership.YES:
        return Evaluation(Outcome.MET, f"treated before with {named}")
    if membership is Membership.NO:
        return Evaluation(Outcome.NOT_MET, f"not given: {asked} (treated before with {named})")
    if all(map(is_unnamed, deciding)):
        return Evaluation(Outcome.UNKNOWN, f"not known: {asked} (an earlier therapy is not named)")
    return Evaluation(Outcome.UNKNOWN, f"whether {', '.join(deciding)} is {wanted} is not known")


def therapy_called(name: str) -> str | None:
    """Return the one name of a drug or class of drugs that a text calls so, None for others."""
    return open_therapies().canonical(name)


def _drugs_of(given: tuple[PriorTherapy, ...]) -> list[str]:
    return list(dict.fromkeys(drug for each in given for drug in each.drugs))


def is_unnamed(drug: str) -> bool:
    """Whether the sheet says that it is not known what was given."""
    return drug.lower() == "unknown"


def given_before(
    regimen: Iterable[str], given: Iterable[PriorTherapy] | None
) -> tuple[PriorTherapy, ...]:
    """Return the earlier therapies with a drug of the regimen, by any of its names."""
    if not given:
        return ()
    therapies = open_therapies()
    wanted = {therapies.canonical(name) or name for name in regimen if not therapies.is_class(name)}
    return tuple(
        each
        for each in given
        if any((therapies.canonical(drug) or drug) in wanted for drug in each.drugs)
    )


def unknown_names(given: Iterable[PriorTherapy] | None) -> tuple[str, ...]:
    """Return a sentence for each drug that no source names, for the cautions of the report."""
    therapies = open_therapies()
    sentences = []
    for drug in _drugs_of(tuple(given or ())):
        if therapies.canonical(drug) is None and not is_unnamed(drug):
            near = therapies.nearest(drug)
            hint = f" (did you mean {near}?)" if near else ""
            sentences.append(
                f"The knowledge does not know the earlier therapy {drug}{hint}: what asks for "
                f"earlier treatment may stay unknown."
            )
    return tuple(sentences)


def line_of_therapy(biomarker: LineOfTherapy, line: int | None, stated: int | None) -> Evaluation:
    """Answer which line is to be chosen: as `stated`, else the one after those given.

    Names of earlier therapies alone do not tell how many lines they were.
    """
    if line is None:
        return Evaluation(Outcome.UNKNOWN, "the line of therapy was not stated")
    holds = biomarker.comparator.holds(line, biomarker.number)
    reason = f"line {line} is planned"
    if stated is None:
        reason = f"line {line} is next ({_lines_words(line - 1)})"
    return Evaluation(Outcome.MET if holds else Outcome.NOT_MET, reason)


def _lines_words(prior: int) -> str:
    if not prior:
        return _NONE_YET
    return f"{prior} {'line was' if prior == 1 else 'lines were'} given before"
