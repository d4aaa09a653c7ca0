"""What a text says beside a marker of when it counts: `ER-positive (≥ 1%)`, `HER2-negative (0-1+)`.

Of what is asked for a limit leaves the marker as it is, since it narrows at most; so do ages and
words that say of whom.
"""

from __future__ import annotations

import re

_SIGN = r"(?:[≥>≤<]\s?/?\s?=?|=\s?[><]|at least|more than|greater than|less than|equal to|or)"
_RECEPTOR = r"(?:ER|PR|PgR|AR|HR|o?estrogen|progesterone|receptors?)"
_DEFINED = (
    re.compile(  # "(ER ≥ 10%)", "(nuclear staining in at least 1% of cells)"
        r"(?<=positive)\s?\((?=[^()]*\d\s?%)"
        rf"(?:(?:{_RECEPTOR}|{_SIGN}|and/or|and|IHC|nuclear|positive|positivity|staining|stained|cells?|"
        r"by|in|on|of|tumou?r|is|are|defined|as|expression|immunohistochemistry|with|nuclei)\b|"
        rf"{_SIGN}|[\s\d%.,/-])*\)",
        re.IGNORECASE,
    ),
    re.compile(  # "HER2-negative (IHC 0 or 1+, or 2+ with ISH that is not amplified)"
        r"(?:(?<=HER2[\s-]negative)|(?<=HER-2[\s-]negative)|(?<=2\)[\s-]negative))\s?[(\[]\s?"
        r"(?:defined|IHC|immunohisto\w+|F?ISH|in[\s-]situ|score|i\.e\.?|as|0|according|per|by)\b"
        r"[^()\[\]]{0,300}[)\]]",
        re.IGNORECASE,
    ),
    re.compile(  # "with ER staining present in greater than 50% of cancer cells by IHC"
        rf",?\swith\s{_RECEPTOR}\s(?:nuclear\s)?(?:staining|expression|positivity)\s(?:(?:is|present|in|"
        rf"of|on)\s)*{_SIGN}\s?\d{{1,2}}\s?%(?:\sof\s(?:the\s)?(?:[\w-]+\s){{0,3}}cells)?"
        r"(?:\sby\s(?:IHC|immunohistochemistry))?",
        re.IGNORECASE,
    ),
    re.compile(  # "with mutation analysis by NGS confirming KRAS G12C": it asks for the change
        r"\b(?:mutation(?:al)?|genomic|genetic|molecular)\s(?:analysis|testing|profiling|"
        r"sequencing)\s(?:(?:by|using|via|with)\s[\w\s()-]{2,60}?\s)?"
        r"(?:confirming|showing|demonstrating|revealing|identifying|detecting)\b",
        re.IGNORECASE,
    ),
    re.compile(  # "any PR" asks for nothing
        r",?\s(?:and\s)?any\s(?:PR|PgR|progesterone[\s-]receptor)(?:\sstatus|\sexpression)?(?=[\s,])",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?<=[\s(])(?:who are )?age[ds]?\s[^,;.()]{0,30}\byears(?:\s(?:of age|old))?\b", re.I
    ),
    re.compile(r"^\W*eligible(?=\s(?:patients|participants|subjects)\b)", re.IGNORECASE),
    re.compile(r"\b(?:will|must|shall)\sbe\srequired\sto(?=\shave\b)", re.IGNORECASE),
    re.compile(  # "a PD-L1 test result indicating PD-L1 TPS ≥ 50%"
        r"(?<![\w-])(?:PD-?L1|HER-?2)(?=\s(?:IHC\s)?(?:test|testing)\s(?:results?\s)?(?:[\w-]+\s){0,4}"
        r"(?:indicating|showing|demonstrating)\b)",
        re.IGNORECASE,
    ),
    re.compile(  # "tissue sample to confirm PD-L1 TC ≥ 1%": it is confirmed, and so asked for
        r"\b(?:provision|availability)\sof\s(?:an?\s|the\s)?(?:\w+\s){0,4}(?:sample|tissue|specimen)s?,?\s"
        r"to\sconfirm(?=[^.;]{1,40}[≥>]\s?=?\s?\d)",
        re.IGNORECASE,
    ),
)


def without_definitions(text: str) -> str:
    """Return a text of what is asked for in which such words are blank.

    >>> without_definitions("ER-positive (ER > 10%), any PR, and HER2-negative cancer").split()
    ['ER-positive', ',', 'and', 'HER2-negative', 'cancer']
    """
    for pattern in _DEFINED:
        text = pattern.sub(lambda found: " " * len(found[0]), text)
    return text
