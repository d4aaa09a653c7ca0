"""The small variants of a case: from its VCFs to its calls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from oncomatch.domain.alteration import SmallVariant, UnusableCall
from oncomatch.domain.ledger import Ledger
from oncomatch.domain.origin import Deamination
from oncomatch.domain.specimen import MatchedNormal, Pairing
from oncomatch.pipeline.assessed import AssessedPlaces
from oncomatch.pipeline.intake import Intake, Sink
from oncomatch.pipeline.neighbours import Neighbours
from oncomatch.pipeline.same_calls import FileCalls, merge_calls
from oncomatch.pipeline.specimens import match_normal
from oncomatch.pipeline.tumor_wide import CountedCalls, open_counted_calls
from oncomatch.readers.case_sheet import CaseRequest, names_of
from oncomatch.readers.config import Config
from oncomatch.readers.samples import TumorColumn, choose_tumor
from oncomatch.readers.small_variant_files.items import SmallVariantFile
from oncomatch.reference.bundle import Reference

_NO_VCF = Ledger(records=0, read=0, reported=0, filtered=(), failed=())
_UNFILTERED = "unfiltered Mutect 2 calls"


@dataclass(frozen=True, slots=True)
class CaseCalls:
    """The calls of a case, the account of them, and cautions for the report.

    `sample` is the tumour's column, `sample_choice` why it was taken. Of several files the
    `deamination` is that of the file with the most substitutions. `repeated` has, for each of
    several files, the calls that stand in another file's place, and why. `counted` keeps the
    calls that may count for the burden and the signatures.
    """

    files: tuple[Path, ...] = ()
    sample: str = ""
    sample_choice: str = ""
    reported: tuple[SmallVariant, ...] = ()
    left_out: tuple[SmallVariant, ...] = ()
    unusable: tuple[UnusableCall, ...] = ()
    ledger: Ledger = _NO_VCF
    doubts: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    repeated: tuple[Mapping[str, str], ...] = ()
    normal: MatchedNormal = field(default_factory=MatchedNormal)
    deamination: Deamination | None = None
    counted: CountedCalls = field(default_factory=CountedCalls)


def read_case_calls(
    request: CaseRequest,
    config: Config,
    reference: Reference,
    vcfs: Sequence[SmallVariantFile],
    places: AssessedPlaces,
    sinks: Sequence[Sink] = (),
) -> CaseCalls:
    """Return the calls of the VCFs of a case, which are opened: its own or a tool's copies.

    `places` are shown what the files say of callable places. `sinks` are given, for each file, each
    record with its annotated alleles.
    """
    if not vcfs:
        note = "No small-variant file was given: small variants were not assessed."
        return CaseCalls(notes=(note,))
    several = len(vcfs) > 1
    names = names_of(request.vcf)
    sites = config.population.of(request.info.build)
    neighbours = Neighbours(reference)
    columns, files, normals, deaminations = [], [], [], []
    counted = open_counted_calls(config)
    doubts: list[str] = []
    notes: list[str] = []
    for at, (vcf, name) in enumerate(zip(vcfs, names, strict=True)):
        column = choose_tumor(vcf.header, request.tumor_sample, str(vcf.path))
        intake = Intake(
            reference,
            request.info.build,
            config.filters,
            Path(sites) if sites else None,
            neighbours if several else None,
            name if several else "",
        )
        beside, normal = match_normal(vcf.header, column, request.specimen, config.origin)
        take = counted.watch(sinks[at] if sinks else None, normal.error)
        take = places.watch(vcf, column.index, take)
        ledger = intake.read(vcf, column.index, take, beside.index)
        columns.append(column)
        normals.append(normal)
        deaminations.append(intake.deamination)
        files.append(_file_calls(name, intake, ledger))
        doubts += [f"{name}: {doubt}" if several else doubt for doubt in intake.doubts]
        notes += _notes(vcf, ledger, f"{name}: the" if several else "The")
    sample, choice = _sample(columns, names)
    if not several:
        (only,) = files
        found = only.reported, only.left_out, only.unusable, only.ledger
        repeated: tuple[Mapping[str, str], ...] = ({},)
    else:
        merged = merge_calls(files, neighbours)
        found = merged.reported, merged.left_out, merged.unusable, merged.ledger
        repeated = merged.repeated
        if merged.contradicted:
            notes.append(
                f"The small-variant files contradict each other on {merged.contradicted} of the "
                f"reported calls: see the notes on these."
            )
    ledger = found[-1]
    if ledger.failed_count:
        notes.append(f"{ledger.failed_count} of {ledger.read} alleles could not be used.")
    paths = tuple(vcf.path for vcf in vcfs)
    return CaseCalls(
        paths,
        sample,
        choice,
        *found,
        tuple(doubts),
        tuple(notes),
        repeated,
        _normal(normals, names),
        max(deaminations, key=lambda each: each.low + each.high),
        counted,
    )


def _file_calls(name: str, intake: Intake, ledger: Ledger) -> FileCalls:
    return FileCalls(
        name,
        tuple(intake.reported),
        tuple(intake.left_out),
        tuple(intake.unusable),
        ledger,
        tuple(intake.joined_in),
        intake.unreported,
    )


def _sample(columns: Sequence[TumorColumn], names: Sequence[str]) -> tuple[str, str]:
    """Return the tumour's column and why it was taken, by file where files differ in that."""
    if len(set(columns)) == 1:
        return columns[0].name, columns[0].how
    if len({column.name for column in columns}) == 1:
        how = [f"{name}: {column.how}" for column, name in zip(columns, names, strict=True)]
        return columns[0].name, "; ".join(how)
    told = [
        f"{name}: {column.name + ', ' if column.name else ''}{column.how}"
        for column, name in zip(columns, names, strict=True)
    ]
    return "", "; ".join(told)


def _normal(normals: Sequence[MatchedNormal], names: Sequence[str]) -> MatchedNormal:
    """Return what is known of the matched normal, by file where files differ in that."""
    if len(set(normals)) == 1:
        return normals[0]
    pairings = {each.pairing for each in normals}
    return replace(
        normals[0],
        pairing=pairings.pop() if len(pairings) == 1 else Pairing.UNKNOWN,
        sample="; ".join(dict.fromkeys(each.sample for each in normals if each.sample)),
        how="; ".join(f"{name}: {each.how}" for each, name in zip(normals, names, strict=True)),
    )


def _notes(vcf: SmallVariantFile, ledger: Ledger, begin: str) -> list[str]:
    notes = []
    if ledger.read == 0:
        notes.append(
            f"{begin} small-variant file holds no records: that nothing at all was called is rare, "
            f"so make sure that it is the right and the whole file before a wild type is believed."
        )
    if any(_UNFILTERED in status for status in vcf.header.values.get("filtering_status", ())):
        notes.append(
            f"{begin} file says that its calls are unfiltered: artefacts and germline variants "
            f"are to be expected among them."
        )
    return notes
