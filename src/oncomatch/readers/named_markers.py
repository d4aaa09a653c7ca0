"""Markers of the case sheet by name: `CLDN18.2=positive; FOLR1=80%`, `MET=amplified`."""

from __future__ import annotations

import re

from oncomatch.domain.named_markers import (
    MISMATCH_REPAIR,
    ExpressionLevel,
    GeneExpression,
    Hybridisation,
    IhcResult,
    IshResult,
    Stain,
    VirusResult,
)
from oncomatch.readers.sheet_cells import listed, pairs_of, word_of

_OWN_IHC = {
    "ERBB2": "her2_ihc",
    "ER": "er",
    "ESR1": "er",
    "PR": "pr",
    "PGR": "pr",
    "CD274": "pdl1_tps, pdl1_cps, pdl1_ic or pdl1_tc",
}
_OWN_ISH = {"ERBB2": "her2_ish"}
_OWN_VIRUS = {"ebv": "ebv", "hpv": "hpv"}
_STAINS = {
    "positive": Stain.POSITIVE,
    "negative": Stain.NEGATIVE,
    "overexpressed": Stain.OVEREXPRESSED,
    "high": Stain.OVEREXPRESSED,
    "lost": Stain.LOST,
    "retained": Stain.RETAINED,
    "intact": Stain.RETAINED,
    "aberrant": Stain.ABERRANT,
    "wild-type": Stain.WILD_TYPE,
}
_SCORES = {"0": 0, "1+": 1, "2+": 2, "3+": 3}
_PERCENT = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,2})?)\s*%")
_H_SCORE = re.compile(r"h(?:-|\s)?(?:score)?\s*([0-9]{1,3}(?:\.[0-9]{1,2})?)")
_NUMBER = re.compile(r"[0-9.,]+")
_EXPECTED = (
    "positive, negative, overexpressed, lost, retained, aberrant, wild-type, 0, 1+, 2+, 3+, a "
    "percentage (80%) or an H-score (H-score 150)"
)
_PRODUCTS = {
    "p16": ("CDKN2A", "p16"),
    "cldn18.2": ("CLDN18", "CLDN18.2"),
    "claudin18.2": ("CLDN18", "CLDN18.2"),
}
"""Proteins of which their gene makes others as well, without blanks and hyphens."""
_SPELLINGS = {"c-met": "MET", "cmet": "MET", "ki67": "Ki-67", "fralpha": "FOLR1"}
"""Names of proteins that HGNC spells otherwise."""
_ISH = {each.value: each for each in Hybridisation}
_LEVELS = {each.value: each for each in ExpressionLevel}
_VIRUSES = {
    "mcpyv": "MCPyV",
    "hbv": "HBV",
    "hcv": "HCV",
    "hiv": "HIV",
    "htlv-1": "HTLV-1",
    "hhv-8": "HHV-8",
    "kshv": "HHV-8",
    "cmv": "CMV",
}
_SIGNS = {"positive": True, "negative": False}


def ihc_of(cell: str) -> tuple[IhcResult, ...]:
    """Return the stains of a cell like `CLDN18.2=positive; FOLR1=80%, 2+; MLH1=lost`.

    Raises:
        ValueError: a name or value is not known, a marker has its own column or stands twice.
    """
    results = [_ihc(name, value) for name, value in pairs_of("ihc", cell, "FOLR1=80%")]
    _each_once("ihc", [f"{each.gene} {each.product}".strip() for each in results])
    return tuple(results)


def _ihc(name: str, text: str) -> IhcResult:
    gene, product = _protein(name)
    stain: Stain | None = None
    score: int | None = None
    percent: float | None = None
    h_score: float | None = None
    kinds: list[str] = []
    for token in (each.strip() for each in text.split(",")):
        word = token.lower()
        share, points = _PERCENT.fullmatch(word), _H_SCORE.fullmatch(word)
        if word in _STAINS:
            stain = _STAINS[word]
            kinds.append("word")
        elif word in _SCORES:
            score = _SCORES[word]
            kinds.append("score")
        elif share:
            percent = float(share[1])
            kinds.append("percent")
        elif points:
            h_score = float(points[1])
            kinds.append("H-score")
        else:
            raise ValueError(f"ihc: {name}={text} {_why(token)}; expected is {_EXPECTED}")
    if len(kinds) != len(set(kinds)):
        raise ValueError(f"ihc: {name}={text} has two values of one kind; keep one")
    if gene in MISMATCH_REPAIR and stain not in (Stain.LOST, Stain.RETAINED):
        raise ValueError(
            f"ihc: {name}={text} does not say whether the protein is lost; expected is lost or "
            f"retained"
        )
    return IhcResult(name, gene, text, product, stain, score, percent, h_score)


