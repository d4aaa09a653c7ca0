"""Read the genomic inclusion criterion from a trial's titles, whole and with certainty, or not.

A gene joined to an alteration is a criterion ("KRAS G12C-mutant", "HER2-positive") only if no
word around it is unknown, if nothing else of the title speaks of genes or alterations, and if
the inclusion criteria name the gene and do not narrow it further. A title that negates, that
speaks of several genes in a way that could be AND or OR, or of germline variants, is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from oncomatch.domain.biomarker import Biomarker, CodonChange, GeneMutation, atoms_of
from oncomatch.errors import BiomarkerError
from oncomatch.trials.alterations import GENE, SEVERAL, Phrase, find_phrases, names_of, symbol_of
from oncomatch.trials.surroundings import doubtful_word

_NEGATED = re.compile(
    r"wild[\s-]*type|(?<!with or )(?<!with and )\bwithout\b(?! (?:prior|previous))|"
    r"\bnegative\b|\bregardless\b|"
    r"\bnon[\s-](?!small|squamous|muscle|metastatic|randomi[sz]ed|inferiority|hodgkin)",
    re.IGNORECASE,
)
_NOT_REQUIRED = re.compile(r"\bincluding\b|\bsuch as\b|\bor other\b|\bfocus on\b", re.IGNORECASE)
_GERMLINE = re.compile(r"germline|hereditary|carriers?|inherited", re.IGNORECASE)
_NOT_TREATMENT = re.compile(
    r"\bimaging\b|\bPET\b|screening|prevention|registry|natural history|education|"
    r"surveillance|\bdetection\b|biopsy\b.*\bfeasibility|cardiotoxicity|cardiac|"
    r"quality of life|tobacco|exercise",
    re.IGNORECASE,
)
_MENTION = re.compile(rf"\b(?P<gene>{GENE})\b", re.IGNORECASE)
_OTHER_MARKERS = re.compile(
    r"\b(?:HLA|leu[ck]ocyte antigen|SPOP|homologous recombination|RAS|RAF|BRCA|NTRK|FGFR|PI3K|HRD|"
    r"HRR|HER3|TROP2|PD-L1|PSMA)\b",
    re.IGNORECASE,
)
_CHANGE = r"\b[ACDEFGHIKLMNPQRSTVWY]\d{2,4}[ACDEFGHIKLMNPQRSTVWYX]\b"
_ALTERATION = re.compile(
    rf"{_CHANGE}|(?i:\b(?:mutat\w*|mutants?|amplif\w*|fusions?|rearrang\w*|delet\w*|insertions?|"
    r"exons?|codons?|skipping|variants?|alter(?:ed|ations?)|class\s(?:\d|I+))\b)"
)
_NARROWER = re.compile(
    rf"{_CHANGE}|(?i:\b(?:(?:exons?|codons?)\s*\d|ex\d|del\s?19|class\s(?:\d|I+)|(?:un)?common|"
    r"a?typical|sensiti[sz]ing|sensitivity|(?:tyrosine\s)?kinase domain))"
)
_AGENT = (
    r"(?:inhibitors?|TKIs?|targeted|targeting|specific|directed|antibod(?:y|ies)|degraders?|based|"
    r"peptide|and\s(?:anti[\s-]?)?\w+\sinhibitors?)"
)
_TARGET = re.compile(
    rf"\b(?:pan[\s-])?(?:anti[\s-]?)?(?:{GENE})\b\)?(?:[\s-]?(?:p\.)?[A-Z]\d{{2,4}}[A-Z])?"
    rf"(?:[\s-]mutant)?(?:\s\((?:ON|OFF|ON/OFF)\)(?:[\s-]{_AGENT})?|[\s-]+(?:selective\s)?{_AGENT})\b",
    re.IGNORECASE,
)
EXCLUSION_HEADING = re.compile(
    r"exclusion criteria|^\W*(?:key\s)?exclusions?\W*$", re.IGNORECASE | re.MULTILINE
)
_NOTHING = "the title names no alteration that is read with certainty"


@dataclass(frozen=True, slots=True)
class Reading:
    """A criterion with the words it was read from."""

    biomarker: Biomarker
    quote: str


def read_title(title: str, eligibility: str) -> Reading:
    """Return the criterion of a title, confirmed by the eligibility text.

    Raises:
        BiomarkerError: there is none, or it cannot be read with certainty; the message says why.
    """
    return read_titles((title,), eligibility)


def read_titles(titles: Iterable[str], eligibility: str) -> Reading:
    """Return the criterion that the titles of one trial name, confirmed by the eligibility text.

    A title may be silent; a doubt about one is a doubt about the trial.

    Raises:
        BiomarkerError: none names a criterion, or it cannot be read with certainty; the message
            says why.
    """
    found = [phrases for title in titles if (phrases := _criterion(title))]
    if not found:
        raise BiomarkerError(_NOTHING)
    first = found[0][0]
    if {phrases[0].biomarker for phrases in found} != {first.biomarker}:
        raise BiomarkerError("the titles of the trial name different criteria")
    _confirm(first, eligibility)
    quotes = dict.fromkeys(quote for phrase in found[0] for quote in phrase.quotes)
    return Reading(first.biomarker, "; ".join(quotes))


def _criterion(title: str) -> list[Phrase]:
    """Return the phrases of a title, all of one meaning; none if it is silent about markers."""
    if _NOT_TREATMENT.search(title):
        raise BiomarkerError("not a trial of treatment by its title")
    if _GERMLINE.search(title):
        raise BiomarkerError("speaks of germline variants")
    plain = _TARGET.sub(lambda found: " " * len(found[0]), title)
    if _NOT_REQUIRED.search(plain):
        raise BiomarkerError("whether the title's marker is required is not certain")
    phrases = find_phrases(plain)
    if _NEGATED.search(plain):
        raise BiomarkerError("the title negates something")
    rest = plain
    for phrase in phrases:
        rest = rest[: phrase.start] + " " * (phrase.end - phrase.start) + rest[phrase.end :]
    _check_rest(rest, phrases)
    for phrase in phrases:
        word = doubtful_word(rest[: phrase.start], rest[phrase.end :])
        if word:
            raise BiomarkerError(f"whether {word!r} changes the title's criterion is not certain")
    return phrases


def _check_rest(rest: str, phrases: list[Phrase]) -> None:
    """Refuse a title that speaks of genes or alterations beside what was read."""
    read = {phrase.gene for phrase in phrases}
    mentioned = {symbol_of(found["gene"]) for found in _MENTION.finditer(rest)}
    if not phrases:
        if mentioned or _ALTERATION.search(rest):
            raise BiomarkerError(_NOTHING)
        return
    if len(read) > 1 or mentioned - read or _OTHER_MARKERS.search(rest):
        raise BiomarkerError(SEVERAL)
    if mentioned or _ALTERATION.search(rest) or len({phrase.biomarker for phrase in phrases}) > 1:
        raise BiomarkerError("the title says more of the alteration than is read with certainty")


def _confirm(criterion: Phrase, eligibility: str) -> None:
    """Refuse a criterion that the inclusion criteria do not have, or have in narrower words."""
    inclusion = EXCLUSION_HEADING.split(eligibility, maxsplit=1)[0]
    name = names_of(criterion.gene)
    if not name.search(inclusion):
        raise BiomarkerError("the inclusion criteria do not name the gene")
    if not any(
        isinstance(atom, CodonChange | GeneMutation) for atom in atoms_of(criterion.biomarker)
    ):
        return
    for line in inclusion.splitlines():
        if name.search(line) and _NARROWER.search(line):
            raise BiomarkerError("the inclusion criteria narrow the title's criterion")
