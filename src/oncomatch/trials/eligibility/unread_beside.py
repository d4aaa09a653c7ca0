"""What is not understood beside a phrase, and whether it can change what the phrase asks for.

*IDH wild type, with unmethylated MGMT promoter* asks for the wild type whatever the rest means:
an AND parts them, and the rest is of another gene.
"""

from __future__ import annotations

import re

from oncomatch.domain.biomarker import genes_of
from oncomatch.trials.eligibility.phrases import Phrase
from oncomatch.trials.eligibility.tokens import tokens_of

_AND = re.compile(r"\b(?:and|with|who|whose|that|have|has)\b", re.IGNORECASE)
_TURNS = re.compile(
    r"[;:()\[\]/]|\b(?:or|not|no|without|unless|except\w*|excluding|other|than|if|only|but|when|"
    r"either|where|vs|versus|including|includes?|such|like)\b",
    re.IGNORECASE,
)


def is_apart(text: str, plain: str, phrase: Phrase, unread: Phrase) -> bool:
    """Whether what is unread only asks for more than a phrase does: an AND of another gene.

    `plain` is the text without the words of phrases, tests and asides.
    """
    if phrase.pattern is None or unread.of_no_gene:
        return False
    first, last = sorted((phrase, unread), key=lambda each: each.start)
    between = plain[first.end : last.start]
    tokens = tokens_of(text[unread.start : unread.end])
    genes = {gene for token in tokens for gene in token.genes}
    apart = bool(genes) and not genes & set(genes_of(phrase.pattern))
    return apart and bool(_AND.search(between)) and not _TURNS.search(between)
