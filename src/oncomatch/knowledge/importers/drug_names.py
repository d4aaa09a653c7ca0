"""Names of drugs: one name a drug, so that what is said for and against it meets."""

from __future__ import annotations

import re

_SALT = re.compile(r" (?:bismesylate|hydrochloride|mesylate|tosylate)$", re.IGNORECASE)


def without_salt(name: str) -> str:
    """Return a drug's name without its salt.

    >>> without_salt("Imatinib Mesylate")
    'Imatinib'
    """
    return _SALT.sub("", name.strip())
