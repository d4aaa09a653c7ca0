"""The tables behind the first page: evidence with proof, variants, genes, ledger, versions."""

from __future__ import annotations

from collections.abc import Iterator

from oncomatch.domain.alteration import AnnotationState, CopyNumber, SmallVariant
from oncomatch.domain.arm_copy_number import named_together
from oncomatch.domain.case import CaseInfo
from oncomatch.domain.match import SupportingEvidence, TherapyMatch
from oncomatch.domain.record import CaseRecord
from oncomatch.reporting.finding_lines import anchor_of
from oncomatch.reporting.gene_view import CopyNumberRow, GeneRow, NeutralGenes
from oncomatch.reporting.plural import plural
from oncomatch.reporting.standing import standing_facts
from oncomatch.reporting.view import (
    Count,
    EvidenceBlock,
    EvidenceRow,
    Fact,
    RearrangementRow,
    SourceRow,
    VariantRow,
)
from oncomatch.reporting.words import (
    citation_url,
    doubt_words,
    level_words,
    percent,
    relation_words,
    tag_of,
    web_address,
)

_LIMITS = (
    "Small variants are read from the caller's file as it is; what the caller missed is not here.",
    "Fusions and structural variants, and the germline, are assessed only where a file of them is "
    "given; signatures are not assessed in this version.",
    "“Not detected” holds for what was assessed only, down to the limit of detection: see “What "
    "was assessed”.",
    "Evidence is associated with findings; it is neither a prescription nor a judgement on this "
    "patient.",
    "Approvals are those of an index of biomarker-linked labels and of the FDA's list of companion "
    "diagnostics, in the releases shown; that a regimen is not in them does not say that it is not "
    "approved. What a label asks for is not all here: read the label.",
    "ESCAT tiers are drafts by rule and need an expert; oncogenicity counts only what is embedded.",
)


_MOST_ARMS = 8
_UNCLEAR = "unclear"


def build_evidence(record: CaseRecord) -> tuple[EvidenceBlock, ...]:
    """Return every statement with its records, in the record's order."""
    return tuple(
        _block(index, match, record.profile.case) for index, match in enumerate(record.therapies)
    )


def _block(index: int, match: TherapyMatch, case: CaseInfo) -> EvidenceBlock:
    tag, _ = tag_of(match)
    return EvidenceBlock(
        anchor=anchor_of(index),
        heading=match.regimen,
        summary=f"{match.significance.value} · tier {match.tier.value} · {tag} · "
        f"{plural(len(match.evidence), 'record')}"
        + (f", {len(match.against)} against" if match.against else ""),
        doubts=tuple(_doubts(match)),
        facts=standing_facts(match, case),
        rows=tuple(_evidence_row(each) for each in (*match.evidence, *match.against)),
    )


def _doubts(match: TherapyMatch) -> Iterator[str]:
    """Return what speaks against a statement, each once; what has its tier is a conflict.

    Earlier treatment with a drug of the regimen stands first.
    """
    if match.given_before:
        yield f"Given before: {'; '.join(map(str, match.given_before))}."
    for each in match.opposed_by:
        equal = "; both have one tier, the sources are in conflict" * (each in match.conflicts)
        yield f"Overridden by {each}{equal}."
    for each in match.conflicts:
        if each not in match.opposed_by:
            yield f"In conflict with {each}."
    for each in match.cautioned_by:
        if each not in match.conflicts:
            yield f"Weaker evidence of {each}."


def _evidence_row(evidence: SupportingEvidence) -> EvidenceRow:
    return EvidenceRow(
        record=evidence.id,
        url=web_address(evidence.provenance.url),
        citation=evidence.provenance.citation,
        citation_url=citation_url(evidence.provenance.citation),
        level=level_words(evidence),
        disease=evidence.disease,
        relation=relation_words(evidence),
        direction=evidence.direction.value.lower(),
        tier=f"{evidence.tier.value}: {evidence.rule}",
        pattern=evidence.biomarker,
        condition=_condition_words(evidence),
        reason=evidence.reason,
        licence=f"release {evidence.provenance.release}, {evidence.provenance.licence}",
    )


