"""The section of the tumour-wide markers: value, how it was got, cut-off; or why there is none."""

from __future__ import annotations

from collections.abc import Iterator

from oncomatch.domain.alteration import MsiStatus
from oncomatch.domain.record import CaseRecord
from oncomatch.domain.tumor_wide import Burden, CalledScore, Cutoff, MarkerOrigin, SignatureShare
from oncomatch.reporting.plural import plural
from oncomatch.reporting.view import WideRow

_NOT_ASSESSED = "not assessed"
_LOSS_OF_ANY = "loss of any of MLH1, MSH2, MSH6, PMS2"
_BY_LAB = "as the laboratory calls it"
_MOST_SIGNATURES = 12
_SHEET = MarkerOrigin.SHEET.value


def build_wide_rows(record: CaseRecord) -> tuple[WideRow, ...]:
    """Return a row or more for each marker of the whole tumour; none is left out."""
    return (
        *_burden_rows(record),
        *_microsatellite_rows(record),
        *_recombination_rows(record),
        _signature_row(record),
        _content_row(record),
    )


def _burden_rows(record: CaseRecord) -> Iterator[WideRow]:
    name = "Tumour mutational burden"
    wide, markers = record.profile.wide, record.profile.markers
    cutoff, burdens = wide.burden_cutoff, wide.burdens
    from_file = any(each.file and each.per_mb == markers.tmb_per_mb for each in burdens)
    if markers.tmb_per_mb is not None and not from_file:
        value = _with_verdict(markers.tmb_per_mb, markers.tmb_per_mb, markers.tmb_per_mb, cutoff)
        yield WideRow(name, value, _SHEET, _cutoff_words(cutoff), "")
    for burden in burdens:
        yield _burden_row(name, burden, cutoff)
    if markers.tmb_per_mb is None and not burdens:
        reason = "neither given nor computed: there is no small-variant file"
        yield WideRow(name, _NOT_ASSESSED, "", "", reason)


def _burden_row(name: str, burden: Burden, cutoff: Cutoff | None) -> WideRow:
    method = burden.origin.value
    if burden.per_mb is None:
        return WideRow(name, _NOT_ASSESSED, method, "", burden.reason)
    if burden.file:
        method = f"{method}: {burden.file}"
    if burden.rule:
        method = f"{method}; {burden.rule}"
    left_out = ", ".join(f"{line.count} {line.reason}" for line in burden.left_out)
    note = "; ".join(filter(None, (burden.reason, left_out and f"not counted: {left_out}")))
    low = burden.per_mb if burden.low is None else burden.low
    high = burden.per_mb if burden.high is None else burden.high
    value = _with_verdict(burden.per_mb, low, high, cutoff)
    if burden.counted is not None and burden.megabases is not None:
        value = f"{value}; {plural(burden.counted, 'mutation')} in {burden.megabases:g} Mb"
    if burden.low is not None and burden.high is not None:
        value = f"{value}, 95 % interval {burden.low:g} to {burden.high:g}"
    return WideRow(name, value, method, _cutoff_words(cutoff), note)


def _with_verdict(value: float, low: float, high: float, cutoff: Cutoff | None) -> str:
    if cutoff is None:
        return f"{value:g}/Mb"
    verdict = "the cut-off is within its interval"
    if low >= cutoff.number:
        verdict = "high"
    elif high < cutoff.number:
        verdict = "not high"
    return f"{value:g}/Mb, {verdict}"


def _cutoff_words(cutoff: Cutoff | None) -> str:
    return f"from {cutoff.number:g}/Mb on ({cutoff.source})" if cutoff is not None else ""


def _microsatellite_rows(record: CaseRecord) -> Iterator[WideRow]:
    name = "Microsatellites"
    wide, status = record.profile.wide, record.profile.markers.msi
    called, doubt = wide.microsatellites, wide.doubt_about("MSI")
    if doubt:
        yield WideRow(name, "unclear", "", "", doubt)
    if called is not None:
        words = {True: MsiStatus.HIGH.value, False: MsiStatus.STABLE.value}
        yield _score_row(name, called, words)
    by_file = called is not None and called.positive is not None
    if status is not None and not by_file:
        yield WideRow(name, status.value, _SHEET, _BY_LAB, "")
    if status is None and called is None:
        yield WideRow(name, _NOT_ASSESSED, "", "", "neither given nor read from a file")
    mmr = record.profile.markers.mmr
    if mmr is not None:
        yield WideRow("Mismatch repair", mmr.value, _SHEET, _BY_LAB, "")
    by_proteins = record.profile.markers.repair_by_proteins
    if by_proteins is not None:
        state, stains = by_proteins
        named = ", ".join(each.label for each in stains)
        yield WideRow("Mismatch repair", state.value, "stained proteins", _LOSS_OF_ANY, named)


