"""What sources say of findings besides treatment, and the point sheets of oncogenicity."""

from __future__ import annotations

from oncomatch.domain.evidence import Direction
from oncomatch.domain.match import MeaningMatch
from oncomatch.domain.oncogenicity import CriterionState, OncogenicitySheet
from oncomatch.domain.record import CaseRecord
from oncomatch.reporting.plural import plural
from oncomatch.reporting.trial_view import Criterion
from oncomatch.reporting.view import MeaningRow, OncogenicityBlock
from oncomatch.reporting.words import citation_url, joined, web_address

_STYLES = {CriterionState.MET: "benefit", CriterionState.NOT_MET: "plain"}


def build_meanings(record: CaseRecord) -> tuple[MeaningRow, ...]:
    """Return what is said of outcome, diagnosis and inherited risk, in the record's order."""
    return tuple(_row(match) for match in record.meanings)


def _row(match: MeaningMatch) -> MeaningRow:
    return MeaningRow(
        finding=joined(match.labels),
        says=_says(match),
        disease=match.disease,
        level=f"CIViC {match.level}"
        + (f", {plural(match.rating, 'star')}" if match.rating else ""),
        record=match.id,
        url=web_address(match.provenance.url),
        citation=match.provenance.citation,
        citation_url=citation_url(match.provenance.citation),
    )


def _says(match: MeaningMatch) -> str:
    words = f"{match.kind.lower()}: {match.significance.lower() or 'not stated'}"
    if match.direction is Direction.DOES_NOT_SUPPORT:
        words += " (the study does not support it)"
    if match.is_germline and match.labels and match.labels[0].endswith(", germline"):
        words += "; found in the germline file"
    elif match.is_germline:
        words += "; holds for inherited variants, the origin is not known from a tumour sample"
    return words + ("; flagged in its source" if match.flagged else "")


def build_oncogenicity(record: CaseRecord) -> tuple[OncogenicityBlock, ...]:
    """Return the point sheet of each small variant for which any criterion is met."""
    names = {variant.id: variant.label for variant in record.profile.small_variants}
    return tuple(
        _block(sheet, names[sheet.variant])
        for sheet in record.oncogenicity
        if any(criterion.state is CriterionState.MET for criterion in sheet.criteria)
    )


def _block(sheet: OncogenicitySheet, name: str) -> OncogenicityBlock:
    assessed = [each for each in sheet.criteria if each.state is not CriterionState.NOT_ASSESSABLE]
    missing = [each.rule.value for each in sheet.criteria if each not in assessed]
    more = f"; up to {sheet.open_points} more from what is not assessable" if missing else ""
    return OncogenicityBlock(
        variant=name,
        summary=f"{plural(sheet.points, 'point')}, {sheet.classification.value} by these{more}",
        criteria=tuple(
            Criterion(
                f"{each.rule.value} ({each.rule.points:+d})",
                each.state.value,
                _STYLES[each.state],
                each.reason,
            )
            for each in assessed
        ),
        open=", ".join(missing),
    )
