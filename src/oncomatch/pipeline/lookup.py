"""Answer questions without a file, from the engine that serves cases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from oncomatch.domain.alteration import SmallVariant, TumorMarkers
from oncomatch.domain.assay import Assay
from oncomatch.domain.biomarker import AnyOf, Biomarker, genes_of
from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.case import CaseInfo
from oncomatch.domain.evaluation import Outcome
from oncomatch.domain.evidence import EvidenceItem
from oncomatch.domain.ledger import Ledger
from oncomatch.domain.lookup import Answer, Question, Understanding
from oncomatch.domain.match import NearMiss, TherapyMatch
from oncomatch.domain.profile import TumorProfile
from oncomatch.domain.tumor_type import ANY, Relation, TumorType
from oncomatch.errors import InputError, OncomatchError
from oncomatch.knowledge.base import KnowledgeBase
from oncomatch.matching.agencies import AgencyBook
from oncomatch.matching.alternatives import Alternatives
from oncomatch.matching.evaluator import Evaluator, stated_id
from oncomatch.matching.facts import collect_facts
from oncomatch.matching.implication import Implications
from oncomatch.matching.near_misses import find_near_misses
from oncomatch.matching.statements import Statement, evaluate_evidence, relation_of
from oncomatch.matching.states import label_facts
from oncomatch.matching.therapies import match_therapies
from oncomatch.pipeline.chosen_knowledge import open_chosen_knowledge
from oncomatch.pipeline.stated_variants import StatedVariants
from oncomatch.readers.alteration_words import AlterationWords
from oncomatch.readers.config import Config
from oncomatch.readers.questions import read_questions
from oncomatch.reference.bundle import Reference, open_reference
from oncomatch.reference.tumor_types import TumorTypes, open_tumor_types
from oncomatch.reporting.files import whole_file
from oncomatch.reporting.lookup_answers import as_json, as_table

_REMEMBERED = 4096
_BUILD = GenomeBuild.GRCH38
_ANY_TYPE = "no tumour type was given: nothing is said of this tumour's own type"
_NOTHING = "nothing in the knowledge base speaks of this"


@dataclass(frozen=True)
class Stated:
    """An alteration that is stated: how it was understood and what answers patterns about it.

    `statements` are those that may matter in some tumour type, their relation still open;
    `evaluator` answers for all tumours that the words may mean, `first` for one of them.
    `labels` are the names of its facts by their id.
    """

    understanding: Understanding
    evaluator: Evaluator
    first: Evaluator
    statements: tuple[Statement, ...]
    notes: tuple[str, ...]
    labels: dict[str, str]


class Lookup:
    """Answers questions; what was asked before is remembered."""

    def __init__(self, reference: Reference, tumor_types: TumorTypes, knowledge: KnowledgeBase):
        self._reference = reference
        self._tumor_types = tumor_types
        self._knowledge = knowledge
        self._words = AlterationWords(reference)
        self._stated = StatedVariants(reference, knowledge)
        self._implications = Implications(knowledge)
        self._relations: dict[tuple[object, ...], Relation] = {}
        self._known = lru_cache(maxsize=_REMEMBERED)(self._learn)
        self._type = lru_cache(maxsize=_REMEMBERED)(self._tumor_type)
        self._said = lru_cache(maxsize=_REMEMBERED)(self._matches)

    def answer(self, question: Question) -> Answer:
        """Return what is known; what is not understood says so in the notes."""
        if question.fault:
            return _refused(question, Understanding(), question.fault)
        known = self._known(question.gene, question.alteration)
        if isinstance(known, str):
            return _refused(question, Understanding(), known)
        found = self._type(question.tumor_type)
        if isinstance(found, str):
            return _refused(question, known.understanding, found)
        tumor_type, note = found
        therapies, misses = self._said(question.gene, question.alteration, tumor_type.code)
        notes = dict.fromkeys((*known.notes, note, *(() if therapies else (_NOTHING,))))
        return Answer(
            question,
            replace(
                known.understanding, tumor_type=tumor_type.code, tumor_type_name=tumor_type.name
            ),
            therapies,
            misses,
            tuple(each for each in notes if each),
        )

    def evaluator_of(self, gene: str, alteration: str) -> Evaluator:
        """Return what answers patterns about an alteration.

        Raises:
            InputError: it is not understood.
        """
        return self.stated(gene, alteration).evaluator

    def stated(self, gene: str, alteration: str) -> Stated:
        """Return an alteration as it is understood.

        Raises:
            InputError: it is not understood.
        """
        known = self._known(gene, alteration)
        if isinstance(known, str):
            raise InputError(known)
        return known

    def nothing(self) -> Evaluator:
        """Return what answers patterns about a tumour of which nothing is known."""
        return Evaluator(collect_facts(_profile(()), self._knowledge, self._reference))

    def gene(self, name: str) -> str:
        """Return the symbol of a gene by any of its names.

        Raises:
            InputError: it is not known; the message says what comes near.
        """
        return ", ".join(self._words.read(name, "mutation").genes)

    def _matches(
        self, gene: str, alteration: str, code: str
    ) -> tuple[tuple[TherapyMatch, ...], tuple[NearMiss, ...]]:
        known = self._known(gene, alteration)
        assert isinstance(known, Stated)
        case = self._tumor_types.get(code)
        statements = [
            replace(each, relation=self._relation(each.item, case)) for each in known.statements
        ]
        book = AgencyBook(
            self._knowledge.approvals_by_therapy, known.evaluator, case, self._tumor_types
        )
        return (
            match_therapies(statements, known.first, book.of),
            find_near_misses(each for each in statements if each.pattern.facts),
        )

    def _relation(self, item: EvidenceItem, case: TumorType) -> Relation:
        key = item.tumor_types, item.excluded_types, bool(item.subtype), case.code
        known = self._relations.get(key)
        if known is None:
            known = self._relations[key] = relation_of(item, case, self._tumor_types)
        return known

    def _tumor_type(self, text: str) -> tuple[TumorType, str] | str:
        """Return a tumour type with a note, or why it is not understood."""
        if not text.strip():
            return self._tumor_types.get(ANY), _ANY_TYPE
        try:
            found = self._tumor_types.understand(text)
        except OncomatchError as error:
            return str(error)
        return found.tumor_type, found.note

    def _learn(self, gene: str, alteration: str) -> Stated | str:
        """Return what is known of an alteration, or why it is not understood."""
        try:
            understood = self._stated.in_usual_order(self._words.read(gene, alteration))
            possible = self._stated.possible(understood, gene)
        except OncomatchError as error:
            return str(error)
        labels: dict[str, str] = {}
        evaluators = []
        for each in possible:
            profile = _profile(each.variants)
            facts = collect_facts(profile, self._knowledge, self._reference)
            labels |= label_facts(profile, ())
            labels |= {stated_id(pattern): str(pattern) for pattern in each.stated}
            evaluators.append(Evaluator(facts, each.stated, self._implications))
        several = len(evaluators) > 1
        evaluator = Alternatives(tuple(evaluators)) if several else evaluators[0]
        genes = understood.genes or tuple(
            dict.fromkeys(variant.gene for each in possible for variant in each.variants)
        )
        markers = [""] if any(not genes_of(each) for each in understood.biomarkers) else []
        items = {
            item.id: item for name in (*genes, *markers) for item in self._knowledge.about(name)
        }.values()
        statements = evaluate_evidence(
            items, evaluator, self._tumor_types.get(ANY), self._tumor_types, labels
        )
        patterns = " and ".join(_bracketed(each) for each in understood.biomarkers)
        named = patterns or ", ".join(each.label for each in possible[0].variants)
        notes = dict.fromkeys((*understood.notes, *possible[0].notes))
        return Stated(
            Understanding(", ".join(genes), named),
            evaluator,
            evaluators[0],
            tuple(each for each in statements if _may_matter(each)),
            tuple(notes),
            labels,
        )


def _may_matter(statement: Statement) -> bool:
    """Whether a statement may be a match or a near miss in some tumour type."""
    if statement.answer.outcome is Outcome.MET:
        return True
    near = replace(statement, relation=Relation.SAME)
    return bool(statement.pattern.facts) and near.is_strong_benefit


def _bracketed(biomarker: Biomarker) -> str:
    return f"({biomarker})" if isinstance(biomarker, AnyOf) else str(biomarker)


def _refused(question: Question, understanding: Understanding, why: str) -> Answer:
    return Answer(question, understanding, notes=(f"not understood: {why}",))


def _profile(variants: tuple[SmallVariant, ...]) -> TumorProfile:
    """Return a profile in which nothing but the variants is known."""
    return TumorProfile(
        case=CaseInfo("lookup", "", "", _BUILD),
        sample="",
        sample_choice="",
        assay=Assay("", (), "", small_variants=False),
        small_variants=variants,
        left_out=(),
        unusable=(),
        copy_numbers=(),
        markers=TumorMarkers(),
        ledger=Ledger(0, 0, 0, (), ()),
        inputs=(),
        notes=(),
    )


def open_lookup(config: Config) -> Lookup:
    """Return a lookup on the bundled reference and the knowledge that is chosen."""
    return Lookup(open_reference(), open_tumor_types(), open_chosen_knowledge(config))


def answer_batch(path: Path, config: Config) -> Iterator[Answer]:
    """Return the answers to a table of questions, in its order; see `read_questions`.

    Raises:
        InputError: the table cannot be read.
    """
    questions = read_questions(path)
    return map(open_lookup(config).answer, questions)


def write_answers(answers: Iterable[Answer], out: Path | None, *, as_lines: bool) -> bool:
    """Write answers as lines of JSON or as a table, to a file or to standard output.

    Returns whether any was understood. A file is written whole or not at all.
    """
    understood = False

    def texts() -> Iterator[str]:
        nonlocal understood
        for answer in answers:
            understood |= bool(answer.understood.tumor_type)
            yield as_json(answer) + "\n" if as_lines else as_table(answer)

    if out is None:
        for text in texts():
            print(text, end="")
        return understood
    with whole_file(out) as beside, beside.open("w", encoding="utf-8", newline="\n") as target:
        target.writelines(texts())
    return understood
