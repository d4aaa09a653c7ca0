"""Drugs and classes of drugs by the names of running text, longest first.

Drugs are those of the knowledge base; classes besides come from the form of a word (`MAT2A
inhibitor`), and what is no drug at all has the few names of `_OTHERS`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from oncomatch.matching.treatment import therapy_called

_TOKEN = re.compile(r"[A-Za-z0-9][A-Za-z0-9αβγ./+\-()]*")
_LONGEST = 6
_WORDS_NOT_DRUGS = frozenset(
    """
    steroid steroids corticosteroid corticosteroids vaccine vaccines insulin iron calcium water
    oxygen glucose dextrose aspirin folate prednisone dexamethasone metformin heparin platinum
    antibody antibodies inhibitor inhibitors agent agents therapy protein cells dna rna
    """.split()
)
_OTHERS: tuple[tuple[str, str], ...] = (
    (r"\bBruton(?:'s|’s)? tyrosine kinase (?:\(BTK\) )?inhibitors?", "BTK inhibitor"),
    (
        r"\banti-?\s?CD19[^.;,]{0,40}(?:CAR[\s-]?T|chimeric antigen)[\w\s-]{0,20}",
        "anti-CD19 CAR-T cells",
    ),
    (
        r"\b(?:CAR[\s-]?T|chimeric antigen receptor)(?:[\s-](?:T|cells?|NK|therapy|\(CAR\)|"
        r"\(CAR-T\)))*",
        "CAR-T cells",
    ),
    (r"\ballogene?ic[^.;,]{0,70}transplant\w*|\ballo-?(?:SCT|HSCT|HCT)\b", "allogeneic transplant"),
    (
        r"\bautologous[^.;,]{0,70}transplant\w*|\bauto-?(?:SCT|HSCT|HCT)\b|\bASCT\b",
        "autologous transplant",
    ),
    (r"\bradio-?therapy\b|\bradiation therapy\b|\birradiation\b", "radiotherapy"),
    (r"\bimmunotherap(?:y|ies)\b", "immunotherapy"),
    (
        r"\bPSMA[^.;,]{0,30}(?:radioligand|radionuclide|radiopharm\w+|RLT)\b(?: therapy)?",
        "PSMA radioligand",
    ),
    (
        r"\bpeptide receptor radionuclide therapy\b|\bPRRT\b",
        "peptide receptor radionuclide therapy",
    ),
    (r"\bCDK\s?4\s?(?:/|and|&)\s?6\s?(?:kinase\s)?(?:inhibitors?|i\b)", "CDK4/6 inhibitor"),
    (
        r"\b(?:anti-?\s?)?PD-?\s?\(L\)-?\s?1\b|\bPD-?1\s?/\s?(?:anti-?)?PD-?L1\b|"
        r"\bPD-?L1\s?/\s?PD-?1\b",
        "PD-1/PD-L1 inhibitor",
    ),
    (
        r"\banti-?\s?PD-?\s?L1\b|\bPD-?L1\b|\bprogrammed (?:cell )?death[\s-]ligand 1\b",
        "PD-L1 inhibitor",
    ),
    (
        r"\banti-?\s?PD-?\s?1\b|\bPD-?1\b|\bprogrammed (?:cell )?death(?: protein)?[\s-]1\b",
        "PD-1 inhibitor",
    ),
    (r"\b(?:anti-?\s?)?PD-?\s?L2\b", "anti-PD-L2 antibody"),
    (r"\b(?:anti-?\s?)?CTLA-?\s?4\b", "CTLA-4 inhibitor"),
    (
        r"\b(?:immune\s)?check-?point (?:inhibitors?|blockade|blockers?)\b|\bICIs?\b|\bCPIs?\b",
        "immune checkpoint inhibitor",
    ),
    (
        r"\bplatinum[\s-]?(?:based|containing|doublet)?[\s-]*(?:doublet )?(?:chemotherap\w+|"
        r"therap\w+|regimens?|agents?|doublet|compounds?)",
        "platinum compound",
    ),
    (
        r"\banti-?\s?HER-?2[\s-]*(?:directed|targeted|based)?\s(?:therap\w+|agents?|treatments?)|"
        r"\bHER-?2[\s-](?:directed|targeted|targeting) (?:therap\w+|agents?)",
        "HER2-directed therapy",
    ),
    (
        r"\banti-?\s?CD20\b(?:[\s-](?:directed|monoclonal|antibod\w+|agents?|therap\w+|"
        r"containing|based|mAb))*",
        "anti-CD20 antibody",
    ),
    (r"\banti-?\s?EGFR (?:monoclonal )?antibod\w+", "anti-EGFR antibody"),
    (
        r"\bEGFR[\s-]?(?:TKIs?|tyrosine kinase inhibitors?)(?: \(TKIs?\))?",
        "EGFR tyrosine kinase inhibitor",
    ),
    (
        r"\b(?:third|3rd)[\s-]generation EGFR[\s-]?(?:TKIs?|tyrosine kinase inhibitors?)",
        "third-generation EGFR tyrosine kinase inhibitor",
    ),
    (
        r"\b(?:androgen receptor (?:pathway|signal\w+|targeted)[\s-]?(?:pathway )?(?:inhibitors?|"
        r"agents?|therap\w+)|ARPIs?|ARSIs?|novel hormonal agents?|NHAs?)\b",
        "androgen receptor pathway inhibitor",
    ),
    (r"\bendocrine (?:therap\w+|treatments?)|\bhormon(?:al|e) therap\w+", "endocrine therapy"),
    (
        r"\bKRAS[\s-]*\(?G12C\)?[\s-]*(?:small molecule |mutant |mutation |selective |targeted |"
        r"specific )*(?:inhibitors?|therap\w+|agents?)",
        "KRAS G12C inhibitor",
    ),
    (r"\btaxanes?\b", "taxane"),
    (r"\banthracyclines?\b", "anthracycline"),
    (r"\bfluoropyrimidines?\b", "fluoropyrimidine"),
    (r"\b(?:cytotoxic |systemic )?chemotherap(?:y|ies)\b", "chemotherapy"),
    (r"\bFOLFIRINOX\b|\bmFOLFIRINOX\b", "FOLFIRINOX"),
    (r"\b(?:TIGIT|LAG-?3|TIM-?3|OX-?40|CD137|4-1BB)\b(?![^.;,]{0,10}positive)", ""),
)
_COMPILED = tuple((re.compile(pattern, re.IGNORECASE), name) for pattern, name in _OTHERS)
_CLASS = re.compile(
    r"\b(?P<target>(?:pan-?\s?)?(?:[A-Z][A-Z0-9]+[\w/αβγ-]{0,12}(?:\s(?:G12[CDV]|V600E|kinase|"
    r"and|or))?(?:\s[A-Z][A-Z0-9]+[\w/-]{0,10})?))[\s-]"
    r"(?:\([^)]{1,20}\)\s)?(?:(?:small[\s-]molecule|selective|targeted|tyrosine kinase|kinase|"
    r"pathway|direct)\s){0,2}(?P<kind>inhibitors?|degraders?|antibod(?:y|ies)|antagonists?)\b"
)
_CLASSES = re.compile(
    r"\b(?P<targets>[A-Z][A-Z0-9]+(?:(?:,\s?|/|\s)(?:(?:and|or|and/or)\s)?[A-Z][A-Z0-9]+){1,8})"
    r"(?:\s(?:kinase|pathway))?\sinhibitors?\b"
)
_ABBREVIATED = re.compile(r"\b([A-Z][A-Z0-9/]{1,7})i\b")


@dataclass(frozen=True, slots=True)
class Named:
    """A drug or class that a text names: where, by which one name, and whether that is known."""

    start: int
    end: int
    name: str
    known: bool


def find_therapies(text: str) -> list[Named]:
    """Return the drugs and classes that a text names, from left to right."""
    found: list[Named] = []

    def add(start: int, end: int, name: str, *, known: bool) -> None:
        if all(end <= one.start or one.end <= start for one in found):
            found.append(Named(start, end, name, known))

    for pattern, name in _COMPILED:
        for match in pattern.finditer(text):
            one = name or f"anti-{match[0].upper()} antibody"
            add(match.start(), match.end(), one, known=_canonical(one) is not None)
    for start, end, name in _known(text):
        add(start, end, name, known=True)
    for match in _ABBREVIATED.finditer(text):
        known = _canonical(f"{match[1]} inhibitor")
        if known:
            add(match.start(), match.end(), known, known=True)
    for match in _CLASS.finditer(text):
        kind = re.sub(r"ies$", "y", re.sub(r"(?<!ie)s$", "", match["kind"].lower()))
        name = " ".join(f"{match['target']} {kind}".split())
        known = _canonical(name)
        add(match.start(), match.end(), known or name, known=known is not None)
    for match in _CLASSES.finditer(text):
        for target in re.findall(r"[A-Z][A-Z0-9]+", match["targets"]):
            start = text.index(target, match.start())
            name = f"{target} inhibitor"
            known = _canonical(name)
            add(start, start + len(target), known or name, known=known is not None)
    return sorted(found, key=lambda each: each.start)


def _known(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield the places of names that the knowledge base has, the longest at each place."""
    tokens = [match.span() for match in _TOKEN.finditer(text)]
    place = 0
    while place < len(tokens):
        step = 1
        for last in range(min(place + _LONGEST, len(tokens)) - 1, place - 1, -1):
            start, end = tokens[place][0], tokens[last][1]
            words = text[start:end].strip("()/.,-+")
            name = (
                None if len(words) < 4 or words.lower() in _WORDS_NOT_DRUGS else _canonical(words)
            )
            if name is not None:
                yield start, end, name
                step = last - place + 1
                break
        place += step


@lru_cache(maxsize=65536)
def _canonical(words: str) -> str | None:
    return therapy_called(words)
