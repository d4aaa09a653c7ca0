"""Tumours that a text names by a list of organs with one noun for all.

*Lung, breast, or pancreatic cancer*; *adenocarcinoma of the stomach, oesophagus, or junction*. The
noun tells how wide the type of each organ is: *cancer* is any of the organ.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_ANY, _GLANDULAR, _SQUAMOUS, _ENDOCRINE = range(4)
_OESOPHAGUS = ("EPDCA", "ESCA", "ESCC")
_TRACT = ("BLCA", "UCU", "UTUC")
_THYROID = ("THAP", "THFO", "THHC", "THME", "THPA", "THPD", "WDTC")
_ORGANS: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...] = (
    # words of the organ; codes of a cancer, an adenocarcinoma, a squamous, an endocrine tumour
    (r"lungs?|pulmonary|bronchial", (("LUNG",), ("LUAD",), ("LUSC",), ("LNET",))),
    (r"breast", (("BRCA",), ("BRCA",))),
    (r"prostat(?:e|ic)", (("PROSTATE",), ("PRAD",))),
    (r"pancrea(?:s|tic)", (("PANCREAS",), ("PAAD",), (), ("PANET",))),
    (r"colorect(?:al|um)", (("COADREAD",), ("COADREAD",))),
    (r"colon(?:ic)?", (("COAD",), ("COAD",), (), ("GINET",))),
    (r"rect(?:al|um)", (("READ",), ("READ",), (), ("GINET",))),
    (r"stomach|gastric", (("STAD",), ("STAD",), (), ("GINETES",))),
    (
        r"(?:o?esophago-?gastric|gastro-?o?esophageal) junctions?|GEJ|EGJ|GOJ",
        (("GEJ",), ("GEJ",)),
    ),
    (
        r"(?:o?esophago-?gastric|gastro-?o?esophageal)(?! junction)",
        (("EGC",), ("EGC",)),
    ),
    (r"o?esophag(?:us|eal)", (_OESOPHAGUS, ("ESCA",), ("ESCC",), ("GINETES",))),
    (
        r"gastro-?entero-?pancreatic",
        ((), (), (), ("GINET", "GINETES", "PANET")),
    ),
    (
        r"gastro-?intestinal(?: tract)?|GI(?: tract)?",
        ((), (), (), ("GINET", "GINETES")),
    ),
    (r"an(?:us|al)(?: canal)?", (("ANSC",), (), ("ANSC",))),
    (r"liver|hepatic", (("LIVER",),)),
    (r"bile ducts?|biliary(?: tract)?", (("BILIARY_TRACT",), ("BILIARY_TRACT",))),
    (r"gall\s?bladder", (("GBC",), ("GBC",))),
    (r"(?:urinary )?bladder", (("BLADDER",), (), ("BLSC",))),
    (r"urothelial|urothelium", (_TRACT, ())),
    (r"renal pelvis|ureters?|upper (?:urinary )?tract", (("UTUC",),)),
    (r"urethra", (("UCU",),)),
    (r"kidneys?|renal(?! pelvis)", (("KIDNEY",),)),
    (r"ovar(?:y|ies|ian)", (("OVARY",), ("OVT",))),
    (r"fallopian tubes?|tubal", (("HGSFT",), ("HGSFT",))),
    (r"(?:primary )?peritone(?:al|um)", (("PSEC",), ("PSEC",))),
    (r"endometri(?:al|um)", (("UCEC",), ("UCEC",))),
    (r"uter(?:ine|us)(?! cerv)", (("UTERUS",), ("UCEC",))),
    (r"(?:uterine )?cerv(?:ical|ix)", (("CERVIX",), ("CEAD",), ("CESC",))),
    (r"vulvar?|vaginal?", (("VULVA",), ("VA",), ("VSC",))),
    (r"penis|penile", (("PENIS",), (), ("PSCC",))),
    (r"head (?:and|&) neck", (("HEAD_NECK",), (), ("HNSC",))),
    (r"oral cavity", (("HNSC",), (), ("OCSC",))),
    (r"(?:naso)phary(?:nx|ngeal)", (("NPC",), (), ("NPC",))),
    (r"(?:oro)phary(?:nx|ngeal)", (("HNSC",), (), ("OPHSC",))),
    (r"(?:hypo)phary(?:nx|ngeal)", (("HNSC",), (), ("HPHSC",))),
    (r"laryn(?:x|geal)", (("HNSC",), (), ("LXSC",))),
    (r"thyroid", (_THYROID,)),
    (r"skin|cutaneous", (("SKIN",), (), ("CSCC",))),
    (r"brain", (("BRAIN",),)),
    (r"testis|testicular", (("TESTIS",),)),
)
_ORGAN = "|".join(f"(?P<o{place}>{words})" for place, (words, _) in enumerate(_ORGANS))
_ONE = re.compile(rf"(?:{_ORGAN})(?![\w-])", re.IGNORECASE)
_WORDS = "|".join(words for words, _ in _ORGANS)
_NOUNS = (
    (r"cancers?|carcinomas?|malignanc(?:y|ies)|neoplasms?|tumou?rs?", _ANY),
    (r"adeno-?carcinomas?", _GLANDULAR),
    (r"squamous(?:[\s-]cell)? (?:cancers?|carcinomas?)|SCC", _SQUAMOUS),
    (r"neuro-?endocrine (?:tumou?rs?|neoplasms?)(?: \(NETs?\))?|NETs?", _ENDOCRINE),
)
_NOUN = "|".join(rf"(?P<n{kind}>{words})" for words, kind in _NOUNS)
_SHORT = r"(?:\s\([A-Za-z/-]{1,8}\))?"
_JOIN = r"(?:,?\s?(?:and/or|or|and|&)\s|,\s|\s?/\s?)"
_LIST = rf"(?:(?:{_WORDS}){_SHORT}(?:{_JOIN}(?:the )?(?:{_WORDS}){_SHORT})+)"
_BEFORE = re.compile(
    rf"(?<![\w-])(?P<organs>{_LIST})\s(?:{_NOUN})(?!\w|-\w)(?! (?:of|arising|markers?))",
    re.IGNORECASE,
)
_AFTER = re.compile(
    rf"(?<![\w-])(?:{_NOUN}){_SHORT}(?:{_JOIN}(?:adeno-?carcinomas?|squamous[\s-]cell "
    rf"carcinomas?))?\s(?:of|from|arising (?:in|from))\s(?:the )?(?P<organs>{_LIST}|(?:{_WORDS}))"
    rf"(?![\w-])",
    re.IGNORECASE,
)
_SINGLE = re.compile(
    rf"(?<![\w-])(?P<organs>{_WORDS}){_SHORT}\s(?:{_NOUN})(?!\w|-\w)(?! (?:of|arising|markers?))",
    re.IGNORECASE,
)
_OVARIAN = (
    (re.compile(r"high[\s-]grade serous", re.IGNORECASE), ("HGSOC", "HGSFT", "PSEC")),
    (re.compile(r"low[\s-]grade serous", re.IGNORECASE), ("LGSOC",)),
    (re.compile(r"(?<!grade )(?<!grade-)serous", re.IGNORECASE), ("SOC", "HGSFT", "PSEC")),
    (re.compile(r"clear[\s-]cell", re.IGNORECASE), ("CCOV",)),
    (re.compile(r"endometrioid", re.IGNORECASE), ("EOV",)),
    (re.compile(r"epithelial", re.IGNORECASE), ("OVT", "HGSFT", "PSEC")),
)
_KIND_BEFORE = re.compile(
    r"(?:(?:high|low)[\s-]grade serous|serous|clear[\s-]cell|endometrioid|epithelial|[\s,/]|"
    r"\band\b|\bor\b|\band/or\b|\([A-Z]+\)|\b(?:non-?)?mucinous\b)*$",
    re.IGNORECASE,
)
_OF_PELVIS = {"OVARY", "OVT", "HGSFT", "PSEC"}
_NOT_BARE = re.compile(r"(?:small[\s-]cell|germ cell|stromal|secondary)\W*$", re.IGNORECASE)
LONGEST = 2000  # characters; longer texts are no sentence


def find_organ_lists(text: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Yield the organs of lists: where, and the codes of the tumour that the list's noun makes.

    An organ has no code where its tumour of that kind has none.
    """
    if len(text) > LONGEST:
        return
    for pattern in (_BEFORE, _AFTER):
        for found in pattern.finditer(text):
            if not _NOT_BARE.search(text[: found.start()]):
                yield from _organs_of(found, text)


