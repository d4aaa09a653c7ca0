"""Which licences let a row be passed on without further terms."""

from __future__ import annotations

import re

PERMISSIVE = frozenset(
    (
        "Apache-2.0",
        "BSD-3-Clause",
        "CC BY 4.0",
        "CC0-1.0",
        "MIT",
        "MIT (maftools)",
        "US Government public data",
        "fact from the label",
        "public domain",
        "public domain (US Government)",
    )
)


def is_permissive(licence: str) -> bool:
    """Whether every part of a licence text is one of the permissive ones.

    A text that is not known counts as not permissive.

    >>> is_permissive("CC0-1.0"), is_permissive("fact from the label; index GPL-2.0")
    (True, False)
    """
    return all(part.strip() in PERMISSIVE for part in re.split(r"[;,]", licence))
