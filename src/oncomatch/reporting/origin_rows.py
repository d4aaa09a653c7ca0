"""Origin and germline: whose the calls are, as far as is known, and what has to be confirmed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from oncomatch.domain.alteration import SmallVariant
from oncomatch.domain.germline import GERMLINE
from oncomatch.domain.origin import CallOrigin, OriginSheet
from oncomatch.domain.record import CaseRecord
from oncomatch.domain.specimen import Pairing, SpecimenType
from oncomatch.reporting.plural import plural
from oncomatch.reporting.view import GermlineRow, OriginRow, OriginView
from oncomatch.reporting.words import joined, percent, reads_words

MOST_ROWS = 40
CONFIRM = "confirm in germline, offer counselling"
STRUCTURAL = "mostly somatic; an inherited one looks the same, confirm in germline"

_IN_FILE = "in the germline file, offer counselling"
_HEREDITARY = {
    CallOrigin.SOMATIC: "hereditary gene, not in the matched normal",
    CallOrigin.GERMLINE: _IN_FILE,
}
_BLOOD_SPECIMENS = (SpecimenType.PLASMA, SpecimenType.BLOOD, SpecimenType.MARROW)
_MAY_BE_INHERITED = (CallOrigin.PRESUMED_GERMLINE, CallOrigin.POSSIBLY_GERMLINE)


def build_origin(record: CaseRecord) -> OriginView:
    """Return the section: what the sample is, the calls that have to be thought of, and counts.

    Shown are calls of known meaning and those with a caution or presumed to be inherited.
    """
    known = {standing.variant for standing in record.standings if standing.known}
    telling = [each for each in record.origins if _tells(each, each.variant in known)]
    ordered = sorted(telling, key=lambda each: _order(each, each.variant in known))
    return OriginView(
        sentences=tuple(_sentences(record)),
        rows=tuple(map(_row, ordered[:MOST_ROWS])),
        rest=_rest_words(record.origins, ordered[:MOST_ROWS]),
        germline=tuple(_germline_rows(record)),
        germline_words=tuple(_germline_words(record)),
    )


def flags_of(record: CaseRecord, variants: Iterable[str]) -> tuple[str, ...]:
    """Return the short cautions of calls, for the findings of the first page, each once."""
    wanted = set(variants)
    found = [
        flag
        for sheet in record.origins
        if sheet.variant in wanted
        for flag in _flags(sheet, record.profile.specimen.type)
    ]
    if any(each.startswith(GERMLINE) for each in wanted):
        found.append(_IN_FILE)
    return tuple(dict.fromkeys(found))


def confirm_words(record: CaseRecord) -> str:
    """Return which changes to confirm in the germline, empty where there are none.

    What the matched normal does not have is left to the section.
    """
    marked = [each for each in record.origins if each.hereditary and each.origin not in _HEREDITARY]
    labels = dict.fromkeys(each.label for each in marked if not each.structural)
    copies = dict.fromkeys(each.label for each in marked if each.structural)
    found = [each.label for each, known in _germline(record) if known]
    steps = []
    if labels:
        steps.append(f"Confirm in germline and offer genetic counselling: {joined(list(labels))}")
    if copies:
        steps.append(
            f"Deletions and rearrangements in genes of hereditary cancer are mostly somatic; a "
            f"germline test that sees copies tells: {joined(list(copies))}"
        )
    if found:
        steps.append(f"Offer genetic counselling: {joined(found)} in the germline file")
    return ". ".join(steps)


def _germline(record: CaseRecord) -> Iterator[tuple[SmallVariant, bool]]:
    """Yield the variants of the germline file, and whether their meaning is known."""
    known = {each.variant for each in record.germline_standings if each.known}
    if record.profile.germline is not None:
        for variant in record.profile.germline.variants:
            yield variant, variant.id in known


def _germline_rows(record: CaseRecord) -> Iterator[GermlineRow]:
    reasons = {each.variant: each.reason for each in record.germline_standings}
    told = sorted(_germline(record), key=lambda each: not each[1])
    for variant, known in told[:MOST_ROWS]:
        reason = reasons.get(variant.id, "").removeprefix(f"{variant.label} is ")
        reason = reason.removeprefix(f"{variant.label}: ")
        effect = variant.effect
        yield GermlineRow(
            label=variant.label,
            coding=effect.hgvs_c if effect else variant.hgvs_g,
            protein=effect.hgvs_p if effect else "",
            reads=reads_words(variant),
            standing=f"{reason}; offer counselling" if known else reason,
        )


def _germline_words(record: CaseRecord) -> Iterator[str]:
    found = record.profile.germline
    if found is None:
        yield "No file of the germline was given: the germline was not assessed."
        return
    of = f"{found.sample} ({found.sample_choice})" if found.sample else found.sample_choice
    yield f"Germline file: {of}. Its variants are not counted as changes of the tumour."
    if found.assay.regions:
        genes = plural(len(found.assay.genes), "gene")
        yield f"It covers {genes} of hereditary cancer by {found.assay.regions}."
    else:
        yield "Which genes it covers was not declared: no gene is called free."
    if len(found.variants) > MOST_ROWS:
        yield f"Shown are {MOST_ROWS} of {len(found.variants)} variants; case.json has all."
    elif not found.variants:
        yield "It has no protein-altering variant in these genes that is reported."
    ledger = found.ledger
    reasons = [f"{line.count:,} {line.reason}" for line in (*ledger.filtered, *ledger.failed)]
    yield (
        f"Ledger of the germline file: {plural(ledger.read, 'allele')} read = "
        f"{ledger.reported:,} reported + {ledger.filtered_count:,} filtered + "
        f"{ledger.failed_count:,} failed{f' ({joined(reasons)})' if reasons else ''}."
    )


def _flags(sheet: OriginSheet, kind: SpecimenType) -> Iterator[str]:
    if sheet.structural:
        yield STRUCTURAL
    elif sheet.hereditary:
        yield _HEREDITARY.get(sheet.origin, CONFIRM)
    if sheet.origin in _MAY_BE_INHERITED:
        yield sheet.origin.value
    if sheet.haematopoiesis and kind in _BLOOD_SPECIMENS:
        yield "may come from blood cells, not from the tumour"
    if sheet.artefact:
        yield "may be an artefact of fixation"


def _tells(sheet: OriginSheet, known: bool) -> bool:
    cautions = sheet.hereditary or sheet.haematopoiesis or sheet.artefact
    return known or bool(cautions) or sheet.origin in _MAY_BE_INHERITED


def _order(sheet: OriginSheet, known: bool) -> tuple[object, ...]:
    place = list(CallOrigin).index(sheet.origin)
    return not sheet.hereditary, not known, not sheet.haematopoiesis, place, sheet.label


def _row(sheet: OriginSheet) -> OriginRow:
    cautions = (sheet.hereditary, sheet.haematopoiesis, sheet.artefact)
    return OriginRow(
        label=sheet.label,
        origin=sheet.origin.value + ("" if sheet.reported else ", not reported"),
        reason=sheet.reason,
        speaks_for="; ".join(sheet.for_germline) or "nothing known",
        against="; ".join(sheet.against_germline) or "nothing known",
        cautions="; ".join(filter(None, cautions)),
    )


def _rest_words(sheets: tuple[OriginSheet, ...], shown: list[OriginSheet]) -> str:
    rest = Counter(each.origin for each in sheets if each not in shown and not each.structural)
    if not rest:
        return ""
    counts = [f"{rest[origin]:,} {origin.value}" for origin in CallOrigin if rest[origin]]
    total = plural(sum(rest.values()), "further protein-altering call")
    return f"{total}: {joined(counts)}."


def _sentences(record: CaseRecord) -> Iterator[str]:
    profile = record.profile
    if not profile.assay.small_variants:
        yield "Small variants were not assessed, so nothing is known of their origin."
        return
    yield f"{profile.normal.pairing.value.capitalize()}: {profile.normal.how}."
    if profile.normal.pairing is not Pairing.TUMOR_NORMAL:
        yield (
            "Without a matched normal no call is known to be somatic. What is presumed here from "
            "allele fractions and populations decides nothing."
        )
    counts = profile.deamination
    if counts is not None and counts.low and profile.specimen.type is SpecimenType.FFPE:
        share = percent(counts.low_deaminated / counts.low)
        excess = "an excess" if counts.is_excessive else "no excess that can be told"
        yield (
            f"FFPE: {counts.low_deaminated} of {counts.low} substitutions below a VAF of "
            f"{percent(counts.limit)} are C>T or G>A ({share}); {excess}."
        )
    if any(each.haematopoiesis for each in record.origins):
        return
    if profile.specimen.type in _BLOOD_SPECIMENS:
        yield (
            "No call is marked as a possible clone of blood cells: none lies in a gene of that "
            "list, the matched normal does not have it, or the tumour is one of blood itself."
        )
