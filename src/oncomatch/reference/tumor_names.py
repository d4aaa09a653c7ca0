"""What people write for a tumour type: OncoTree's codes and names, synonyms, DOID and NCIt.

Each synonym has a row in `synonyms.tsv` with its source. A name that means several codes is an
error that names them, unless one of the codes contains the others: the widest says least, so
nothing is claimed of a tumour that was not said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_SPELLINGS = (
    (r"tumou?rs?\b", "tumor"),
    (r"neoplasms?\b", "neoplasm"),
    (r"leukaemia", "leukemia"),
    (r"oesophag", "esophag"),
    (r"haemat", "hemat"),
    (r"\b(cancer|carcinoma|lymphoma|sarcoma|glioma|adenocarcinoma|melanoma)s\b", r"\1"),
)
_EXTENT = re.compile(
    r"\b(?:locally advanced|advanced|metastatic|recurrent|refractory|relapsed|unresectable|"
    r"resectable|early[ -]stage|stage (?:iv|i{1,3})[abc]?|stage [1-4][abc]?)\b"
)
_MARKER = re.compile(
    r"\b[\w/+-]+[- ](?:positive|negative|mutant|mutated|amplified|rearranged|altered|deficient|low|"
    r"high)\b,?|\b(?:msi-h|dmmr|tnbc)\b|\b[a-z]{2}\+|\bher2[+-]?(?=\s)"
)
_OF = re.compile(r"^(.+?) of (?:the )?(.+)$")
_COMMA = re.compile(r"^([^,]+), ([^,]+)$")
_DOID = re.compile(r"^DOID[:_ ]?0*(\d{1,9})$", re.IGNORECASE)
_NCIT = re.compile(r"^(?:(?:NCIT|NCI)[:_ ])?(C\d{3,8})$", re.IGNORECASE)

LONGEST = 200
"""Characters of a name that are looked at."""


def fold_tumor_name(name: str) -> str:
    """Return the form in which names of tumour types are compared.

    >>> fold_tumor_name("Non-small cell lung tumours")
    'non small cell lung tumor'
    """
    folded = re.sub(r"[^a-z0-9+]+", " ", name.lower()).strip()
    for written, kept in _SPELLINGS:
        folded = re.sub(written, kept, folded)
    return folded


def doid_of(text: str) -> str | None:
    """Return the number of a Disease Ontology identifier, None if it is none.

    >>> doid_of("DOID:0060079")
    '60079'
    """
    found = _DOID.match(text.strip())
    return found[1] if found else None


def ncit_of(text: str) -> str | None:
    """Return the code of an NCI Thesaurus identifier, None if it is none.

    >>> ncit_of("NCIT:C2926")
    'C2926'
    """
    found = _NCIT.match(text.strip())
    return found[1].upper() if found else None


def spellings_of(name: str) -> tuple[str, ...]:
    """Return the folded forms to look for: as written, then with its words in the usual order.

    >>> spellings_of("Adenocarcinoma of the lung")
    ('adenocarcinoma of the lung', 'lung adenocarcinoma')
    """
    forms = [fold_tumor_name(name)]
    for pattern in (_OF, _COMMA):
        found = pattern.match(name.strip())
        if found:
            forms.append(fold_tumor_name(f"{found[2]} {found[1]}"))
    return tuple(dict.fromkeys(forms))


def without_extent(name: str) -> str:
    """Return a name without what says how far the tumour has spread.

    >>> without_extent("Metastatic melanoma")
    'melanoma'
    """
    return " ".join(_EXTENT.sub(" ", name.lower()).split())


def without_biomarker(name: str) -> str:
    """Return a name, in small letters, without the words that state a biomarker.

    >>> without_biomarker("HER2-positive breast cancer")
    'breast cancer'
    """
    return " ".join(_MARKER.sub(" ", name.lower()).split())


def containing_code(codes: Iterable[str], ancestors: dict[str, tuple[str, ...]]) -> str | None:
    """Return the one of the codes that is an ancestor of all the others, if there is one."""
    several = tuple(codes)
    for code in several:
        if all(code == each or code in ancestors[each] for each in several):
            return code
    return None
