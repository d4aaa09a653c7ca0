"""Read the genomic inclusion criterion from a trial's title, or not at all.

Only phrases that leave no doubt are read: a gene (or an alias) joined to an alteration
("KRAS G12C-mutant", "HER2-positive", "MTAP-deleted"). A title that negates, that speaks of
several genes in a way that could be AND or OR, or of germline variants, is refused. What is
read is confirmed by the gene standing in the inclusion part of the eligibility text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from oncomatch.domain.biomarker import (
    AnyOf,
    Biomarker,
    ChangeKind,
    CodonChange,
    CopyNumberChange,
    CopyNumberKind,
    ExonChange,
    Expression,
    ExpressionKind,
    Fusion,
    GeneMutation,
    MicrosatelliteInstability,
    ProteinChange,
)
from oncomatch.errors import BiomarkerError

ALIASES = {"HER2": "ERBB2", "HER-2": "ERBB2", "HER2/NEU": "ERBB2", "C-MET": "MET"}
_GENES = """
    AKT1 ALK ATM BRAF BRCA1 BRCA2 CCNE1 CDK12 CDKN2A CLDN18 EGFR ERBB2 ESR1 FGFR1 FGFR2 FGFR3
    FLT3 GNA11 GNAQ HRAS IDH1 IDH2 KEAP1 KIT KMT2A KRAS MET MTAP NF1 NPM1 NRAS NRG1 NTRK1 NTRK2
    NTRK3 PALB2 PDGFRA PIK3CA PTEN RET ROS1 SMARCA4 STK11 TP53 TSC1 TSC2
