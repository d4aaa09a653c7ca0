"""How alterations are phrased: tables of words with the pattern that says the same.

Every function returns the text of a pattern with a note on how the words were read, or None where
the words are of another kind.
"""

from __future__ import annotations

import re

from oncomatch.domain.protein_change import THREE_LETTER, normalize_protein_change

Made = tuple[str, str]
"""The text of a pattern, and a note on how it was read."""

_LETTERS = "|".join(
    [*"ACDEFGHIKLMNPQRSTVWY", *sorted({*THREE_LETTER.values()} - {"Ter", "Xaa", "Sec"})]
)
_RESIDUE = rf"(?:{_LETTERS})"
_END = rf"(?:[*X=]|Ter|{_LETTERS})"
_PROTEIN = re.compile(
    rf"(?:p\.)?\(?{_RESIDUE}[1-9]\d*"
    rf"(?:(?:_{_RESIDUE}[1-9]\d*)?(?:del(?:ins{_RESIDUE}+)?|dup|ins{_RESIDUE}+)"
    rf"|{_END}?fs(?:(?:\*|Ter|X)\d*)?|{_END})\)?"
)
_CODON = re.compile(
    rf"(?:codons? (?P<number>\d+)|(?:p\.)?(?P<residue>{_RESIDUE})(?P<of>\d+)[Xx]?)"
    r"(?: mut(?:ation|ant|ated)?s?)?"
)
_EITHER = re.compile(rf"(?:p\.)?({_RESIDUE}[1-9]\d*)((?:{_RESIDUE})(?:/{_RESIDUE})+)")
_EXON = r"(?:exons?|ex\.?|e) ?(?P<exon>[1-9]\d*)(?:-(?P<last>[1-9]\d*))?[ -]?"
_MORE = r"(?: mut(?:ation|ant|ated)?s?| alterations?| variants?)?"

