"""Words and numbers of the report, in one place."""

from __future__ import annotations

import re

from oncomatch.domain.alteration import SmallVariant
from oncomatch.domain.evidence import EvidenceScheme, Significance
from oncomatch.domain.match import SupportingEvidence, TherapyMatch
from oncomatch.domain.tier import Tier
from oncomatch.domain.tumor_type import Relation
from oncomatch.domain.variant import Reads
from oncomatch.reporting.plural import plural

BENEFIT, RESISTANCE, UNKNOWN, PLAIN = "benefit", "resistance", "unknown", "plain"

_PARTS = re.compile(r"[\s_]+")
_PRODUCT = re.compile(r"\S+ product (?=\S)")
_STAINS = {"CD274": "PD-L1", "ERBB2": "HER2", "ESR1": "ER", "PGR": "PR"}
_LEVELS = "IHC|TPS|CPS|IC|TC|(?:over|under|nuclear )?expression|protein loss"
_STAINED = re.compile(
    rf"\b(?:{'|'.join(_STAINS)})\b(?= (?:{_LEVELS})\b)"
    rf"|(?<=\bprotein level of )(?:{'|'.join(_STAINS)})\b"
    rf"|(?:(?<=\bIHC of )|(?<=\bTPS of )|(?<=\bCPS of )|(?<=\bIC of )|(?<=\bTC of ))"
    rf"(?:{'|'.join(_STAINS)})\b"
)
"""A gene whose protein is meant: beside a level, or where a level is said to be of it."""
_AGAINST = {
    Significance.RESISTANCE: "resistance",
    Significance.REDUCED_SENSITIVITY: "less response",
    Significance.ADVERSE_RESPONSE: "adverse",
}


def percent(fraction: float) -> str:
    """Return a fraction as per cent, to the whole from ten per cent on.

    What is not zero does not read as zero: deep sequencing calls below a tenth of a per cent.

    >>> percent(0.312), percent(0.0412), percent(0.0004)
    ('31 %', '4.1 %', '0.04 %')
    """
    value = fraction * 100
    if 0 < value < 0.1:
        return f"{value:.2g} %"
    return f"{value:.0f} %" if value >= 10 else f"{value:.1f} %"


def reads_words(variant: SmallVariant) -> str:
    """Return `VAF 31 % of 588 reads`, as far as the file tells."""
    reads = variant.reads
    if reads.vaf is None:
        return plural(reads.depth, "read") if reads.depth is not None else "no read counts"
    words = f"VAF {percent(reads.vaf)}"
    return words if reads.depth is None else f"{words} of {plural(reads.depth, 'read')}"


def status_words(variant: SmallVariant) -> str:
    """Return what became of a call: the ledger's reason, what it is read as, or its state."""
    if variant.left_out or not variant.part_of:
        return variant.left_out or variant.state.value
    words = f"read on its haplotype as {variant.part_of}"
    return f"{variant.state.value}, also {words}" if variant.alone else words


def parts_words(variant: SmallVariant) -> str:
    """Return from which calls a change was read, empty for a single call."""
    if not variant.parts:
        return ""
    calls = [f"{part.written} ({part.label}, {_vaf_words(part.reads)})" for part in variant.parts]
    return f"read together from {len(calls)} calls on one haplotype: {joined(calls)}"


def doubt_words(variant: SmallVariant) -> str:
    """Return how a variant was read and what makes that doubtful, empty if nothing does."""
    return "; ".join(filter(None, (parts_words(variant), sources_words(variant), variant.caution)))


def sources_words(variant: SmallVariant) -> str:
    """Return which files have a call, empty where the case has one VCF."""
    return f"called in {joined(variant.sources)}" if variant.sources else ""


def _vaf_words(reads: Reads) -> str:
    return "no read counts" if reads.vaf is None else f"VAF {percent(reads.vaf)}"


def pattern_words(pattern: str) -> str:
    """Return a pattern as a sentence has it, a protein by the name that a stain has.

    >>> pattern_words("CLDN18 product CLDN18.2 expression and EGFR exon 19 inframe_deletion")
    'CLDN18.2 expression and EGFR exon 19 inframe deletion'
    >>> pattern_words("CD274 TPS >= 50 or ERBB2 amplification or TMB >= 10")
    'PD-L1 TPS ≥ 50 or ERBB2 amplification or TMB ≥ 10'
    """
    named = _PRODUCT.sub("", pattern) if " product " in pattern else pattern
    return protein_words(named.replace("_", " ")).replace(" >= ", " ≥ ").replace(" <= ", " ≤ ")


