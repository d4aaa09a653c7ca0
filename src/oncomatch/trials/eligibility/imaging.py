"""Targets that a scan shows: *PSMA PET positive*, *uptake on PSMA PET*, *SSTR-PET-positive*.

The target on the scan stands for its level. These words are looked for before drugs that are named
by their target (`PSMA PET` alone is one of these).
"""

from __future__ import annotations

import re
from collections.abc import Callable

from oncomatch.domain.biomarker import Biomarker, Expression, ExpressionKind

_TARGET = (
    r"(?:(?:[\w-]{{0,24}}-)?(?:[a-z]{{2,4}})?(?P<{0}_psma>PSMA)(?:-[\w.]{{1,6}})?|"
    r"(?P<{0}_antigen>prostate[\s-]specific[\s-]membrane[\s-]antigen(?:\s\(PSMA\))?)|SSTR2?|"
    r"somatostatin[\s-]receptors?(?:\s\(SSTR\))?)"
)
_SCAN = r"(?:PET(?:[\s/-]{1,2}(?:CT|MRI?))?|imaging)"
_NOT_BOTH = r"(?!\s(?:or|and/or)\s(?:negative|non-avid))"


def _shown(name: str) -> Callable[[re.Match[str]], tuple[Biomarker, ...]]:
    def make(found: re.Match[str]) -> tuple[Biomarker, ...]:
        psma = found[f"{name}_psma"] or found[f"{name}_antigen"]
        return (Expression("FOLH1" if psma else "SSTR2", ExpressionKind.EXPRESSION),)

    return make


# name, expression, patterns of which any is meant, whether that is only usual.
IMAGED: tuple[tuple[str, str, Callable[[re.Match[str]], tuple[Biomarker, ...]], bool], ...] = (
    (
        "imaged",
        rf"(?i:\b{_TARGET.format('imaged')}[\s-]{{1,2}}{_SCAN}(?:\sscans?)?[\s-]{{1,2}}"
        rf"(?:positiv(?:e|ity)|avid(?:ity)?)\b{_NOT_BOTH})",
        _shown("imaged"),
        False,
    ),
    (
        "positive_scan",
        rf"(?i:\b(?:positive|avid)\s(?:\w{{4,10}}\s)?{_TARGET.format('positive_scan')}[\s-]{{1,2}}"
        rf"{_SCAN}(?:\sscans?)?)",
        _shown("positive_scan"),
        False,
    ),
    (
        "uptake",
        r"(?i:\b(?:uptake|avidity|avid)(?:\s(?:lesions?|disease))?\s(?:on|in|by)\s"
        rf"(?:(?:an?|the|initial|baseline|screening)\s){{0,3}}{_TARGET.format('uptake')}[\s-]{{1,2}}"
        rf"{_SCAN}(?:\sscans?)?)",
        _shown("uptake"),
        False,
    ),
)