_PLAIN = ""
_REARRANGED = "a rearrangement is read as a fusion"
_SMALL_DELETION = "a deletion within the exon is meant, not the loss of the exon"
_TERT_LEGACY = "C228T and C250T are named by the last digits of their positions in GRCh37"
_EXON_14 = "a deletion of MET exon 14 is read as its skipping"
_PHRASES: tuple[tuple[str, str, str], ...] = (
    (r"amp(?:lification|lified)?s?|copy[- ]number amplification", "{g} amplification", _PLAIN),
    (r"(?:copy[- ]number )?gains?|copy[- ]gain", "{g} gain", _PLAIN),
    (
        r"(?:homozygous|deep|biallelic) (?:deletion|loss)|hom ?del|gene deletion|deletions?|del",
        "{g} deletion",
        _PLAIN,
    ),
    (r"(?:copy[- ]number )?loss(?:es)?|heterozygous (?:deletion|loss)", "{g} loss", _PLAIN),
    (r"loh|loss of heterozygosity", "{g} loss_of_heterozygosity", _PLAIN),
    (r"fusions?|gene fusions?|fusion[- ]positive", "{g} fusion", _PLAIN),
    (
        r"(?:gene )?rearrange(?:ment|d)s?|translocations?|rearrangement[- ]positive",
        "{g} fusion",
        _REARRANGED,
    ),
    (r"wild[- ]?type|wt|no mutations?|not mutated|unmutated", "{g} wildtype", _PLAIN),
    (r"(?:any )?mut(?:ation|ant|ated)?s?|alterations?", "{g} mutation", _PLAIN),
    (
        rf"(?:likely )?oncogenic{_MORE}|(?:likely )?pathogenic{_MORE}|driver{_MORE}|hotspot{_MORE}",
        "{g} oncogenic",
        _PLAIN,
    ),
    (rf"activating{_MORE}|gain[- ]of[- ]function{_MORE}|gof", "{g} gain_of_function", _PLAIN),
    (
        rf"(?:loss[- ]of[- ]function|inactivating|deleterious){_MORE}|lof|inactivation",
        "{g} loss_of_function",
        _PLAIN,
    ),
    (rf"truncati(?:ng|on){_MORE}s?", "{g} truncation", _PLAIN),
    (rf"frame ?-?shift{_MORE}s?", "{g} frameshift", _PLAIN),
    (rf"missense{_MORE}", "{g} missense", _PLAIN),
    (rf"splice(?:[- ]site)?{_MORE}", "{g} splice", _PLAIN),
    (
        r"itd|flt3-itd|internal tandem duplications?(?: \(itd\))?",
        "{g} internal_tandem_duplication",
        _PLAIN,
    ),
    (r"kdd|kinase domain duplications?", "{g} kinase_domain_duplication", _PLAIN),
    (rf"kinase domain{_MORE}|tkd{_MORE}", "{g} region tyrosine_kinase_domain mutation", _PLAIN),
    (r"over-?express(?:ion|ed)|high expression", "{g} overexpression", _PLAIN),
    (r"express(?:ion|ed)|positive|protein expression", "{g} expression", _PLAIN),
    (r"under-?express(?:ion|ed)|low expression", "{g} underexpression", _PLAIN),
    (r"protein loss|loss of (?:protein|expression)", "{g} protein_loss", _PLAIN),
    (r"(?:promoter )?(?:hyper)?methylat(?:ion|ed)", "{g} promoter_methylation", _PLAIN),
    (r"biallelic (?:loss|inactivation)", "{g} biallelic_loss", _PLAIN),
)
_HR, _HER2 = r"(?:hr|hormone[- ]receptor)", r"(?:her-?2|erbb2)"
_ER, _PR = r"(?:er|o?estrogen[- ]receptor)", r"(?:pr|pgr|progesterone[- ]receptor)"
_NO_HER2 = "not ERBB2 amplification and not ERBB2 overexpression"
_MARKERS: tuple[tuple[str, str, str], ...] = (
    (
        r"msi[- ]?h(?:igh)?|microsatellite[- ]instability(?:[- ]high)?|high msi",
        "MSI high",
        _PLAIN,
    ),
    (r"mss|msi[- ]stable|microsatellite[- ]stable", "MSI stable", _PLAIN),
    (
        r"d-?mmr|mmr[- ]?d(?:eficien(?:t|cy))?|mismatch[- ]repair deficien(?:t|cy)",
        "MMR deficient",
        _PLAIN,
    ),
    (r"p-?mmr|mmr[- ]?p(?:roficient)?|mismatch[- ]repair proficient", "MMR proficient", _PLAIN),
    (
        r"tmb[- ]?h(?:igh)?|high (?:tmb|tumou?r mutational burden)",
        "TMB >= 10",
        "TMB-H is read as at least 10 mutations per megabase",
    ),
    (
        r"(?:tmb|tumou?r mutational burden) ?(?P<than>>=|<=|>|<|of|:|=)? ?"
        r"(?P<number>\d+(?:\.\d+)?) ?(?:/ ?mb|mut(?:ations)?/mb|mutations per megabase)?",
        "TMB {than} {number}",
        _PLAIN,
    ),
    (r"hrd(?:[- ]?positive|\+)?|homologous recombination deficien(?:t|cy)", "HRD positive", _PLAIN),
    (r"hrd(?: score)? ?(?P<than>>=|>) ?(?P<number>\d+)", "HRD score {than} {number}", _PLAIN),
    (
        r"triple[- ]negative(?: breast (?:cancer|carcinoma))?|tnbc",
        f"not ESR1 expression and not PGR expression and {_NO_HER2}",
        "triple-negative is read as no ER, no PR and no HER2",
    ),
    (
        rf"{_HR}[- ]?(?:positive|\+)",
        "ESR1 expression or PGR expression",
        "HR-positive is read as ER or PR: which of them is not said",
    ),
    (
        rf"{_HR}[- ]?(?:positive|\+)(?: and | ?/ ?|, ?){_HER2}[- ]?(?:negative|-)",
        f"(ESR1 expression or PGR expression) and {_NO_HER2}",
        "HR-positive is read as ER or PR: which of them is not said",
    ),
    (rf"{_HR}[- ]?(?:negative|-)", "not ESR1 expression and not PGR expression", _PLAIN),
    (rf"{_ER}[- ]?(?:positive|\+)", "ESR1 expression", _PLAIN),
    (rf"{_ER}[- ]?(?:negative|-)", "not ESR1 expression", _PLAIN),
    (rf"{_PR}[- ]?(?:positive|\+)", "PGR expression", _PLAIN),
    (rf"{_PR}[- ]?(?:negative|-)", "not PGR expression", _PLAIN),
    (rf"{_HER2}[- ]?(?:negative|-)", _NO_HER2, _PLAIN),
    (r"(?P<virus>hpv|ebv)(?:[- ]?positive|\+)?", "virus {virus}", _PLAIN),
)
_WHOLE_TUMOUR = {"MSI": ("high",), "MMR": ("deficient",), "HRD": ("positive",), "TMB": ("high",)}
_OF_GENE: tuple[tuple[str, str, str, str], ...] = (
    ("TERT", r"promoter mutations?", "TERT c.-124C>T or TERT c.-146C>T", _PLAIN),
    ("EGFR", r"(?:egfr ?)?v ?iii|variant iii", "EGFR exons 2-7 loss", _PLAIN),
    ("TERT", r"c228t", "TERT c.-124C>T", _TERT_LEGACY),
    ("TERT", r"c250t", "TERT c.-146C>T", _TERT_LEGACY),
    ("AR", r"(?:ar[- ]?)?v7(?: splice variant)?", "AR splice_variant AR-V7", _PLAIN),
    (
        "ERBB2",
        r"(?:her2[- ]?)?positive|(?:her2)?\+",
        "ERBB2 overexpression or ERBB2 amplification",
        "HER2-positive is read as overexpression or amplification: which of them is not said",
    ),
    (
        "ERBB2",
        r"(?:(?:her-?2|erbb2)[- ]?)?low",
        "(ERBB2 IHC >= 1 and ERBB2 IHC < 2 and not ERBB2 amplification and not ERBB2 "
        "overexpression) or (ERBB2 IHC >= 2 and ERBB2 IHC < 3 and not ERBB2 amplification "
        "and not ERBB2 overexpression)",
        "HER2-low is read as IHC 1+, or 2+ without amplification, as labels for breast cancer do",
    ),
    ("MET", r"(?:met ?)?(?:exon|ex) ?14[ -]?del(?:etion)?s?", "MET exon 14 skipping", _EXON_14),
    ("MET", r"(?:met ?)?(?:exon|ex)[ -]?14", "MET exon 14 skipping", _PLAIN),
)
_KINDS: tuple[tuple[str, str], ...] = (
    (r"(?:in-?frame )?del(?:etion)?s?(?: mutations?)?", "inframe_deletion"),
    (r"(?:in-?frame )?ins(?:ertion)?s?(?: mutations?)?", "inframe_insertion"),
    (r"skip(?:ping)?(?: mutations?| alterations?)?", "skipping"),
    (r"splice(?:[- ]site)?(?: mutations?)?", "splice"),
    (r"frame-?shift(?: mutations?)?", "frameshift"),
    (r"missense(?: mutations?)?", "missense"),
    (r"(?:mut(?:ation|ant|ated)?s?)?", "mutation"),
)