def protein_words(text: str) -> str:
    """Return a text in which a stained protein has the name that reports of stains have.

    >>> protein_words("the TPS of CD274 and the copy number of ERBB2 were not assessed")
    'the TPS of PD-L1 and the copy number of ERBB2 were not assessed'
    """
    if not any(name in text for name in _STAINS):  # a search of each letter takes its time
        return text
    return _STAINED.sub(lambda found: _STAINS[found[0]], text)


def joined(parts: list[str] | tuple[str, ...]) -> str:
    """Return `a, b and c`."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def tag_of(match: TherapyMatch) -> tuple[str, str]:
    """Return the tag of a statement and its style."""
    if not match.evidence:
        return "not supported", PLAIN
    if match.significance in _AGAINST:
        return _AGAINST[match.significance], RESISTANCE
    if match.opposed_by:
        return "doubtful", RESISTANCE
    if match.tier is Tier.IA:
        agencies = agencies_here(match)
        words = f"approved: {', '.join(agencies)}" if agencies else "established here"
        return words, BENEFIT
    if match.tier is Tier.IB:
        return "evidence here", BENEFIT
    if match.relation is Relation.DESCENDANT:
        return "in a subtype", UNKNOWN
    if match.relation is Relation.EXCLUDED:
        return "excluded here", RESISTANCE
    if match.relation is Relation.OTHER:
        return "other tumour type", UNKNOWN
    return "investigational", UNKNOWN


def is_approval(evidence: SupportingEvidence) -> bool:
    """Whether the record is a regulator's."""
    return evidence.scheme.is_approval


def agencies_here(match: TherapyMatch) -> tuple[str, ...]:
    """Return the regulators whose records of this tumour type speak for the regimen."""
    sources = [
        each.provenance.source
        for each in match.evidence
        if is_approval(each) and each.relation.applies
    ]
    names = {source.removesuffix(" label").removesuffix(" CDx list") for source in sources}
    return tuple(sorted(names, key=lambda name: (name != "FDA", name)))


def level_words(evidence: SupportingEvidence) -> str:
    """Return the level in the source's own scheme."""
    if evidence.level is None:
        return evidence.scheme.value
    flagged = ", flagged" if evidence.flagged else ""
    return f"{evidence.scheme.value} {evidence.level}, {_standing_words(evidence)}{flagged}"


def _standing_words(evidence: SupportingEvidence) -> str:
    """Return what tells how far a level can be trusted: the rating, or the age of the source."""
    if evidence.scheme is EvidenceScheme.CGI:
        return f"release {evidence.provenance.release}"
    return plural(evidence.rating, "star") if evidence.rating else "not rated"


def relation_words(evidence: SupportingEvidence) -> str:
    """Return how the record's tumour type relates to the case's."""
    words = {
        Relation.SAME: "this tumour type",
        Relation.ANCESTOR: "includes this tumour type",
        Relation.DESCENDANT: "a subtype of this tumour type",
        Relation.OTHER: "other tumour type",
        Relation.EXCLUDED: "a label excludes this tumour type",
    }
    subtype = f" ({evidence.subtype})" if evidence.subtype else ""
    return words[evidence.relation] + subtype


def citation_url(citation: str) -> str:
    """Return the address of a PubMed citation, empty for others."""
    number = citation.removeprefix("PMID:")
    return f"https://pubmed.ncbi.nlm.nih.gov/{number}/" if number.isdecimal() else ""


def web_address(url: str) -> str:
    """Return the address of a record if a browser may follow it, empty otherwise.

    Records come back from files: `javascript:` and `file:` addresses in them are not linked.
    """
    return url if url.startswith(("https://", "http://")) else ""


def without_name(reason: str, name: str) -> str:
    """Return a reason without what it is about, where that stands before its colon.

    Every word before the colon has to be one of the name; another colon is of the sentence.
    """
    head, _, rest = reason.partition(": ")
    return rest if rest and _words_of(head) <= _words_of(name) else reason


def _words_of(name: str) -> set[str]:
    parts = _PARTS.split(name.lower())
    return {"".join(filter(str.isalnum, each.removeprefix("p."))) for each in parts}
