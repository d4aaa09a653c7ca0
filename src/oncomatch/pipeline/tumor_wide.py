"""The markers of the whole tumour: from the sheet, from files of tools, from the calls."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from oncomatch.annotation.reporting_rule import reason_to_leave_out
from oncomatch.domain.alteration import MarkerResult, MsiStatus, SmallVariant, TumorMarkers
from oncomatch.domain.evaluation import Outcome
from oncomatch.domain.tumor_wide import (
    Burden,
    CalledScore,
    Cutoff,
    MarkerDoubt,
    ToolScore,
    TumorWide,
)
from oncomatch.domain.wide_limits import BurdenRule
from oncomatch.errors import ConfigError, TumorTypeError
from oncomatch.knowledge.base import KnowledgeBase
from oncomatch.matching.burden import CodingCalls, Sequenced, count_burden
from oncomatch.matching.called_scores import call_microsatellites, call_recombination
from oncomatch.matching.standing import standing_of
from oncomatch.pipeline.chosen_knowledge import open_chosen_knowledge
from oncomatch.pipeline.copy_numbers import CaseCopyNumbers
from oncomatch.pipeline.intake import Sink
from oncomatch.pipeline.signatures import profile_signatures, take_substitution
from oncomatch.readers.case_sheet import CaseRequest
from oncomatch.readers.config import Config
from oncomatch.readers.tumor_wide_files import (
    MICROSATELLITES,
    RECOMBINATION,
    ScoreFormat,
    read_burden,
    read_score,
)
from oncomatch.readers.vcf import VcfRecord
from oncomatch.reference.bundle import Reference
from oncomatch.reference.tumor_types import open_tumor_types
from oncomatch.signatures.contexts import Substitutions

LABEL = "FDA label of pembrolizumab, companion diagnostic P170019/S016"
"""Who says that a burden is high from 10 mutations per megabase on, in any solid tumour."""

_SAME = 0.5
"""Burdens that differ by less are rounded differently (a convention)."""


def profile_tumor_wide(
    request: CaseRequest,
    config: Config,
    reference: Reference,
    given: TumorMarkers,
    calls: CountedCalls | None,
    sequenced: Sequenced,
) -> tuple[TumorMarkers, TumorWide, tuple[str, ...]]:
    """Return the markers that answer patterns, how each was got, and cautions.

    `given` are the markers of the sheet, `calls` None where there is no small-variant file.
    """
    notes: list[str] = []
    doubts: list[MarkerDoubt] = []
    markers = given
    burdens = _file_burden(request, notes)
    if burdens and markers.tmb_per_mb is None:
        markers = replace(markers, tmb_per_mb=burdens[0].per_mb)
    if calls is not None:
        known = _Known(config, reference)
        burdens += (count_burden(calls.coding, config.tmb, sequenced, reference, known),)
    notes += _burden_contradictions(given.tmb_per_mb, burdens)
    sites = _score(request, request.msi_file, MICROSATELLITES, "of microsatellites", notes)
    called = call_microsatellites(*sites, config.msi) if sites is not None else None
    markers, doubt = _with_microsatellites(markers, called)
    doubts += doubt
    scar = _score(request, request.hrd_file, RECOMBINATION, "of HRD", notes)
    deficient = call_recombination(*scar, config.hrd) if scar is not None else None
    if config.hrd.answers:
        markers, doubt = _with_recombination(markers, deficient)
        doubts += doubt
    notes += [each.reason for each in doubts]
    content = request.content
    wide = TumorWide(
        burdens=burdens,
        burden_cutoff=burden_cutoff(request.info.tumor_type, config.tmb),
        microsatellites=called,
        recombination=deficient,
        recombination_answers=config.hrd.answers,
        signatures=profile_signatures(
            request, config, reference, calls.substitutions if calls else None, sequenced
        ),
        doubts=tuple(doubts),
        purity=content.purity,
        purity_source="given in the sheet" if content.purity is not None else "",
        ploidy=content.ploidy,
    )
    return markers, wide, tuple(notes)


class _Known:
    """Whether the meaning of a call in cancer is known; the knowledge is opened when asked."""

    def __init__(self, config: Config, reference: Reference):
        self._config, self._reference = config, reference
        self._knowledge: KnowledgeBase | None = None

    def __call__(self, variant: SmallVariant) -> bool:
        if self._knowledge is None:
            self._knowledge = open_chosen_knowledge(self._config)
        answer = standing_of(variant, self._knowledge, self._reference)
        return answer.outcome is Outcome.MET


def _file_burden(request: CaseRequest, notes: list[str]) -> tuple[Burden, ...]:
    path = request.tmb_file
    if path is None:
        return ()
    measured = read_burden(path)
    if measured is None:
        notes.append(f"{path.name} gives no tumour mutational burden (NA).")
        return ()
    return (measured,)


def _score(
    request: CaseRequest,
    path: Path | None,
    formats: Sequence[ScoreFormat],
    what: str,
    notes: list[str],
) -> tuple[ToolScore, str] | None:
    """Return the score of a file with the file's name, None without one."""
    if path is None:
        return None
    score = read_score(path, formats, request.tumor_sample)
    if score is None:
        notes.append(f"{path.name} gives no score {what} (NA).")
        return None
    return score, path.name


