"""From the values of the index (`HER2-negative AND PD-L1 (CPS) >= 5`) to patterns.

The values of one regimen are alternatives. Where the label's own words decide between readings
(which PD-L1 score, which EGFR changes speak against, one or any change of BRAF V600), they are
asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from oncomatch.errors import BiomarkerError

HER2_POSITIVE = "ERBB2 amplification or ERBB2 overexpression"
HER2_NEGATIVE = f"not ({HER2_POSITIVE})"
_HER2_LOW = (
    "ERBB2 IHC >= 1 and ERBB2 IHC < 2 or ERBB2 IHC >= 2 and ERBB2 IHC < 3 "
    "and not ERBB2 amplification"
)
_NOT_RESISTANT = "except exon 20 inframe_insertion, p.T790M, p.C797S"
_RESISTANT_WORDS = "EGFR exon 20 insertions, T790M and C797S, which sources name as resistant"
"""Labels say "activating" and list no change. These resist EGFR inhibitors: CIViC EID1809 and
EID4650, CGI lines 251 and 272 of 2017-02-08, CIViC EID964."""

_ANTIGENS = {
    "CD19": "CD19",
    "CD20": "MS4A1",
    "CD22": "CD22",
    "CD30": "TNFRSF8",
    "CD33": "CD33",
    "CD117": "KIT",
}
"""Antigens by their HGNC symbols, which the bundled gene names confirm (a test does)."""

_EXACT = {
    "HER2-negative": HER2_NEGATIVE,
    "HER2-low": _HER2_LOW,
    "ER positive": "ESR1 expression",
    "PR positive": "PGR expression",
    "ER negative": "not ESR1 expression",
    "PR negative": "not PGR expression",
    "MSI-H": "MSI high",
    "dMMR": "MMR deficient",
    "pMMR": "MMR proficient",
    "HRD": "HRD positive",
    "TMB-H (>= 10 mutations / Mb)": "TMB >= 10",
    "17p deletion": "arm 17p loss or TP53 loss or TP53 deletion",
    "TP53 deletion": "TP53 loss or TP53 deletion",
    "5q deletion": "arm 5q loss",
    "FLT3-ITD": "FLT3 internal_tandem_duplication",
    "MET Exon 14 (Deletion)": "MET exon 14 skipping",
    "MET Exon 14 (Splice Site)": "MET exon 14 skipping",
    "t(KMT2A;v)": "KMT2A fusion",
    "t(15;17)": "PML::RARA fusion",
    "NPM1 p.W288Cfs*12": "NPM1 p.W288fs",
    "EGFR positive": "EGFR expression",
    "FOLR1 positive": "FOLR1 expression",
    "Wild type ALK": "not (ALK fusion or ALK rearrangement)",
    "Wild type ROS1": "not (ROS1 fusion or ROS1 rearrangement)",
    "EGFR TKD activating variants": f"EGFR region kinase_domain gain_of_function {_NOT_RESISTANT}",
    "EGFR activating variants": f"EGFR gain_of_function {_NOT_RESISTANT}",
    "ERBB2 TKD activating variants": "ERBB2 region kinase_domain gain_of_function",
    "PDGFRA Exon 18 (Mutation)": "PDGFRA exon 18 mutation",
}
_FORMS = tuple(
    (re.compile(form), text)
    for form, text in (
        (r"(\w+) p\.([A-Z]\d+[A-Z])", r"\1 p.\2"),
        (r"(\w+) p\.([A-Z]\d+del)", r"\1 p.\2"),
        (r"(\w+) Exon (\d+) \(Deletion\)", r"\1 exon \2 inframe_deletion"),
        (r"(\w+) Exon (\d+) \(Insertion\)", r"\1 exon \2 inframe_insertion"),
        (r"v::(\w+)|(\w+)::v", r"\1\2 fusion"),
        (r"(\w+)::(\w+)", r"\1::\2 fusion"),
        (r"(\w+) rearrangements", r"\1 fusion or \1 rearrangement"),
        (r"(\w+) amplification", r"\1 amplification"),
        (r"(PTEN) deletion", r"\1 deletion"),
        (r"(\w+) frameshift variants", r"\1 frameshift"),
        (r"(\w+) nonsense variants", r"\1 truncation"),
        (r"(\w+) splice site variants", r"\1 splice"),
        (r"(RET|KRAS|FLT3) oncogenic variants", r"\1 oncogenic"),
        (r"(EGFR|PIK3CA|AKT1|TP53) somatic variants", r"\1 oncogenic"),
        (r"(\w+) oncogenic variants", r"somatic (\1 loss_of_function)"),
        (r"(\w+) pathogenic variants", r"germline (\1 loss_of_function)"),
        (r"(ERBB2|ESR1) activating variants", r"\1 gain_of_function"),
        (r"Wild type (KRAS|NRAS|HRAS)", r"\1 wildtype"),
        (r"PD-L1 \((CPS|TC)\) >= (\d+)%?", r"CD274 \1 >= \2"),
        (r"PD-L1 >= (\d+)% TIIC", r"CD274 IC >= \1"),
        # the labels ask for claudin 18.2 positive and for high c-Met protein overexpression; the
        # share of stained cells is how a laboratory tells that
        (r"CLDN18\.2 >= 75%", r"CLDN18 product CLDN18.2 expression"),
        (r"c-Met >= 50%", r"MET overexpression"),
    )
)
_IDENTICAL_NAMES = {"H3-3A p.K27M": "H3-3A p.K28M"}
"""The histone code counts from the second residue, HGVS from the first."""

_REFUSED = (
    (re.compile(r"HER2-ultralow"), "HER2-ultralow"),
    (re.compile(r"PD-L1 \(TAP\).*"), "PD-L1 tumour area positivity"),
    (re.compile(r"TSC[12] .*"), "tuberous sclerosis complex, a diagnosis"),
)
_NOT_OF_THE_LABEL = {"CD274 amplification", "AKT1 amplification", "PIK3CA amplification"}
_CONTEXT = {
    "HER2-negative",
    "ER positive",
    "ER negative",
    "PR positive",
    "PR negative",
    "Wild type ALK",
    "Wild type EGFR",
    "Wild type ROS1",
    "EGFR positive",
}


@dataclass(frozen=True, slots=True)
class Patterns:
    """Texts of the biomarker and of what must hold besides; what of the label is left out."""

    biomarker: str
    condition: str
    omitted: tuple[str, ...]
    remark: str


def patterns_of(values: Iterable[str], words: str) -> Patterns:
    """Return the patterns of a regimen's alternatives; `words` is the label's indication.

    Raises:
        BiomarkerError: no alternative can be said, with what is in the way.
    """
    alternatives: list[frozenset[str]] = []
    omitted: list[str] = []
    added: list[str] = []
    for value in values:
        parts = value.split(" AND ")
        if extra := _NOT_OF_THE_LABEL.intersection(parts):
            added += extra
            continue
        missing = [why for part in parts for form, why in _REFUSED if form.fullmatch(part)]
        if missing:
            omitted += missing
        else:
            alternatives.append(frozenset(parts))
    if any("EGFR" in part and "activating" in part for each in alternatives for part in each):
        omitted.append(_RESISTANT_WORDS)
    left_out = tuple(dict.fromkeys(omitted))
    if not alternatives:
        raise BiomarkerError(f"no pattern says {' or '.join(left_out)}")
    alternatives = _smallest(_either_origin(alternatives))
    biomarker, condition = _split(alternatives, words)
    names = ", ".join(sorted(set(added)))
    return Patterns(biomarker, condition, left_out, f"the index adds {names}" if names else "")


def _either_origin(alternatives: list[frozenset[str]]) -> list[frozenset[str]]:
    """Join germline (`pathogenic`) and somatic (`oncogenic`) changes of one gene where both do."""
    both = []
    for parts in alternatives:
        other = {re.sub(r" pathogenic ", " oncogenic ", part) for part in parts}
        if other != parts and frozenset(other) in alternatives:
            both.append((parts, frozenset(other)))
    for inherited, acquired in both:
        alternatives = [each for each in alternatives if each not in (inherited, acquired)]
        alternatives.append(
            frozenset(re.sub(r" oncogenic variants", " variants", part) for part in acquired)
        )
    return alternatives


def _smallest(alternatives: list[frozenset[str]]) -> list[frozenset[str]]:
    """Leave out what another alternative already covers: A or (A and B) is A."""
    unique = list(dict.fromkeys(alternatives))
    return [each for each in unique if not any(other < each for other in unique)]


def _split(alternatives: list[frozenset[str]], words: str) -> tuple[str, str]:
    """Return biomarker and condition; in one where they are not free of each other."""
    pairs = [(each - _CONTEXT, each & _CONTEXT) for each in alternatives]
    found, context = dict.fromkeys(one for one, _ in pairs), dict.fromkeys(two for _, two in pairs)
    free = len(found) * len(context) == len(set(pairs))
    if free and all(found):
        return _any_of(found, words), _any_of(context, words)
    return _any_of(alternatives, words), ""


def _any_of(alternatives: Iterable[frozenset[str]], words: str) -> str:
    """Return the text of OR over the alternatives, what is common to all drawn out."""
    several = list(alternatives)
    common = frozenset.intersection(*several)
    rests = [each - common for each in several]
    shared = [_text(part, words) for part in sorted(common)]
    if all(rests):
        shared.insert(0, " or ".join(_unique(_all_of(rest, words) for rest in rests)))
    return _joined(shared)


def _unique(texts: Iterable[str]) -> list[str]:
    """Return the texts sorted, each pattern of a plain OR once."""
    plain = (text if re.search(r" and |\(", text) else text.split(" or ") for text in texts)
    return sorted({each for part in plain for each in ([part] if isinstance(part, str) else part)})


def _all_of(parts: frozenset[str], words: str) -> str:
    return _joined(sorted({_text(part, words) for part in parts}))


def _joined(texts: list[str]) -> str:
    return " and ".join(_bracket_or(text) for text in texts) if len(texts) > 1 else "".join(texts)


def _bracket_or(text: str) -> str:
    """Set a pattern whose outermost joint is OR in brackets."""
    outside = re.sub(r"\([^()]*(?:\([^()]*\)[^()]*)*\)", "", text)
    return f"({text})" if " or " in outside else text


def _text(part: str, words: str) -> str:
    """Return the pattern of one value.

    Raises:
        BiomarkerError: there is none.
    """
    if part.startswith("no "):
        return f"not ({_text(part.removeprefix('no '), words)})"
    if part == "HER2-positive":
        return _her2_positive(words)
    if part == "ERBB2 amplification" and "HER2" in words:
        return _her2_positive(words)
    if part == "Wild type EGFR":
        mild = re.search(r"(?i)no (?:known )?(?:sensiti[sz]ing|activating)", words)
        return "not EGFR gain_of_function" if mild else "EGFR wildtype"
    if re.fullmatch(r"BRAF p\.V600[EK]", part) and not re.search(r"V600(?:E|K)", words):
        return "BRAF codon 600"
    if (residue := re.match(r"(IDH[12]) p\.R(132|172)", part)) and re.search(
        rf"R{residue[2]} (?:mutation|or )", words
    ):
        return f"{residue[1]} codon {residue[2]}"
    if found := re.fullmatch(r"PD-L1 (>=|<) (\d+)%", part):
        return f"CD274 {_scale(words)} {found[1]} {found[2]}"
    if part in _EXACT:
        return _EXACT[part]
    if found := re.fullmatch(r"(CD\d+) \+", part):
        return f"{_ANTIGENS[found[1]]} expression"
    if found := re.fullmatch(r"(\w+) variants", part):
        return f"{found[1]} loss_of_function"
    if part in _IDENTICAL_NAMES:
        return _IDENTICAL_NAMES[part]
    for form, text in _FORMS:
        if found := form.fullmatch(part):
            return found.expand(text)
    raise BiomarkerError(f"no pattern says exactly {part!r}")


def _her2_positive(words: str) -> str:
    """Return HER2-positive; IHC 3+ alone where the label defines it so."""
    only_stain = re.search(r"\(IHC ?3\+?\)", words)
    return "ERBB2 IHC >= 3" if only_stain else HER2_POSITIVE


def _scale(words: str) -> str:
    """Return which PD-L1 score the label's words name.

    Raises:
        BiomarkerError: none; the same percentage means another thing on each.
    """
    if re.search(r"(?i)\bTPS\b|tumou?r proportion score", words):
        return "TPS"
    if re.search(r"(?i)tumou?r cells?\b|\bTCs?\b", words):
        return "TC"
    if re.search(r"(?i)immune cells", words):
        return "IC"
    raise BiomarkerError("the label's words do not name the PD-L1 score")
