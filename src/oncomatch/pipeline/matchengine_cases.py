"""Patients' documents of MatchEngine as cases: what they state, and nothing more.

A document lists what was found. That a gene has no record says nothing of the gene, and another
change of a gene beside the recorded one is not known either, so both stay unknown; `WILDTYPE`,
`MMR_STATUS` and the signatures say a negative themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from oncomatch.domain.alteration import MismatchRepairState, MsiStatus, TumorMarkers
from oncomatch.domain.assay import Assay
from oncomatch.domain.biomarker import (
    Biomarker,
    ChangeKind,
    CopyNumberChange,
    CopyNumberKind,
    ExonChange,
    Fusion,
    GeneMutation,
    MutationalSignature,
    ProteinChange,
    Rearrangement,
    WildType,
)
from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.case import CaseInfo, Sex
from oncomatch.domain.evaluation import Evaluation, Outcome
from oncomatch.domain.ledger import Ledger
from oncomatch.domain.profile import TumorProfile
from oncomatch.domain.protein_change import normalize_protein_change
from oncomatch.domain.tumor_type import ANY
from oncomatch.errors import TumorTypeError
from oncomatch.knowledge.base import KnowledgeBase
from oncomatch.matching.evaluator import Evaluator, stated_id
from oncomatch.matching.facts import Facts, collect_facts
from oncomatch.matching.implication import Implications
from oncomatch.matching.states import label_facts
from oncomatch.reference.bundle import Reference
from oncomatch.reference.tumor_types import open_tumor_types
from oncomatch.trials.matchengine.documents import Document, Patient, day_of

_CALLS = {
    "high level amplification": CopyNumberKind.AMPLIFICATION,
    "gain": CopyNumberKind.GAIN,
    "homozygous deletion": CopyNumberKind.DELETION,
    "heterozygous deletion": CopyNumberKind.LOSS,
}
_KINDS = {
    "In_Frame_Del": ChangeKind.INFRAME_DELETION,
    "In_Frame_Ins": ChangeKind.INFRAME_INSERTION,
    "Missense_Mutation": ChangeKind.MISSENSE,
    "Frame_Shift_Del": ChangeKind.FRAMESHIFT,
    "Frame_Shift_Ins": ChangeKind.FRAMESHIFT,
    "Nonsense_Mutation": ChangeKind.TRUNCATION,
    "Splice_Site": ChangeKind.SPLICE,
}
_SIGNATURES = {
    "APOBEC_STATUS": "APOBEC",
    "POLE_STATUS": "POLE",
    "TABACCO_STATUS": "tobacco",
    "TEMOZOLOMIDE_STATUS": "temozolomide",
    "UVA_STATUS": "UVA",
}
_REPAIR = {
    "deficient": (MismatchRepairState.DEFICIENT, MsiStatus.HIGH),
    "proficient": (MismatchRepairState.PROFICIENT, MsiStatus.STABLE),
}
_SYMBOL = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,30}")
_SMALL = ProteinChange | ExonChange | GeneMutation
_OLDEST = 130


class DocumentEvaluator(Evaluator):
    """Answers from what documents state; `known` are answers that they give word for word."""

    def __init__(
        self,
        facts: Facts,
        stated: tuple[Biomarker, ...],
        implications: Implications,
        known: dict[Biomarker, Evaluation],
    ):
        super().__init__(facts, stated, implications)
        self._known = known

    def _evaluate(self, biomarker: Biomarker) -> Evaluation:
        return self._known.get(biomarker) or super()._evaluate(biomarker)

    def _said(
        self, stated: Biomarker, asked: Biomarker, implications: Implications
    ) -> Evaluation | None:
        """Return what a stated alteration says; it does not rule out another one beside it."""
        found = super()._said(stated, asked, implications)
        beside = isinstance(stated, _SMALL | Fusion) and not isinstance(asked, WildType)
        if found is None or found.outcome is not Outcome.NOT_MET or not beside:
            return found
        reason = f"{stated} is stated; whether there is {asked} too is not"
        return Evaluation(Outcome.UNKNOWN, reason, found.facts)


@dataclass
class DocumentCase:
    """A patient ready to be matched, with notes on what of the documents was not understood."""

    name: str
    info: CaseInfo
    evaluator: Evaluator
    labels: dict[str, str]
    notes: list[str] = field(default_factory=list)


def case_of(
    patient: Patient, number: int, today: date, reference: Reference, knowledge: KnowledgeBase
) -> DocumentCase:
    """Return a patient's documents as a case; the age is that of `today`."""
    notes: list[str] = []
    info = _info(patient.clinical, number, today, notes)
    stated = tuple(
        dict.fromkeys(
            pattern for record in patient.genomic for pattern in _stated(record, reference, notes)
        )
    )
    profile = TumorProfile(
        case=info,
        sample=patient.name,
        sample_choice="",
        assay=Assay("", (), "", small_variants=False),
        small_variants=(),
        left_out=(),
        unusable=(),
        copy_numbers=(),
        markers=_markers(patient, notes),
        ledger=Ledger(0, 0, 0, (), ()),
        inputs=(),
        notes=(),
    )
    evaluator = DocumentEvaluator(
        collect_facts(profile, knowledge, reference),
        stated,
        Implications(knowledge),
        _signatures(patient),
    )
    labels = label_facts(profile, ()) | {stated_id(each): str(each) for each in stated}
    return DocumentCase(patient.name or info.case_id, info, evaluator, labels, notes)


