"""What a source asks for and the language has no words for."""

from __future__ import annotations

from dataclasses import dataclass

LONGEST = 300
"""Letters of the source's words that are kept."""


@dataclass(frozen=True, slots=True)
class Unread:
    """A criterion in the words of its source, which cannot be checked: its answer is unknown.

    It keeps its place in a tree, so that what stands around it is never taken for the whole.
    `gene` is empty where it is not about a gene.
    """

    text: str
    gene: str = ""

    def __post_init__(self) -> None:
        if not self.text or self.text != " ".join(self.text.split()):
            raise ValueError(f"{self.text!r} has no words, or spaces to spare")
        if '"' in self.text or len(self.text) > LONGEST:
            raise ValueError(f"{self.text[:60]!r}: has quotes, or more than {LONGEST} letters")

    def __str__(self) -> str:
        return f'{self.gene} unread "{self.text}"' if self.gene else f'unread "{self.text}"'


def unread(text: str, gene: str = "") -> Unread:
    """Return the pattern of any words; quotes, ends of lines and what is too long give way.

    >>> unread('tier  "1"', "ATM").text
    "tier '1'"
    """
    plain = "".join(letter if letter.isprintable() else " " for letter in text)
    words = " ".join(plain.replace('"', "'").split())
    return Unread(words if len(words) <= LONGEST else f"{words[: LONGEST - 1].rstrip()}…", gene)
