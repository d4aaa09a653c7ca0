"""Read which therapy must have been given before, or must not have been."""

from __future__ import annotations

import re
from collections.abc import Iterator

from oncomatch.domain.trial import Criterion, Side
from oncomatch.trials.eligibility.plain import LONGEST
from oncomatch.trials.eligibility.reading import Eligibility
from oncomatch.trials.eligibility.sentences import Sentence
from oncomatch.trials.eligibility.therapy_excluded import read_excluded_therapy
from oncomatch.trials.eligibility.therapy_required import read_required_therapy

_MENTION = re.compile(
    r"\b(?:prior|previous\w*|received|pre-?treated|history of|progress\w*|refractory|na[iï]ve|"
    r"exposure|exposed|treated with|after|following|relapsed?|failed|failure|resistan\w+|must "
    r"include|included|undergone|receipt|recipients?|despite|complet\w+|status post)\b",
    re.IGNORECASE,
)


def read_prior_therapy(sentence: Sentence, text: Eligibility) -> Iterator[Criterion]:
    """Yield what must have been given, and what must not."""
    shown = sentence.text
    above = sentence.headings[-1] if sentence.headings else ""
    if len(shown) > LONGEST or not (_MENTION.search(shown) or _MENTION.search(above)):
        return
    if sentence.introduces and shown.endswith(":"):
        return
    shut_out = list(read_excluded_therapy(sentence, text))
    yield from shut_out
    if sentence.side is Side.INCLUSION and not shut_out:
        yield from read_required_therapy(sentence, text)