def marker(words: str) -> Made | None:
    """Read a marker of the whole tumour: `MSI-H`, `TMB >= 10`, `HRD`."""
    for phrase, pattern, note in _MARKERS:
        found = re.fullmatch(phrase, words, re.IGNORECASE)
        if found:
            parts = found.groupdict()
            than = parts.get("than") or ">="
            than = than if than in (">=", "<=", ">", "<") else ">="
            virus = (parts.get("virus") or "").upper()
            return pattern.format(**{**parts, "than": than, "virus": virus}), note
    return None


def is_marker(name: str) -> bool:
    """Whether a name that stands for the gene is that of a marker of the whole tumour."""
    return name.upper() in _WHOLE_TUMOUR


def marker_with_name(name: str, words: str) -> Made | None:
    """Read a marker whose name stands for the gene: `MSI` and `high`."""
    return marker(f"{name} {words}") or marker(f"{name}-{words}")


def of_one_gene(gene: str, words: str) -> Made | None:
    """Read words that have a meaning of their own for one gene: `C228T` of TERT, `vIII`."""
    lower = words.lower()
    for own, phrase, pattern, note in _OF_GENE:
        if own == gene and re.fullmatch(phrase, lower):
            return pattern, note
    return None


def of_gene(gene: str, words: str) -> Made | None:
    """Read what is said of a whole gene: `amplification`, `wild type`, `oncogenic mutations`."""
    lower = words.lower()
    for phrase, pattern, note in _PHRASES:
        if re.fullmatch(phrase, lower):
            return pattern.format(g=gene), note
    return None