def _condition_words(evidence: SupportingEvidence) -> str:
    if not evidence.condition:
        return ""
    return f"and {evidence.condition} ({evidence.condition_source})"


def split_variants(
    record: CaseRecord,
) -> tuple[tuple[VariantRow, ...], tuple[VariantRow, ...], tuple[VariantRow, ...], str]:
    """Return variants of known meaning, of uncertain meaning, not determined, and what is left.

    Of those whose consequence is not determined only the genes that the record tells of are
    listed; the others are counted.
    """
    standings = {standing.variant: standing for standing in record.standings}
    told = {gene.gene for gene in record.genes}
    known: list[VariantRow] = []
    uncertain: list[VariantRow] = []
    undetermined: list[VariantRow] = []
    rest = 0
    for variant in record.profile.small_variants:
        row = _variant_row(variant, standings[variant.id].reason)
        if variant.state is not AnnotationState.NOT_DETERMINED:
            (known if standings[variant.id].known else uncertain).append(row)
        elif told.intersection(variant.gene.split("; ")):
            undetermined.append(row)
        else:
            rest += 1
    words = ""
    if rest:
        words = (
            f"{plural(rest, 'further call')} in genes that neither the knowledge base nor the "
            f"panel names; they are in variants.tsv."
        )
    return tuple(known), tuple(uncertain), tuple(undetermined), words


def no_variant_words(record: CaseRecord) -> str:
    """Return what an empty list of small variants means; one that was not made is not negative."""
    if record.profile.assay.small_variants:
        return "No small variant is reported."
    return "Small variants were not assessed: no file of them was given."


def _variant_row(variant: SmallVariant, standing: str) -> VariantRow:
    effect, reads = variant.effect, variant.reads
    return VariantRow(
        label=variant.label if effect else variant.gene,
        coding=effect.hgvs_c if effect else "",
        protein=effect.hgvs_p if effect else "",
        genomic=variant.hgvs_g,
        consequence=_consequence_words(variant),
        exon=effect.exon if effect else "",
        vaf="" if reads.vaf is None else percent(reads.vaf),
        depth="" if reads.depth is None else f"{reads.depth:,}",
        note="; ".join(
            filter(
                None,
                (variant.note or standing.removeprefix(f"{variant.label}: "), doubt_words(variant)),
            )
        ),
    )


def _consequence_words(variant: SmallVariant) -> str:
    if variant.effect is None:
        return variant.state.value
    return ", ".join(
        term.so_term.replace("_variant", "").replace("_", " ")
        for term in variant.effect.consequences
    )


def build_copy_numbers(
    record: CaseRecord,
) -> tuple[tuple[CopyNumberRow, ...], tuple[NeutralGenes, ...]]:
    """Return changed and unclear copy numbers, and the neutral genes by what is known of them.

    A genome has a thousand neutral genes.
    """
    rows: list[CopyNumberRow] = []
    neutral: dict[str, list[str]] = {}
    for number in sorted(record.profile.copy_numbers, key=lambda each: each.gene):
        copies = "" if number.copies is None else f"{number.copies:g}"
        call = _copy_call(number)
        if number.kind is None and not number.possible:
            neutral.setdefault(number.reason, []).append(number.gene)
        else:
            rows.append(CopyNumberRow(number.gene, copies, call, number.reason))
    rows.sort(key=lambda row: row.call == _UNCLEAR)
    return tuple(rows), tuple(
        NeutralGenes(reason, ", ".join(genes), len(genes)) for reason, genes in neutral.items()
    )


def _copy_call(number: CopyNumber) -> str:
    if number.kind is None:
        return _UNCLEAR if number.possible else "neutral"
    return number.kind.value