def with_file_content(wide: TumorWide, copied: CaseCopyNumbers) -> TumorWide:
    """Return the markers with the tumour content of the file where the sheet has none."""
    if wide.purity is not None or copied.purity is None:
        return wide
    return replace(
        wide,
        purity=copied.purity,
        purity_source=f"read from {copied.content_source}",
        ploidy=copied.ploidy if wide.ploidy is None else wide.ploidy,
    )


@dataclass(frozen=True, slots=True)
class CountedCalls:
    """The calls of a case that may count for its burden and its signatures.

    `substitutions` are kept only where a catalogue of signatures is given.
    """

    coding: CodingCalls = field(default_factory=CodingCalls)
    substitutions: Substitutions | None = None

    def watch(self, sink: Sink | None, normal_error: float) -> Sink:
        """Return a sink that passes records on and keeps the calls that may count.

        Calls that failed a filter do not count. For the burden one that was read together with
        others counts as a part of their change, once.
        """

        def take(record: VcfRecord, annotated: list[SmallVariant]) -> None:
            for each in annotated:
                if passed(each):
                    if not each.part_of:
                        self.coding.take(each)
                    if self.substitutions is not None:
                        take_substitution(self.substitutions, each, normal_error)
            if sink is not None:
                sink(record, annotated)

        return take


def open_counted_calls(config: Config) -> CountedCalls:
    """Return what keeps the calls of a case."""
    wanted = bool(config.signatures.catalogue)
    return CountedCalls(substitutions=Substitutions() if wanted else None)


def passed(variant: SmallVariant) -> bool:
    """Whether a call passed the filters, be it reported or left out for what it is."""
    if not variant.left_out:
        return True
    reason = reason_to_leave_out(variant)
    return reason != "" and variant.left_out.startswith(reason)


def burden_cutoff(tumor_type: str, rule: BurdenRule) -> Cutoff:
    """Return the cut-off of a tumour type: its own, that of its nearest ancestor, the general one.

    Raises:
        ConfigError: the configuration names a tumour type that OncoTree does not have.
    """
    types = open_tumor_types()
    for code in rule.cutoffs:
        try:
            known = types.get(code).code == code
        except TumorTypeError:
            known = False
        if not known:
            raise ConfigError(f"tmb.cutoffs: {code!r} is not an OncoTree code")
    kind = types.get(tumor_type)
    for code in (kind.code, *kind.ancestors):
        if code in rule.cutoffs:
            return Cutoff(rule.cutoffs[code], f"set in the configuration for {code}")
    source = LABEL if rule.cutoff == BurdenRule().cutoff else "set in the configuration"
    return Cutoff(rule.cutoff, source)


def _burden_contradictions(given: float | None, burdens: Sequence[Burden]) -> list[str]:
    """Return what the sources of the burden say against each other; the first is taken."""
    known = [(each, each.per_mb) for each in burdens if each.per_mb is not None]
    if given is not None:
        taken, name = given, "The sheet"
    elif known and known[0][0].file:
        taken, name = known[0][1], known[0][0].file
        known = known[1:]
    else:
        return []
    notes = []
    for each, per_mb in known:
        low, high = each.low, each.high
        if low is None or high is None:
            differs, words = abs(per_mb - taken) > _SAME, f"{each.file} {per_mb:g}"
        else:
            differs = not low <= taken <= high
            words = f"the small variants {per_mb:g} (95 % interval {low:g} to {high:g})"
        if differs:
            notes.append(
                f"{name} gives a tumour mutational burden of {taken:g}/Mb, {words}: the former "
                f"is taken; clarify."
            )
    return notes


def _with_microsatellites(
    markers: TumorMarkers, found: CalledScore | None
) -> tuple[TumorMarkers, list[MarkerDoubt]]:
    """Return the markers with the status of the file, without any where the sheet contradicts."""
    if found is None or found.positive is None:
        return markers, []
    if markers.msi is None:
        status = MsiStatus.HIGH if found.positive else MsiStatus.STABLE
        return replace(markers, msi=status), []
    if (markers.msi is MsiStatus.HIGH) is found.positive:
        return markers, []
    reason = (
        f"The sheet gives {markers.msi.value}, but {found.score.tool} ({found.file}) calls "
        f"microsatellites {'highly unstable' if found.positive else 'stable'}: the status is "
        f"unclear; clarify."
    )
    return replace(markers, msi=None), [MarkerDoubt("MSI", reason)]


def _with_recombination(
    markers: TumorMarkers, found: CalledScore | None
) -> tuple[TumorMarkers, list[MarkerDoubt]]:
    if found is None or found.positive is None:
        return markers, []
    result = MarkerResult.POSITIVE if found.positive else MarkerResult.NEGATIVE
    if markers.hrd is None:
        return replace(markers, hrd=result), []
    if markers.hrd is result:
        return markers, []
    reason = (
        f"The sheet gives HRD {markers.hrd.value}, but {found.score.tool} ({found.file}) calls "
        f"it {result.value}: the result is unclear; clarify."
    )
    return replace(markers, hrd=None), [MarkerDoubt("HRD", reason)]
