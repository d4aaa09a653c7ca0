"""A question without a file: what is known of an alteration in a tumour type."""

from __future__ import annotations

from dataclasses import dataclass

from oncomatch.domain.match import NearMiss, TherapyMatch


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, as it was written; `others` are further columns, handed through.

    `fault` says why the row of a table cannot be asked, empty where it can.
    """

    gene: str
    alteration: str
    tumor_type: str
    others: tuple[tuple[str, str], ...] = ()
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Understanding:
    """What the question was taken for: symbol, patterns of the biomarker language, OncoTree code.

    All are empty where the question was not understood.
    """

    gene: str = ""
    alteration: str = ""
    tumor_type: str = ""
    tumor_type_name: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the knowledge base says; `notes` are cautions, and what was not understood.

    `near_misses` would apply, or be ruled out, if something beside the question were known.
    """

    question: Question
    understood: Understanding
    therapies: tuple[TherapyMatch, ...] = ()
    near_misses: tuple[NearMiss, ...] = ()
    notes: tuple[str, ...] = ()
