"""The reported small variants of a record as MAF."""

from __future__ import annotations

from pathlib import Path

from oncomatch.domain.alteration import SmallVariant
from oncomatch.domain.record import CaseRecord
from oncomatch.reporting.annotation_table import Row, consequence_words, open_table, reads_cells


def write_case_maf(record: CaseRecord, path: Path) -> None:
    """Write one row a reported variant; the case id is the barcode where no sample has a name."""
    case = record.profile.case
    sample = record.profile.sample or case.case_id
    with open_table(path, sample, case.build.value) as table:
        table.add(map(_row, record.profile.small_variants))


def _row(variant: SmallVariant) -> Row:
    place, effect = variant.variant, variant.effect
    vaf, depth, alt_depth = reads_cells(variant.reads)
    consequence, impact = consequence_words(effect.consequences) if effect else ("", "")
    return Row(
        contig=place.contig,
        position=str(place.position),
        ref=place.ref,
        alt=place.alt,
        gene=variant.gene,
        transcript=effect.transcript if effect else "",
        consequence=consequence,
        impact=impact,
        exon=effect.exon if effect else "",
        hgvs_g=variant.hgvs_g,
        hgvs_c=effect.hgvs_c if effect else "",
        hgvs_p=effect.hgvs_p if effect else "",
        protein_change=effect.protein_change if effect else "",
        vaf=vaf,
        depth=depth,
        alt_depth=alt_depth,
        filter=";".join(variant.filters) or "PASS",
        note=variant.caution or variant.note,
    )