def build_arms(record: CaseRecord) -> str:
    """Return which chromosome arms are gained or lost, empty where no segments were given."""
    arms = record.profile.arms
    if not arms:
        return ""
    changed = [
        f"{arm.arm} {arm.kind.value}" + ("" if arm.whole else f" (in part, {arm.share:.0%})")
        for arm in arms
        if arm.kind is not None
    ]
    together = named_together(arms)
    words = f"{', '.join(changed)}{'; ' if together else ''}{', '.join(together)}"
    open_ones = [arm.arm for arm in arms if arm.kind is None and not arm.excluded]
    named = f"{len(open_ones)} arms" if len(open_ones) > _MOST_ARMS else ", ".join(open_ones)
    rest = f" Not known of: {named}." if open_ones else ""
    return f"Chromosome arms gained or lost: {words or 'none'}.{rest}"


def build_rearrangements(record: CaseRecord) -> tuple[RearrangementRow, ...]:
    """Return the rearrangements, those that are reported first."""
    return tuple(
        RearrangementRow(
            name=each.label,
            detail=each.detail,
            state=f"not reported: {each.left_out}" if each.left_out else "reported",
            caller=each.caller,
        )
        for each in record.profile.rearrangements
    )


def build_genes(record: CaseRecord) -> tuple[GeneRow, ...]:
    """Return the state of every gene."""
    return tuple(
        GeneRow(gene.gene, gene.small_variants.value, gene.copy_number.value, gene.detail)
        for gene in record.genes
    )


def build_ledger(record: CaseRecord) -> tuple[tuple[Count, ...], tuple[Count, ...], str]:
    """Return the lines of the ledger and the account in one sentence."""
    ledger = record.profile.ledger
    changes = sum(1 for each in record.profile.small_variants if each.parts)
    joined_words = (
        f" ({ledger.joined:,} of them read together as {plural(changes, 'change')})"
        if ledger.joined
        else ""
    )
    filtered = tuple(Count(line.reason, f"{line.count:,}") for line in ledger.filtered)
    failed = tuple(Count(line.reason, f"{line.count:,}") for line in ledger.failed)
    sentence = (
        f"{plural(ledger.read, 'allele')} read in {plural(ledger.records, 'record')} = "
        f"{ledger.reported:,} reported{joined_words} + {ledger.filtered_count:,} filtered + "
        f"{ledger.failed_count:,} failed"
    )
    return filtered, failed, sentence


def build_sources(record: CaseRecord) -> tuple[SourceRow, ...]:
    """Return the sources of knowledge and the trial snapshot."""
    made = record.made_with
    rows = [
        SourceRow(source.name, source.release, plural(source.items, "item"), source.licence)
        for source in made.knowledge
    ]
    trials = SourceRow(
        ", ".join(made.trials_sources),
        f"data of {made.trials_data_date}",
        plural(made.trials_considered, "trial"),
        "US Government public data",
    )
    return (*rows, trials)


def build_versions(record: CaseRecord) -> tuple[Fact, ...]:
    """Return software, settings, inputs and tables with their checksums."""
    made = record.made_with
    return (
        Fact("Software", made.software),
        Fact("Date of the run", made.run_date or "not printed"),
        Fact("Sample of the small variants", _sample_words(record)),
        Fact("Matched normal", record.profile.normal.how),
        *(Fact(f"Setting {setting.key}", setting.value) for setting in made.settings),
        *(
            Fact(f"Input, {each.role}", f"{each.name}, sha256 {each.sha256}")
            for each in record.profile.inputs
        ),
        *(
            Fact(each.file, f"{each.release}, sha256 {each.sha256[:16]}…")
            for each in made.resources
        ),
    )


def _sample_words(record: CaseRecord) -> str:
    """Return which column was read as the tumour and why."""
    sample, choice = record.profile.sample, record.profile.sample_choice
    return f"{sample} ({choice})" if sample else choice or "no small-variant file was given"


def build_limits() -> tuple[str, ...]:
    """Return the limits of method."""
    return _LIMITS