def _info(document: Document, number: int, today: date, notes: list[str]) -> CaseInfo:
    types = open_tumor_types()
    name = str(document.get("ONCOTREE_PRIMARY_DIAGNOSIS_NAME") or "")
    tumor_type = types.get(ANY)
    try:
        tumor_type = types.understand(name).tumor_type if name.strip() else tumor_type
    except TumorTypeError as error:
        notes.append(str(error))
    if tumor_type.code == ANY:
        notes.append("the tumour type is not known")
    born = day_of(document.get("BIRTH_DATE_INT")) or day_of(document.get("BIRTH_DATE"))
    age: int | None = None
    if born is not None:
        age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
        if not 0 <= age < _OLDEST:
            notes.append(f"the day of birth, {born}, gives no age on {today}")
            age = None
    gender = str(document.get("GENDER") or "").strip().lower()
    sex = Sex(gender) if gender in ("female", "male") else None
    build = GenomeBuild.GRCH38
    return CaseInfo(f"patient-{number}", tumor_type.code, tumor_type.name, build, age, sex)


def _markers(patient: Patient, notes: list[str]) -> TumorMarkers:
    """Return burden, mismatch repair and microsatellites; one status stands for both of these."""
    given = patient.clinical.get("TUMOR_MUTATIONAL_BURDEN_PER_MEGABASE")
    burden: float | None = None
    try:
        burden = None if given in (None, "") else float(str(given))
    except ValueError:
        notes.append("TUMOR_MUTATIONAL_BURDEN_PER_MEGABASE is no number")
    if burden is not None and not 0 <= burden < float("inf"):
        burden = None
    found = {
        status
        for document in (patient.clinical, *patient.genomic)
        for word, status in _REPAIR.items()
        if str(document.get("MMR_STATUS") or "").strip().lower().startswith(word)
    }
    if len(found) > 1:
        notes.append("MMR_STATUS contradicts itself; it is taken as not known")
    mmr, msi = found.pop() if len(found) == 1 else (None, None)
    return TumorMarkers(tmb_per_mb=burden, mmr=mmr, msi=msi)


def _signatures(patient: Patient) -> dict[Biomarker, Evaluation]:
    known: dict[Biomarker, Evaluation] = {}
    for record in patient.genomic:
        for key, name in _SIGNATURES.items():
            word = str(record.get(key) or "").strip().lower()
            if word in ("yes", "no"):
                outcome = Outcome.MET if word == "yes" else Outcome.NOT_MET
                known[MutationalSignature(name)] = Evaluation(outcome, f"{key}: {word}")
    return known


def _stated(record: Document, reference: Reference, notes: list[str]) -> Iterator[Biomarker]:
    """Yield the patterns that a genomic document states."""
    category = str(record.get("VARIANT_CATEGORY") or "").upper()
    if category == "SV":
        yield from _structural(record, reference)
        return
    gene = _gene(record.get("TRUE_HUGO_SYMBOL"), reference)
    if not gene:
        return
    if record.get("WILDTYPE") is True:
        yield WildType(gene)
        return
    call = str(record.get("CNV_CALL") or "").strip().lower()
    if call in _CALLS:
        yield CopyNumberChange(gene, _CALLS[call])
    elif call and category == "CNV":
        notes.append(f"{gene}: CNV_CALL is not one that is known")
    if category in ("CNV", "SIGNATURE"):
        return
    change = normalize_protein_change(str(record.get("TRUE_PROTEIN_CHANGE") or ""))
    kind = _KINDS.get(str(record.get("TRUE_VARIANT_CLASSIFICATION") or ""))
    if change and not re.search(r"\s", change):
        yield ProteinChange(gene, change)
    exon = str(record.get("TRUE_TRANSCRIPT_EXON") or "")
    if exon.isdecimal() and int(exon[:6]) > 0:
        yield ExonChange(gene, int(exon[:6]), kind or ChangeKind.MUTATION)
    if kind is not None:
        yield GeneMutation(gene, kind)


def _structural(record: Document, reference: Reference) -> Iterator[Biomarker]:
    left, right = (
        _gene(record.get(side), reference) for side in ("LEFT_PARTNER_GENE", "RIGHT_PARTNER_GENE")
    )
    if left and right and left != right:
        yield Fusion(left, right)
        yield Fusion(right, left)
    for gene in dict.fromkeys(filter(None, (left, right))):
        yield Rearrangement(gene)


def _gene(value: object, reference: Reference) -> str:
    name = str(value or "").strip()
    found = reference.find_gene(name) if name else None
    if found is not None:
        return found.symbol
    return name if _SYMBOL.fullmatch(name) and name.lower() != "none" else ""
