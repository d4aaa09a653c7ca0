"""From words of genes, alterations and markers to patterns: what a list of them means.

A phrase is a stretch of such words, joined by `and`, `or`, commas and brackets. A gene without
a word of its alteration takes that of the list (`KRAS, NRAS or BRAF mutation`), an alteration
without a gene belongs to the one before (`EGFR exon 19 deletion or L858R`). A phrase that says
more than the pattern language can, or whose AND and OR are not certain, has no pattern.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from oncomatch.domain.biomarker import Biomarker
from oncomatch.errors import BiomarkerError
from oncomatch.trials.eligibility.alterations import named_alone, usual
from oncomatch.trials.eligibility.joining import Joined, UnreadableError, any_of
from oncomatch.trials.eligibility.parser import Parser
from oncomatch.trials.eligibility.places import is_place
from oncomatch.trials.eligibility.prefixes import heads_a_list
from oncomatch.trials.eligibility.tokens import Sort, Token, tokens_of

_IN_PHRASE = frozenset(Sort) - {Sort.WORD, Sort.DRUG}
_SPEAKING = frozenset({Sort.GENE, Sort.ALTERATION, Sort.MARKER, Sort.UNREADABLE})
_SAYING = frozenset({Sort.ALTERATION, Sort.MARKER, Sort.UNREADABLE, Sort.EXCEPTION})
_LOOSE = frozenset({Sort.FILLER, Sort.JOINT, Sort.OPEN, Sort.CLOSE})


@dataclass(frozen=True, slots=True)
class Phrase:
    """Where a sentence speaks of genes or markers; `pattern` is None where it is not understood.

    `doubtful` is set where the words usually, but not surely, mean the pattern. `parts` are what
    is joined by AND and may be asked for apart, each with its own doubt. `only_names` are the
    genes of a phrase that names them and says nothing of them; `of_no_gene` is set where a phrase
    names none at all (*driver mutations*). `either` is what it lists where commas mean OR;
    `lists` is set where it begins with words that say so (*one of the following:*).
    """

    start: int
    end: int
    pattern: Biomarker | None
    doubtful: bool = False
    parts: tuple[tuple[Biomarker, bool], ...] = ()
    only_names: tuple[str, ...] = ()
    of_no_gene: bool = False
    either: Joined | None = None
    lists: bool = False


def find_phrases(text: str, *, barring: bool = False) -> list[Phrase]:
    """Return where a sentence speaks of genes and markers, left to right.

    `barring` says that what it names excludes: there a pattern may be narrower than the words.
    """
    return phrases_in(tokens_of(text), barring=barring)


def phrases_in(tokens: list[Token], *, barring: bool = False) -> list[Phrase]:
    """Return the phrases of a sentence that is cut into tokens."""
    return [phrase for run in _runs(tokens) if (phrase := _phrase(run, barring)) is not None]


def _runs(tokens: list[Token]) -> Iterator[list[Token]]:
    """Yield the stretches of words that belong together, without what only joins at their ends."""
    run: list[Token] = []
    for token in [*tokens, Token(Sort.WORD, 0, 0, "")]:
        if token.sort in _IN_PHRASE and (token.text != ";" or any(map(heads_a_list, run))):
            run.append(token)
            continue
        while run and run[0].sort in _LOOSE and not heads_a_list(run[0]):
            del run[0]
        while run and (run[-1].sort in _LOOSE or run[-1].sort in (Sort.NEGATION, Sort.EXCEPTION)):
            del run[-1]
        if any(each.sort in _SPEAKING for each in run):
            yield run
        run = []


def _phrase(run: list[Token], barring: bool) -> Phrase | None:
    start, end = run[0].start, run[-1].end
    if all(_says_nothing(each) for each in run):
        return None
    try:
        read = Parser(run, barring=barring).read()
    except (UnreadableError, BiomarkerError, ValueError):
        said = any(each.sort in _SAYING for each in run)
        names = () if said else tuple(gene for each in run for gene in each.genes)
        of_no_gene = not any(each.genes or each.patterns or is_place(each) for each in run)
        either = None if names or of_no_gene else each_of_list(run, barring=barring)
        return Phrase(start, end, None, only_names=names, of_no_gene=of_no_gene, either=either)
    if read is None:
        return None
    if barring and read.doubtful:
        each = each_of_list(run, barring=True)
        read = each if each and not each.doubtful else read
    lists = any(map(heads_a_list, run))
    return Phrase(start, end, read.pattern, read.doubtful, read.parts, lists=lists)


def each_of_list(run: list[Token], *, barring: bool) -> Joined | None:
    """Return what a stretch lists where each is enough by itself, the reading without doubt first.

    A list whose parts have words of their own may be surer in pieces.
    """
    whole = _listed(run, barring)
    said = sum(any(each.alteration for each in piece) for piece in _pieces(run))
    if whole and not (whole.doubtful and barring and said > 1):
        return whole
    in_pieces = _listed_in_pieces(run, barring)
    if whole:
        return in_pieces if in_pieces and not in_pieces.doubtful else whole
    return _listed_as_read(run) or in_pieces


def _listed(run: list[Token], barring: bool) -> Joined | None:
    try:
        return Parser(run, either=True, barring=barring).read()
    except (UnreadableError, BiomarkerError, ValueError):
        return None


def _listed_as_read(run: list[Token]) -> Joined | None:
    """Return what a stretch lists beside an alternative that is not understood, with doubt."""
    if not any(each.sort is Sort.UNREADABLE for each in run):
        return None
    parts: list[list[Token]] = [[]]
    for token in run:
        parts[-1].append(token)
        if token.sort is Sort.JOINT and token.text.lower().strip(" ,") in ("", "or", "and/or"):
            parts.append([])
    kept = [part for part in parts if not any(each.sort is Sort.UNREADABLE for each in part)]
    rest = [token for part in kept for token in part]
    while rest and rest[-1].sort in _LOOSE:
        del rest[-1]
    read = _listed(rest, barring=False) if rest else None
    return replace(read, doubtful=True) if read else None


def _listed_in_pieces(run: list[Token], barring: bool) -> Joined | None:
    """Return what the pieces of a list say each by itself: `EGFR, MET (exon 14)`.

    A gene alone means what it is usually altered by; a piece that is not understood is left out.
    It is in doubt, but where all pieces of what excludes are read.
    """
    if any(each.sort in (Sort.NEGATION, Sort.EXCEPTION) for each in run):
        return None
    if any(each.alteration is not None and each.alteration.negates for each in run):
        return None
    altered_ret = any_of(list(usual("RET")))
    pieces = [each for each in _pieces(run) if any(token.genes for token in each)]
    read = [found for each in pieces if (found := _piece(each, barring)) is not None]
    if not read or 2 * len(read) < len(pieces):
        return None
    parts = [each.pattern for each in read]
    pattern = any_of([named_alone("RET")[0] if each == altered_ret else each for each in parts])
    joints = {each.text.lower().strip(" ,") for each in run if each.sort is Sort.JOINT}
    unread = len(read) < len(pieces) or any(each.doubtful for each in read)
    doubtful = not barring or unread or joints == {"and"}
    return Joined(pattern, doubtful, ((pattern, doubtful),))


def _piece(piece: list[Token], barring: bool) -> Joined | None:
    try:
        return Parser(piece, either=True, carried=True, barring=barring).read()
    except (UnreadableError, BiomarkerError, ValueError):
        return None


def _pieces(run: list[Token]) -> Iterator[list[Token]]:
    """Yield the parts of a list between what joins them outside of brackets."""
    piece: list[Token] = []
    depth = 0
    for token in run:
        if token.sort is Sort.OPEN and token.text in "([":
            depth += 1
        elif token.sort is Sort.CLOSE:
            depth -= 1
        if token.sort is Sort.JOINT and depth <= 0:
            yield piece
            piece = []
        else:
            piece.append(token)
    yield piece


def _says_nothing(token: Token) -> bool:
    """Whether a token by itself speaks of no gene: `positive`, `negative`, `loss`, `high`."""
    if token.sort is Sort.UNREADABLE:
        return token.text.lower() in _COMMON_WORDS
    if token.sort is Sort.ALTERATION:
        return token.name in _STATES or token.text.lower().startswith("variant")
    return token.sort not in (Sort.GENE, Sort.MARKER)


_STATES = (
    "positive",
    "negative",
    "minus",
    "expressed",
    "lost",
    "stain",
    "wild",
    "exon_residue",
    "deleted",
)
_COMMON_WORDS = frozenset(
    """
    high low intermediate common rare typical atypical uncommon resistance resistant primary
    acquired concurrent complex ratio score fold classical ultralow
    """.split()
)