def exon(gene: str, words: str) -> Made | None:
    """Read what is said of an exon: `exon 19 deletion`, `Ex19del`, `KIT exon 17`."""
    lower = words.lower()
    own = lower.removeprefix(gene.lower()).lstrip() if lower.startswith(gene.lower()) else ""
    for phrase, kind in _KINDS:
        for text in filter(None, (lower, own)):
            found = re.fullmatch(rf"{_EXON}(?:{phrase})", text)
            if found is None and kind != "mutation":
                found = re.fullmatch(rf"(?P<exon>[1-9]\d?)(?P<last>)[ -]?(?:{phrase})", text)
            if found:
                first, last = found["exon"], found["last"]
                place = f"exons {first}-{last}" if last else f"exon {first}"
                note = _SMALL_DELETION if kind == "inframe_deletion" else ""
                return f"{gene} {place} {kind}", note
    return None


def numbered(gene: str, words: str) -> Made | None:
    """Read what is said of residues or bases: `V600E`, `codon 600`, `c.1799T>A`, `V600E/K`."""
    if re.fullmatch(_PROTEIN, words):
        change = normalize_protein_change(words)
        if re.fullmatch(r"[A-Z]\d+X", change):
            return f"{gene} codon {change[1:-1]}", f"{words} is read as any change of the codon"
        return f"{gene} p.{change}", ""
    if re.fullmatch(r"c\.\S+", words):
        return f"{gene} {words}", ""
    either = re.fullmatch(_EITHER, words)
    if either:
        ends = either[2].split("/")
        changes = [normalize_protein_change(f"{either[1]}{end}") for end in ends]
        return " or ".join(f"{gene} p.{change}" for change in changes), ""
    outside = re.fullmatch(rf"(?i)non[- ]{_RESIDUE}(\d+)(?: mut(?:ation|ant)?s?)?", words)
    if outside:
        return f"{gene} mutation except codon {outside[1]}", ""
    codon = re.fullmatch(_CODON, words)
    if codon:
        return f"{gene} codon {codon['number'] or codon['of']}", ""
    return None


def stated_residue(words: str) -> tuple[str, int] | None:
    """Return the residue that a codon is said to have: `V600` says valine at 600."""
    found = re.match(rf"(?i:non[- ])?(?:p\.)?\(?({_RESIDUE})([1-9]\d*)", words)
    if not found:
        return None
    letter = normalize_protein_change(f"{found[1]}1{found[1]}")[0]
    return letter, int(found[2])


def level(gene: str, words: str) -> Made | None:
    """Read a score or a number of copies: `IHC 3+`, `TPS >= 50 %`, `copy number 8`."""
    score = re.fullmatch(r"(?i)(?:ihc ?)?([0-3])\+(?: ihc)?|ihc ([0-3])\+?", words)
    if score:
        return f"{gene} IHC >= {score[1] or score[2]}", ""
    compared = re.fullmatch(r"(?i)(tps|cps|ic|tc) ?(?:>=|of|:|=)? ?(\d+) ?%?", words)
    if compared:
        return f"{gene} {compared[1].upper()} >= {compared[2]}", ""
    copies = re.fullmatch(r"(?i)(?:copy number|cn|copies) ?(?:>=|of|:|=)? ?(\d+(?:\.\d+)?)", words)
    return (f"{gene} copies >= {copies[1]}", "") if copies else None