def _why(token: str) -> str:
    if _NUMBER.fullmatch(token):
        return f"is ambiguous: {token} may be a percentage, a score or an H-score"
    return "is not accepted"


def _protein(name: str) -> tuple[str, str]:
    plain = name.lower().replace(" ", "").replace("-", "")
    if plain in _PRODUCTS:
        return _PRODUCTS[plain]
    gene = "" if name.upper() in _OWN_IHC else _gene("ihc", name)
    own = _OWN_IHC.get(gene or name.upper())
    if own:
        raise ValueError(f"ihc: {name} has a column of its own, {own}")
    return gene, ""


def _gene(column: str, name: str) -> str:
    from oncomatch.reference.bundle import open_reference

    reference = open_reference()
    for each in (name, _SPELLINGS.get(name.lower(), ""), name.replace("-", "")):
        gene = reference.find_gene(each) if each else None
        if gene is not None:
            return gene.symbol
    near = _near(name)
    hint = f"did you mean {near!r}?" if near else "give its symbol"
    raise ValueError(f"{column}: {name!r} is not a name of a gene or protein of HGNC; {hint}")


def _near(name: str) -> str:
    import difflib

    from oncomatch.reference.bundle import open_reference

    first = name.upper()[:20]
    symbols = [gene.symbol for gene in open_reference().genes() if gene.symbol[:1] == first[:1]]
    near = difflib.get_close_matches(first, symbols, n=1, cutoff=0.75)
    return near[0] if near else ""


def ish_of(cell: str) -> tuple[IshResult, ...]:
    """Return the hybridisations of a cell like `MET=amplified; ALK=not rearranged`.

    Raises:
        ValueError: a name or value is not known, a gene has its own column or stands twice.
    """
    results = []
    for name, value in pairs_of("ish", cell, "MET=amplified"):
        gene = _gene("ish", name)
        if gene in _OWN_ISH:
            raise ValueError(f"ish: {name} has a column of its own, {_OWN_ISH[gene]}")
        results.append(IshResult(gene, word_of("ish", value, _ISH, "a result")))
    _each_once("ish", [each.id.removeprefix("ISH-") for each in results])
    return tuple(results)


def levels_of(cell: str) -> tuple[GeneExpression, ...]:
    """Return the levels of a cell like `ERBB3=high; MTAP=low`.

    Raises:
        ValueError: a name or value is not known, or a gene stands twice.
    """
    results = tuple(
        GeneExpression(
            _gene("expression", name), word_of("expression", value, _LEVELS, "a level of RNA")
        )
        for name, value in pairs_of("expression", cell, "ERBB3=high")
    )
    _each_once("expression", [each.gene for each in results])
    return results


def viruses_of(cell: str) -> tuple[VirusResult, ...]:
    """Return the viruses of a cell like `MCPyV=positive; HBV=negative`.

    Raises:
        ValueError: a name or value is not known, a virus has its own column or stands twice.
    """
    results = []
    for name, value in pairs_of("viruses", cell, "MCPyV=positive"):
        if name.lower() in _OWN_VIRUS:
            raise ValueError(f"viruses: {name} has a column of its own, {_OWN_VIRUS[name.lower()]}")
        known = word_of("viruses", name, _VIRUSES, "a virus that is read")
        results.append(VirusResult(known, word_of("viruses", value, _SIGNS, "a result")))
    _each_once("viruses", [each.name for each in results])
    return tuple(results)


def _each_once(column: str, names: list[str]) -> None:
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ValueError(f"{column}: {listed(twice)} stands twice; keep one")
