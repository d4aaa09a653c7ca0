"""Whether the index and the label speak of the same markers, and in the same sense.

The index that leads to the labels has slips that would turn a label round: Philadelphia-negative
leukaemia as `BCR::ABL1`, mismatch repair proficient as deficient. Markers with their sense are
read from the words of the label and from the index's values; what differs is refused, unless
`approval_corrections.tsv` says what the label says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

PRESENT, ABSENT = "present", "absent"
_HRR = (
    "ATM ATR BARD1 BRIP1 CDK12 CHEK1 CHEK2 FANCA FANCL MLH1 MRE11 NBN PALB2 RAD51B RAD51C "
    "RAD51D RAD54L"
).split()

# Words that name a marker inside the name of a treatment, or of who may have it besides.
_NOT_A_MARKER = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"^.{0,160}?(?:antibody|inhibitors?|antagonist|engager|conjugate|analogue|activator"
        r"|inducer|arsenical)\b[^.]{0,80}?\bindicated",
        r"(?:^|[.;] )(?:adult )?patients with (?:EGFR|hormone|philadelphia|HR)[^.]*",
        r"hormone receptor[- ]positive patients[^.]*",
        r"(?:limitations?|limitation of use)[ :].*",
        r"[A-Z]+ is not (?:indicated|recommended)[^.]*",
        r"except acute promyelocytic leuka?emia(?: \(APL\))?",
        r"anti-? ?(?:HER2|EGFR)\S*",
        r"\b(?:HER2|EGFR|ALK|ALK-targeted|RET|ROS1|NTRK|BRAF|PD-1|PD-L1|PD-1 or PD-L1"
        r"|epidermal growth factor receptor)(?: \((?:EGFR|ALK)\))?[- ]"
        r"(?:TKI|tyrosine[- ]kinase|inhibitors?|directed|targeted|antagonist)"
        r"(?:[- ](?:inhibitors?|naive|therapy))*",
        r"programmed (?:cell )?death[^()]*\((?:PD-1|PD-L1)\)[- ]blocking antibody",
        r"following a BRAF or MEK inhibitor|BRAF inhibitor",
    )
)
_NO = r"(?:no|not have|without|absence of|neither|no known|no sensiti[sz]ing)"
_MARKERS: tuple[tuple[str, str, str], ...] = (
    # marker, words that say it is present, words that say it is absent
    (
        "HER2",
        r"HER-?2(?:/neu)?[- ]{0,2}(?:positive|overexpress|\(IHC ?3)|overexpress\w* (?:the )?HER2"
        r"|over ?express (?:HER2|ErbB2|human epidermal growth factor receptor 2)"
        r"|HER2 ?-overexpress|HER2 \(ErbB2\)|HER2-overexpressed|\(HER2\)[- ]positive"
        r"|\(?HER2\)? \(ERBB2\) (?:tyrosine|mutation)|activating HER2|HER2 positive|HER2- positive",
        r"(?:HER-? ?2|HER2/neu|receptor 2|factor 2)\)?[ -]{0,2}negative|triple[- ]negative|TNBC",
    ),
    ("HER2 low", r"HER2-(?:ultra)?low", r"$^"),
    (
        "hormone receptor",
        r"(?:hormone[- ]receptor|HR\)?|o?estrogen[- ]receptor|\(ER\)?|ER)[ -]{0,2}(?:\(?(?:HR|ER) ?"
        r"-?\)?)?[ ,-]{0,2}positive|hormone-dependent",
        r"hormone receptor[- ]negative|triple[- ]negative|TNBC",
    ),
    ("PD-L1", r"PD-?L1|programmed death ligand 1", r"$^"),
    (
        "EGFR",
        r"EGFR|epidermal growth factor \(EGFR\)",
        rf"{_NO} (?:\w+ ){{0,2}}(?:epidermal growth factor receptor \()?EGFR",
    ),
    ("ALK", r"\bALK\b", rf"{_NO} [^.;]{{0,130}}?ALK\b"),
    ("ROS1", r"ROS-?1", rf"{_NO} [^.;]{{0,40}}?ROS1"),
    ("BRAF", r"BRAF", r"$^"),
    ("KRAS", r"K-?RAS", r"K-?Ras wild-type|wild-type in both KRAS"),
    (
        "RAS",
        r"$^",
        r"(?<!K-)RAS wild[- ]type|wild-type\)? RAS|wild-type in both KRAS and NRAS",
    ),
    (
        "BRCA",
        r"g?BRCA",
        r"$^",
    ),
    ("HRR", r"\bHRR\b|HRR\)", r"$^"),
    (
        "BCR::ABL1",
        r"philadelphia[ -]chromosome[ -](?:\(bcr-abl\) )?\(?(?:Ph\+?\)? ?)?positive|\bPh\+",
        r"philadelphia[ -]chromosome[ -]negative",
    ),
    ("T315I", r"T315I", r"$^"),
    ("CD19", r"CD19", r"$^"),
    ("CD20", r"CD ?20", r"$^"),
    ("CD22", r"CD22", r"$^"),
    ("CD30", r"CD30", r"$^"),
    ("CD33", r"CD33", r"$^"),
    (
        "KIT",
        r"\(CD ?117\)|c-Kit",
        r"without the D816V c-Kit mutation(?: or with c-Kit mutational status unknown)?",
    ),
    ("FOLR1", r"FR-alpha|folate receptor", r"$^"),
    ("CLDN18", r"claudin", r"$^"),
    ("MET", r"\bc-Met\b|\bMET\b|METex14", r"$^"),
    (
        "MMR",
        r"dMMR|mismatch repair deficien|(?<!not )MSI-H|microsatellite instability-high",
        r"pMMR|mismatch repair proficien|not MSI-H",
    ),
    ("TMB", r"TMB-H", r"$^"),
    ("HRD", r"\bHRD\b|HRD\)", r"$^"),
    ("FLT3", r"FLT3", r"$^"),
    ("IDH", r"IDH[12]", r"$^"),
    ("NPM1", r"NPM1", r"$^"),
    ("KMT2A", r"KMT2A", r"$^"),
    ("FGFR", r"FGFR", r"$^"),
    ("RET", r"\bRET\b|\(RET\)", r"$^"),
    ("NTRK", r"\bNTRK\b", r"$^"),
    ("NRG1", r"NRG1", r"$^"),
    ("PDGFR", r"PDGFR(?!a)|PDGFRA(?!lpha)|FIP1L1", r"$^"),
    ("17p or TP53", r"17p|TP53", r"absence of 17p deletion or TP53"),
    ("5q", r"5q", r"$^"),
    ("EZH2", r"EZH2", r"$^"),
    ("ESR1", r"ESR1", r"$^"),
    ("PIK3CA", r"PIK3CA", r"$^"),
    ("AKT1", r"AKT1", r"$^"),
    ("PTEN", r"PTEN", r"$^"),
    ("VHL", r"hippel", r"$^"),
    ("TSC", r"\bTSC\b", r"$^"),
    ("H3", r"\bH3 K27M", r"$^"),
    ("PML::RARA", r"PML|t\(15;17\)|acute promyelocytic|\bAPL\b", r"$^"),
)
_COMPILED = tuple(
    (marker, re.compile(there, re.IGNORECASE), re.compile(gone, re.IGNORECASE))
    for marker, there, gone in _MARKERS
)

_OF_VALUE: tuple[tuple[str, str, str], ...] = (
    # the index's value, the marker it speaks of, its sense
    (r"HER2-(?:ultra)?low", "HER2 low", PRESENT),
    (r"HER2-negative", "HER2", ABSENT),
    (r"HER2-positive|ERBB2 .*", "HER2", PRESENT),
    (r"(?:ER|PR) negative", "hormone receptor", ABSENT),
    (r"(?:ER|PR) positive", "hormone receptor", PRESENT),
    (r"PD-L1 .*|CD274 .*", "PD-L1", PRESENT),
    (r"Wild type (EGFR|ALK|ROS1)", r"\1", ABSENT),
    (r"Wild type (?:NRAS|HRAS)", "RAS", ABSENT),
    (r"Wild type KRAS", "KRAS", ABSENT),
    (r"Wild type TP53", "17p or TP53", ABSENT),
    (
        r"(EGFR|BRAF|KRAS|IDH|NPM1|EZH2|ESR1|PIK3CA|AKT1|PTEN|VHL|TSC|FLT3|RET)[-\d ].*",
        r"\1",
        PRESENT,
    ),
    (r"v::(?:NTRK)\d", "NTRK", PRESENT),
    (r"v::(ALK|ROS1|RET|NRG1|BRAF)", r"\1", PRESENT),
    (r"BRCA\d .*", "BRCA", PRESENT),
    (rf"(?:{'|'.join(_HRR)}) .*", "HRR", PRESENT),
    (r"BCR::ABL1", "BCR::ABL1", PRESENT),
    (r"ABL1 p.T315I", "T315I", PRESENT),
    (r"(CD19|CD20|CD22|CD30|CD33) \+", r"\1", PRESENT),
    (r"CD117 \+|KIT .*", "KIT", PRESENT),
    (r"(FOLR1) positive", r"\1", PRESENT),
    (r"CLDN18.*", "CLDN18", PRESENT),
    (r"MET .*|c-Met .*", "MET", PRESENT),
    (r"MSI-H|dMMR", "MMR", PRESENT),
    (r"MSI-L|pMMR", "MMR", ABSENT),
    (r"TMB-H.*", "TMB", PRESENT),
    (r"HRD", "HRD", PRESENT),
    (r"t\(KMT2A;v\)", "KMT2A", PRESENT),
    (r"FGFR.*", "FGFR", PRESENT),
    (r"PDGFR.*|FIP1L1.*", "PDGFR", PRESENT),
    (r"17p deletion|TP53 .*", "17p or TP53", PRESENT),
    (r"5q deletion", "5q", PRESENT),
    (r"H3-3A .*", "H3", PRESENT),
    (r"PML::RARA|t\(15;17\)", "PML::RARA", PRESENT),
)
_VALUES = tuple((re.compile(value), marker, sense) for value, marker, sense in _OF_VALUE)
_ALIKE = {"HRR": "BRCA", "KRAS": "RAS", "T315I": "BCR::ABL1"}
"""Markers that go with another: an HRR list names BRCA, RAS wild type names KRAS."""


def markers_of_label(words: str) -> set[tuple[str, str]]:
    """Return the markers that an indication's words ask for, each with its sense."""
    for pattern in _NOT_A_MARKER:
        words = pattern.sub(" indicated", words)
    found = set()
    for marker, present, absent in _COMPILED:
        if absent.search(words):
            found.add((marker, ABSENT))
            words_left = absent.sub(" ", words)
        else:
            words_left = words
        if present.search(words_left):
            found.add((marker, PRESENT))
    return found


def markers_of_values(values: Iterable[str]) -> set[tuple[str, str]]:
    """Return the markers that the index's values (`EGFR p.L858R AND ...`) speak of.

    `no` before a value, which `approval_corrections.tsv` writes, turns its sense.
    """
    found = set()
    for value in values:
        for part in value.split(" AND "):
            name = part.removeprefix("no ")
            for pattern, marker, sense in _VALUES:
                if match := pattern.fullmatch(name):
                    turned = ABSENT if sense is PRESENT else PRESENT
                    found.add((match.expand(marker), sense if name == part else turned))
                    break
    return found


def disagreement(words: str, values: Iterable[str]) -> str:
    """Return how the index differs from the label, empty if it does not."""
    label, index = markers_of_label(words), markers_of_values(values)
    for marker, other in _ALIKE.items():
        for sense in (PRESENT, ABSENT):
            both = {(marker, sense), (other, sense)}
            if both & label and both & index:
                label, index = label - both, index - both
    return "; ".join(
        [
            f"the label asks for {marker} {sense}, the index does not"
            for marker, sense in sorted(label - index)
        ]
        + [
            f"the index asks for {marker} {sense}, the label does not"
            for marker, sense in sorted(index - label)
        ]
    )