def _recombination_rows(record: CaseRecord) -> Iterator[WideRow]:
    name = "Homologous recombination"
    wide, markers = record.profile.wide, record.profile.markers
    called, doubt = wide.recombination, wide.doubt_about("HRD")
    if doubt:
        yield WideRow(name, "unclear", "", "", doubt)
    if called is not None:
        row = _score_row(name, called, {True: "deficient", False: "proficient"})
        if not wide.recombination_answers:
            note = "; ".join(
                filter(None, (row.note, "does not answer for HRD: labels name tests of their own"))
            )
            row = WideRow(row.name, row.value, row.method, row.cutoff, note)
        yield row
    by_file = called is not None and called.positive is not None and wide.recombination_answers
    if markers.hrd is not None and not by_file:
        yield WideRow(name, markers.hrd.value, _SHEET, _BY_LAB, "")
    if markers.hrd_score is not None:
        yield WideRow(name, f"score {markers.hrd_score:g}", _SHEET, "each test has its own", "")
    if called is None and markers.hrd is None and markers.hrd_score is None and not doubt:
        yield WideRow(name, _NOT_ASSESSED, "", "", "neither given nor read from a file")


def _score_row(name: str, called: CalledScore, words: dict[bool, str]) -> WideRow:
    score = called.score
    state = _NOT_ASSESSED if called.positive is None else words[called.positive]
    value = f"{state}; {score.value:g} {score.unit}"
    if score.unstable is not None and score.sites is not None:
        value = f"{value} ({score.unstable} of {score.sites})"
    if score.parts:
        value = f"{value} ({', '.join(f'{part} {number:g}' for part, number in score.parts)})"
    cutoff = f"from {called.limit:g} on ({called.limit_source})" if called.limit is not None else (
        called.limit_source
    )  # fmt: skip
    return WideRow(name, value, f"{score.tool}, file {called.file}", cutoff, called.reason)


def _signature_row(record: CaseRecord) -> WideRow:
    name, fit = "Mutational signatures", record.profile.wide.signatures
    if fit is None:
        reason = (
            "neither contributions nor a catalogue are given; COSMIC's licence does not let us "
            "ship its catalogue (signatures.catalogue of the configuration)"
        )
        return WideRow(name, _NOT_ASSESSED, "", "", reason)
    method = f"{fit.origin.value}: {fit.source}"
    placed = ""
    if fit.origin is MarkerOrigin.CALLS and fit.substitutions is not None:
        method = f"catalogue {fit.source}, fitted to the small variants"
        placed = f"{plural(fit.substitutions, 'substitution')} in known trinucleotides"
        if fit.unplaced:
            placed = f"{placed}, {fit.unplaced} could not be placed"
    if fit.reason:
        return WideRow(name, _NOT_ASSESSED, method, "", fit.reason)
    found = [each for each in fit.shares if each.share > 0]
    certain = [
        each for each in found if (each.share if each.low is None else each.low) >= fit.present
    ]
    open_ones = [each for each in found if each not in certain]
    parts = [
        f"{word}: {_share_words(shares)}"
        for word, shares in (("present", certain), ("below the cut-off or not certain", open_ones))
        if shares
    ]
    notes = [placed, fit.doubt]
    others = len(fit.shares) - len(found)
    if others:
        notes.append(f"{plural(others, 'other signature')} cannot be excluded by the draws")
    if fit.similarity is not None:
        notes.append(
            f"cosine similarity of the fit {fit.similarity:.2f}; not corrected for the region that "
            f"was sequenced"
        )
    return WideRow(
        name,
        "; ".join(parts) or "none",
        method,
        f"from {fit.present:.0%} of the substitutions on, by the whole interval",
        "; ".join(filter(None, notes)),
    )


def _share_words(shares: list[SignatureShare]) -> str:
    words = []
    for each in shares[:_MOST_SIGNATURES]:
        interval = ""
        if each.low is not None and each.high is not None:
            interval = f" ({each.low:.0%} to {each.high:.0%})"
        words.append(f"{each.name} {each.share:.0%}{interval}")
    more = len(shares) - len(words)
    return ", ".join([*words, *([f"and {more} more"] if more > 0 else [])])


def _content_row(record: CaseRecord) -> WideRow:
    name, wide = "Tumour content", record.profile.wide
    if wide.purity is None:
        return WideRow(name, "not known", "", "", "purity was not given")
    ploidy = f", ploidy {wide.ploidy:g}" if wide.ploidy is not None else ""
    return WideRow(name, f"{wide.purity:.0%} tumour cells{ploidy}", wide.purity_source, "", "")
