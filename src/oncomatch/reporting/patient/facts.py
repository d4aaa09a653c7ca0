"""What the patient page may say: facts that the record holds, and nothing of the patient's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from oncomatch.domain.alteration import CopyNumberKind, MismatchRepairState, MsiStatus
from oncomatch.domain.assay import Assessment, Finding
from oncomatch.domain.assessed import GeneAssessment
from oncomatch.domain.marker_names import name_markers
from oncomatch.domain.origin import CallOrigin
from oncomatch.domain.rearrangement import RearrangementKind
from oncomatch.domain.record import CaseRecord
from oncomatch.domain.specimen import Pairing, SpecimenType
from oncomatch.domain.tier import Tier
from oncomatch.reporting.patient.marker_groups import MarkerGroups, group_markers

_SEEN = (Assessment.ASSESSED, Assessment.PARTLY)
_BLOOD = (SpecimenType.PLASMA, SpecimenType.BLOOD, SpecimenType.MARROW)
MOST_LABEL = 60


@dataclass(frozen=True, slots=True)
class FoundChange:
    """A finding: the key of its words in the catalogue, its gene, and what the report calls it."""

    key: str
    gene: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class GeneCounts:
    """Genes that were looked at for a kind of change; None where it is not known which."""

    whole: int | None
    partly: int = 0


@dataclass(frozen=True, slots=True)
class PatientFacts:
    """The facts of a record that the page speaks of.

    `small`, `copies` and `fusions` are None where that kind of change was not looked at.
    `confirm` may be inherited and has to be confirmed, `inherited` was found in healthy cells;
    `germline_tested` says that these were tested. `silent`: what was not found may be there.
    """

    specimen: SpecimenType
    pairing: Pairing
    small: GeneCounts | None
    copies: GeneCounts | None
    fusions: GeneCounts | None
    found: tuple[FoundChange, ...]
    other_results: tuple[str, ...]
    uncertain: int
    silent: bool
    blood_cells: tuple[str, ...]
    speaks_of_treatment: bool
    markers: MarkerGroups
    confirm: tuple[str, ...]
    inherited: tuple[str, ...]
    germline_tested: bool
    trials: int
    trials_date: str

    @property
    def looked_at_genes(self) -> bool:
        """Whether any kind of change of genes was looked for."""
        return any(each is not None for each in (self.small, self.copies, self.fusions))

    @property
    def repair_is_faulty(self) -> bool:
        """Whether the tumour is MSI-H or deficient in mismatch repair."""
        return any(each.key in ("msi", "mmr") for each in self.found)


def collect_facts(record: CaseRecord) -> PatientFacts:
    """Return the facts of a record."""
    profile, assay = record.profile, record.profile.assay
    genes = record.assessed.genes
    known = _known_variants(record)
    kind = profile.specimen.type
    blood = [each.label for each in record.origins if each.haematopoiesis and each.reported]
    return PatientFacts(
        specimen=kind,
        pairing=profile.normal.pairing if assay.small_variants else Pairing.UNKNOWN,
        small=_small_counts(record),
        copies=_counts(each.copy_number for each in genes) if assay.copy_number else None,
        fusions=_counts(each.fusions for each in genes) if assay.fusions else None,
        found=_found(record, known),
        other_results=_other_results(record),
        uncertain=sum(each.id not in known for each in profile.small_variants),
        silent=bool(profile.silence),
        blood_cells=tuple(dict.fromkeys(blood)) if kind in _BLOOD else (),
        speaks_of_treatment=_speaks_of_treatment(record),
        markers=group_markers(record.markers),
        confirm=_to_confirm(record),
        inherited=_inherited(record),
        germline_tested=profile.germline is not None,
        trials=sum(each.may_fit for each in record.trials.matches),
        trials_date=record.made_with.trials_data_date,
    )


def _known_variants(record: CaseRecord) -> set[str]:
    """Return the ids of small variants of known meaning, as the report calls them."""
    stated = {fact for match in record.therapies if match.evidence for fact in match.facts}
    known = {standing.variant for standing in record.standings if standing.known}
    return stated | known


def _small_counts(record: CaseRecord) -> GeneCounts | None:
    if not record.profile.assay.small_variants:
        return None
    if not record.profile.assay.regions:
        return GeneCounts(None)
    genes: Iterable[GeneAssessment] = record.assessed.genes
    if record.assessed.genes:
        return _counts(each.small_variants for each in genes)
    return _counts(each.assessment for each in record.profile.assay.genes)


def _counts(states: Iterable[Assessment]) -> GeneCounts:
    listed = list(states)
    seen = sum(each in _SEEN for each in listed)
    partly = sum(each is Assessment.PARTLY for each in listed)
    return GeneCounts(seen or None, partly)


_COPY_KEYS = {
    CopyNumberKind.AMPLIFICATION: "amplification",
    CopyNumberKind.GAIN: "gain",
    CopyNumberKind.LOSS: "loss",
    CopyNumberKind.DELETION: "deletion",
}


def _found(record: CaseRecord, known: set[str]) -> tuple[FoundChange, ...]:
    """Return the findings, those that evidence speaks of first."""
    stated = {fact for match in record.therapies if match.evidence for fact in match.facts}
    genes = sorted(_gene_changes(record, known), key=lambda each: each[0] not in stated)
    return tuple(dict.fromkeys([*_tumor_wide(record), *(change for _, change in genes)]))


def _gene_changes(record: CaseRecord, known: set[str]) -> Iterator[tuple[str, FoundChange]]:
    """Yield changes of genes with their id within the case."""
    profile = record.profile
    for small in profile.small_variants:
        if small.id in known:
            yield small.id, FoundChange("small", small.gene, small.label[:MOST_LABEL])
    for number in profile.copy_numbers:
        if number.kind is not None:
            yield number.id, FoundChange(_COPY_KEYS[number.kind], number.gene)
    for each in profile.rearrangements:
        if not each.left_out:
            fusion = each.kind is RearrangementKind.FUSION
            key = "fusion" if fusion else "rearrangement"
            yield each.id, FoundChange(key, label=each.label[:MOST_LABEL])


def _tumor_wide(record: CaseRecord) -> Iterator[FoundChange]:
    profile = record.profile
    markers = profile.markers
    if markers.msi is MsiStatus.HIGH and not profile.wide.doubt_about("MSI"):
        yield FoundChange("msi")
    by_stains = markers.repair_by_proteins
    repair = markers.mmr or (by_stains[0] if by_stains else None)
    if repair is MismatchRepairState.DEFICIENT:
        yield FoundChange("mmr")
    if any(
        each.biomarker.startswith("TMB >") and each.finding is Finding.DETECTED
        for each in record.markers
    ):
        yield FoundChange("tmb")


def _other_results(record: CaseRecord) -> tuple[str, ...]:
    return tuple(name[:MOST_LABEL] for name in name_markers(record.profile.markers).values())


def _speaks_of_treatment(record: CaseRecord) -> bool:
    """Whether any statement of tier I is about this tumour type, for or against a regimen."""
    return any(
        match.evidence and match.relation.applies and match.tier.rank <= Tier.IB.rank
        for match in record.therapies
    )


def _to_confirm(record: CaseRecord) -> tuple[str, ...]:
    """Return the calls to confirm in the germline; what a normal tells already is left out."""
    told = (CallOrigin.SOMATIC, CallOrigin.GERMLINE)
    marked = (each for each in record.origins if each.hereditary and each.origin not in told)
    return tuple(dict.fromkeys(each.label[:MOST_LABEL] for each in marked))


def _inherited(record: CaseRecord) -> tuple[str, ...]:
    known = {each.variant for each in record.germline_standings if each.known}
    germline = record.profile.germline
    variants = germline.variants if germline is not None else ()
    return tuple(each.label[:MOST_LABEL] for each in variants if each.id in known)