""".split()
_GENE = "|".join(sorted((*map(re.escape, ALIASES), *_GENES), key=len, reverse=True))
_HYPHEN = r"[\s‐‑–-]*"
_MUTANT = r"(?:mutant|mutated|mutations?|mutation[\s-]positive|activating mutations?)"
_FUSED = r"(?:fusions?|fusion[\s-]positive|rearrange(?:d|ments?)|rearrangement[\s-]positive)"

_NEGATED = re.compile(
    r"wild[\s-]*type|\bwithout\b(?! (?:prior|previous))|\bnegative\b|\bregardless\b|"
    r"\bnon[\s-](?!small|squamous|muscle|metastatic|randomi[sz]ed|inferiority|hodgkin)",
    re.IGNORECASE,
)
_EITHER_WAY = re.compile(r"with (?:or|and) without", re.IGNORECASE)
_NOT_REQUIRED = re.compile(r"\bincluding\b|\bsuch as\b|\bor other\b|\bfocus on\b", re.IGNORECASE)
_GERMLINE = re.compile(r"germline|hereditary|carriers?|inherited", re.IGNORECASE)
_NOT_TREATMENT = re.compile(
    r"\bimaging\b|\bPET\b|screening|prevention|registry|natural history|education|"
    r"surveillance|\bdetection\b|biopsy\b.*\bfeasibility|cardiotoxicity|cardiac|"
    r"quality of life|tobacco|exercise",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Reading:
    """A criterion with the words it was read from."""

    biomarker: Biomarker
    quote: str


_Maker = Callable[[str, re.Match[str]], Biomarker]


def _protein_changes(gene: str, found: re.Match[str]) -> Biomarker:
    residue, ends = found["residue"].upper(), found["ends"].upper()
    changes = [ProteinChange(gene, residue + end) for end in re.findall(r"[A-Z]", ends)]
    if not changes:
        number = int(residue[1:])
        return CodonChange(gene, number, number)
    return changes[0] if len(changes) == 1 else AnyOf(tuple(changes))


def _positive(gene: str, found: re.Match[str]) -> Biomarker:
    if gene != "ERBB2":
        raise BiomarkerError(f"what {found[0]!r} asks for is not certain")
    return AnyOf(
        (
            CopyNumberChange(gene, CopyNumberKind.AMPLIFICATION),
            Expression(gene, ExpressionKind.OVEREXPRESSION),
        )
    )


_PHRASES: tuple[tuple[re.Pattern[str], _Maker], ...] = tuple(
    (re.compile(rf"\b(?P<gene>{_GENE}){_HYPHEN}{phrase}", re.IGNORECASE), make)
    for phrase, make in (
        (
            r"exon\s*(?P<exon>\d+)\s*insertions?",
            lambda gene, found: ExonChange(gene, int(found["exon"]), ChangeKind.INFRAME_INSERTION),
        ),
        (
            r"exon\s*(?P<exon>14)\s*skipping",
            lambda gene, found: ExonChange(gene, int(found["exon"]), ChangeKind.SKIPPING),
        ),
        (
            rf"\(?(?:p\.?\s*)?(?P<residue>[A-Z]\d{{2,4}})(?P<ends>(?:[A-Z](?:[/,]\s?[A-Z])*)?)\b\)?"
            rf"(?:{_HYPHEN}\(?(?:{_MUTANT}|\+))?",
            _protein_changes,
        ),
        (_FUSED, lambda gene, found: Fusion(gene)),
        (
            r"(?:gene\s)?(?:amplified|amplifications?)\b",
            lambda gene, found: CopyNumberChange(gene, CopyNumberKind.AMPLIFICATION),
        ),
        (
            r"(?:homozygous(?:ly)?[\s-])?(?:deleted|deletions?|null)\b",
            lambda gene, found: CopyNumberChange(gene, CopyNumberKind.DELETION),
        ),
        (rf"(?:gene\s)?{_MUTANT}\b", lambda gene, found: GeneMutation(gene, ChangeKind.MUTATION)),
        (r"(?:positive\b|\+(?!\w)|overexpressing\b)", _positive),
    )
)
_MSI = re.compile(
    r"\b(?:MSI[\s-]?H(?:igh)?\b|microsatellite instability[\s-]high|dMMR\b|"
    r"(?:mismatch repair|MMR)[\s-]?(?:deficient|D\b))",
    re.IGNORECASE,
)
_MENTION = re.compile(rf"\b(?P<gene>{_GENE})\b", re.IGNORECASE)
_OTHER_MARKERS = re.compile(
    r"\b(?:HLA|SPOP|homologous recombination|RAS|RAF|BRCA|NTRK|FGFR|PI3K|HRD|HRR|HER3|"
    r"TROP2|PD-L1|PSMA)\b",
    re.IGNORECASE,
)
_INHIBITOR = re.compile(
    rf"\b(?:anti[\s-]?)?(?:{_GENE})(?:[\s-](?:inhibitor|TKI|targeted|specific|directed|antibody|"
    r"degrader|and\s(?:anti[\s-]?)?\w+\sinhibitor)|\s\(ON\))",
    re.IGNORECASE,
)


def read_title(title: str, eligibility: str) -> Reading:
    """Return the criterion of a title, confirmed by the eligibility text.

    Raises:
        BiomarkerError: there is none, or it cannot be read with certainty; the message says why.
    """
    if _NOT_TREATMENT.search(title):
        raise BiomarkerError("not a trial of treatment by its title")
    if _GERMLINE.search(title):
        raise BiomarkerError("speaks of germline variants")
    plain = _INHIBITOR.sub(lambda found: " " * len(found[0]), _EITHER_WAY.sub("", title))
    if _NOT_REQUIRED.search(plain):
        raise BiomarkerError("whether the title's marker is required is not certain")
    readings = _readings(plain)
    mentioned = {_symbol(found["gene"]) for found in _MENTION.finditer(plain)}
    if _NEGATED.search(plain):
        raise BiomarkerError("the title negates something")
    read = {gene for gene, _ in readings}
    if len(readings) == 0:
        raise BiomarkerError("the title names no alteration that is read with certainty")
    if len(read) > 1 or mentioned - read or _OTHER_MARKERS.search(plain):
        raise BiomarkerError("the title speaks of several markers; AND or OR is not certain")
    gene = next(iter(read))
    if not _confirmed(gene, eligibility):
        raise BiomarkerError("the inclusion criteria do not name the gene")
    parts = tuple(dict.fromkeys(reading.biomarker for _, reading in readings))
    quote = "; ".join(dict.fromkeys(reading.quote for _, reading in readings))
    return Reading(parts[0] if len(parts) == 1 else AnyOf(parts), quote)


def _symbol(name: str) -> str:
    upper = name.upper()
    return ALIASES.get(upper, upper)


def _readings(title: str) -> list[tuple[str, Reading]]:
    """Return what the phrases read, the most specific phrase at each place."""
    found: list[tuple[str, Reading]] = []
    taken: list[tuple[int, int]] = []
    for pattern, make in _PHRASES:
        for match in pattern.finditer(title):
            if any(start < match.end() and match.start() < end for start, end in taken):
                continue
            gene = _symbol(match["gene"])
            found.append((gene, Reading(make(gene, match), match[0].strip())))
            taken.append(match.span())
    for match in _MSI.finditer(title):
        found.append(("MSI", Reading(MicrosatelliteInstability(), match[0].strip())))
    return found


def _confirmed(gene: str, eligibility: str) -> bool:
    inclusion = re.split(r"exclusion criteria", eligibility, maxsplit=1, flags=re.IGNORECASE)[0]
    if gene == "MSI":
        return bool(_MSI.search(inclusion))
    names = [name for name, symbol in ALIASES.items() if symbol == gene] + [gene]
    pattern = "|".join(re.escape(name) for name in names)
    return bool(re.search(rf"\b(?:{pattern})\b", inclusion, re.IGNORECASE))