def find_single_organs(text: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Yield organs with a noun of their own: *laryngeal cancer*, *squamous carcinoma of*."""
    if len(text) > LONGEST:
        return
    for found in _SINGLE.finditer(text):
        if not _NOT_BARE.search(text[: found.start()]):
            yield from _organs_of(found, text)


def _organs_of(found: re.Match[str], text: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    kinds = _kinds(found)
    organs = [
        (each.span(), {code for kind in kinds for code in _codes(each, kind)})
        for each in _ONE.finditer(text, found.start("organs"), found.end("organs"))
    ]
    together = {code for _, codes in organs for code in codes}
    ovarian = ""
    if together <= _OF_PELVIS:
        before = _KIND_BEFORE.search(text, 0, found.start())
        ovarian = text[before.start() : found.start()] if before else ""
    named = {code for kind, own in _OVARIAN if kind.search(ovarian) for code in own}
    for place, ((start, end), codes) in enumerate(organs):
        if named:
            codes = _narrowed(codes, named)
        if together >= {"COAD", "READ"}:
            codes = {"COADREAD" if code in ("COAD", "READ") else code for code in codes}
        first = found.start() - len(ovarian.lstrip(" ,")) if place == 0 else start
        last = found.end() if place == len(organs) - 1 else end
        yield first, last, tuple(sorted(codes))


def _narrowed(codes: set[str], named: set[str]) -> set[str]:
    """Return what a kind that is named leaves of an organ of the pelvis.

    Tubal and peritoneal tumours have a code where they are serous, and no other.
    """
    if codes & {"OVARY", "OVT"}:
        return named - {"HGSFT", "PSEC"}
    return codes & named


def _kinds(found: re.Match[str]) -> list[int]:
    """Return what the nouns of a list say: *adenocarcinoma or squamous cell carcinoma of*."""
    nouns = found[0].replace(found["organs"], " ")
    kinds = [kind for words, kind in _NOUNS if kind and re.search(words, nouns, re.IGNORECASE)]
    return kinds or [_ANY]


def _codes(organ: re.Match[str], kind: int) -> tuple[str, ...]:
    of_kinds = _ORGANS[int(str(organ.lastgroup)[1:])][1]
    own = of_kinds[kind] if kind < len(of_kinds) else ()
    return own or of_kinds[_ANY]
