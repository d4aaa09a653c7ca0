"""Names of drugs: one name a drug, so that what is said for and against it meets.

A name loses its salt and what regulators put before or after the name of a biologic, then a code
or another spelling gives way to the name that the curated facts of `therapy_facts.tsv` state.
"""

from __future__ import annotations

import re
from functools import lru_cache

from oncomatch.domain.therapy import fold_name
from oncomatch.reference.resources import resource_path
from oncomatch.reference.tables import read_rows

_SALT = re.compile(
    r" (?:acetate|bismesylate|(?:di|tri)?hydrochloride|camsylate|dimaleate|(?:di)?phosphate|"
    r"(?:di)?maleate|malate|mesylate|sulfate|(?:di)?tosylate)$",
    re.IGNORECASE,
)
_SUFFIX = re.compile(r"(?<=[a-z]{4})-(?!alfa$|beta$)[a-z]{4}$")
_PREFIX = re.compile(r"^(?:fam|ado)-(?=[a-z])", re.IGNORECASE)
_MARKS = re.compile(r"[®™†]|\s+")
_SEPARATOR = re.compile(r"(?<!\d),|,(?!\d)")


def without_salt(name: str) -> str:
    """Return a drug's name without its salt.

    >>> without_salt("Imatinib Mesylate")
    'Imatinib'
    """
    return _SALT.sub("", name.strip())


def split_names(text: str) -> tuple[str, ...]:
    """Return the names of a list; a comma between digits belongs to a name.

    >>> split_names("HER2 Inhibitor CP-724,714,Selumetinib")
    ('HER2 Inhibitor CP-724,714', 'Selumetinib')
    """
    return tuple(name for name in map(str.strip, _SEPARATOR.split(text)) if name)


def one_name(name: str) -> str:
    """Return the one name of a drug that a source names: sentence case, no salt, no suffix.

    A name that is not known stays as it is, but for its case.

    >>> one_name("fam-trastuzumab deruxtecan-nxki")
    'Trastuzumab Deruxtecan'
    """
    plain = _MARKS.sub(lambda mark: "" if mark[0].strip() else " ", name).strip()
    bare = without_salt(_SUFFIX.sub("", _PREFIX.sub("", plain)))
    known = _other_names().get(fold_name(bare)) or _other_names().get(fold_name(plain))
    return known or " ".join(_capitalised(word) for word in bare.split())


def _capitalised(word: str) -> str:
    return word.capitalize() if word.islower() and word.replace("-", "").isalpha() else word


@lru_cache(maxsize=1)
def _other_names() -> dict[str, str]:
    """Return the one name of each code and spelling of the curated facts."""
    rows = read_rows(resource_path("knowledge", "therapy_facts.tsv"))
    return {fold_name(row["value"]): row["name"] for row in rows if row["kind"] != "class"}
