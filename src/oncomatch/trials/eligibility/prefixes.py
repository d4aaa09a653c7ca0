"""What is taken together before a stretch is read: `RAS (KRAS, NRAS)`, `mutations or fusions`."""

from __future__ import annotations

from dataclasses import replace

from oncomatch.trials.eligibility.alterations import Alteration, several, surface_protein
from oncomatch.trials.eligibility.alterations import Sort as Said
from oncomatch.trials.eligibility.denials import with_each_denied
from oncomatch.trials.eligibility.gene_names import RESIDUES
from oncomatch.trials.eligibility.places import is_place
from oncomatch.trials.eligibility.tokens import Sort, Token

_LINKS = ("in", "of", "involving")


def prepared(run: list[Token], *, barring: bool = False) -> list[Token]:
    """Return the tokens with families as the members that brackets name, and kinds joined.

    Of what is asked for a high level of a protein on cells is read as that it is there.
    """
    run = _with_gene_of_residue(run)
    negated = any(each.sort is Sort.NEGATION for each in run)
    run = run if barring or negated else _without_height(run)
    run = _with_families_named(with_each_denied(run))
    return _with_joined_prefixes(_without_names_in_brackets(run))


def _with_gene_of_residue(run: list[Token]) -> list[Token]:
    """Return the tokens with the gene before a known residue where they name none."""
    if any(each.sort in (Sort.GENE, Sort.MARKER) for each in run):
        return run
    for place, token in enumerate(run):
        gene = RESIDUES.get(token.text[:5]) if token.name == "residue" else None
        if gene:
            if gene == "EGFR":  # "exon 19 deletion or L858R"
                place = next(at for at, each in enumerate(run) if is_place(each))
            at = run[place].start
            named = Token(Sort.GENE, at, at, gene, gene, (gene,))
            return [*run[:place], named, *run[place:]]
    return run


def _without_height(run: list[Token]) -> list[Token]:
    """Return the tokens without `high` beside a protein on cells: it is there at least."""

    def of_surface(near: list[Token]) -> bool:
        genes = [gene for each in near for gene in each.genes]
        return bool(genes) and all(map(surface_protein, genes))

    return [
        each
        for place, each in enumerate(run)
        if not (each.sort is Sort.UNREADABLE and each.text.lower() == "high")
        or not of_surface(run[max(0, place - 2) : place + 3])
    ]


def _without_names_in_brackets(run: list[Token]) -> list[Token]:
    """Return the tokens without a name of the gene behind its state: `PgR-positive (…receptor)`."""
    found: list[Token] = []
    at = 0
    while at < len(run):
        inside = [each.sort for each in run[at : at + 3]]
        named = [each for each in found if each.sort is Sort.GENE]
        alone = inside[:2] == [Sort.OPEN, Sort.GENE] and inside[2:] in ([], [Sort.CLOSE])
        if alone and named and found[-1].alteration and run[at + 1].genes == named[-1].genes:
            at += 3
            continue
        found.append(run[at])
        at += 1
    return found


def _with_joined_prefixes(run: list[Token]) -> list[Token]:
    """Return the tokens with such kinds as one token that means any of them."""
    found: list[Token] = []
    at = 0
    while at < len(run):
        end = _end_of_kinds(run, at) if not (found and found[-1].sort is Sort.GENE) else at
        kinds = [each for each in run[at:end] if _is_kind(each)]
        if len(kinds) > 1 and _leads_to_a_gene(run, end):
            found.append(_any_of(kinds))
            at = end
        else:
            found.append(run[at])
            at += 1
    return found


def says_one_of(run: list[Token], place: int) -> bool:
    """Whether a word with the next says that one of what follows is enough."""
    if run[place].text.lower() not in ("one", "any", "one or more", "1 or more", "at least one"):
        return False
    return place + 1 < len(run) and run[place + 1].text.lower() in ("of", "following")


def is_before_its_gene(run: list[Token], place: int) -> bool:
    """Whether a place stands before the gene that it is of: `L858R or del19 EGFR mutation`."""
    return is_place(run[place]) and any(each.sort is Sort.GENE for each in run[place + 1 :])


def heads_a_list(token: Token) -> bool:
    """Whether a list follows a token, whatever joins it: `one of the following:`, `none of`."""
    none = token.sort is Sort.NEGATION and token.text.lower().startswith("none")
    return none or (token.sort is Sort.OPEN and "of the" in token.text.lower())


def leads_to_its_gene(rest: list[Token], *, said_on: bool) -> bool:
    """Whether a word is said of the gene in the rest behind it: `mutation in KRAS`.

    `said_on` tells that it may as well be said of a gene before.
    """
    linked = opened = False
    for token in rest:
        if token.sort is Sort.GENE:
            return linked or not said_on
        if token.sort in (Sort.OPEN, Sort.CLOSE):
            opened = token.text in ("(", "[")
            continue
        if token.sort is Sort.QUALITY or (opened and token.sort is Sort.JOINT):
            continue
        if token.sort is Sort.FILLER:
            linked = linked or token.text.lower() in ("in", "of", "of the", "in the")
        elif is_place(token):
            continue
        elif token.name != "mutated" and token.text not in ("(", ")", "[", "]", "/"):
            return False
    return False


def _is_kind(token: Token) -> bool:
    alteration = token.alteration
    return alteration is not None and alteration.sort is Said.KIND and not alteration.negates


def _end_of_kinds(run: list[Token], at: int) -> int:
    """Return where the kinds that begin here end, joined by OR, slashes or commas."""
    end = at
    while end < len(run) and _is_kind(run[end]):
        end += 1
        ahead = end
        while ahead < len(run) and run[ahead].sort in (Sort.JOINT, Sort.FILLER):
            if run[ahead].sort is Sort.JOINT and run[ahead].text.lower().strip(" ,") == "and":
                return end
            ahead += 1
        joined = any(each.sort is Sort.JOINT for each in run[end:ahead])
        if not (joined and ahead < len(run) and _is_kind(run[ahead])):
            return end
        end = ahead
    return end


def _leads_to_a_gene(run: list[Token], at: int) -> bool:
    linked = False
    while at < len(run) and run[at].sort in (Sort.FILLER, Sort.OPEN):
        linked = linked or run[at].text.lower() in _LINKS
        at += 1
    return linked and at < len(run) and run[at].sort is Sort.GENE


def _any_of(kinds: list[Token]) -> Token:
    alterations = [each.alteration for each in kinds if each.alteration is not None]
    names = {each.name for each in kinds}
    if names == {"mutated", "altered"}:
        return next(each for each in kinds if each.name == "altered")
    whole = Alteration(
        Said.KIND,
        several(tuple(each.make for each in alterations)),
        doubtful=lambda gene: any(each.doubtful(gene) for each in alterations),
    )
    return replace(kinds[0], end=kinds[-1].end, name="altered", alteration=whole)


def _with_families_named(run: list[Token]) -> list[Token]:
    """Return the tokens with `RAS (KRAS or NRAS)` as the genes that the brackets name."""
    found: list[Token] = []
    at = 0
    while at < len(run):
        end = _end_of_members(run, at)
        if end:
            genes = tuple(dict.fromkeys(g for each in run[at + 1 : end] for g in each.genes))
            place = len(found) - 1
            while place >= 0 and not set(genes) <= set(found[place].genes):
                place -= 1
            if place >= 0 and len(found) - place <= _NEAR:
                found[place] = replace(found[place], genes=genes)
                at = end
                continue
        found.append(run[at])
        at += 1
    return found


_NEAR = 3
"""Tokens back from brackets to the family whose members they name: `RAS gene mutation (…)`."""


def _end_of_members(run: list[Token], at: int) -> int:
    """Return where brackets that begin here and hold nothing but two genes or more end, else 0."""
    if run[at].sort is not Sort.OPEN or run[at].text not in ("(", "["):
        return 0
    for end in range(at + 1, len(run)):
        if run[end].sort is Sort.CLOSE:
            return end + 1 if sum(each.sort is Sort.GENE for each in run[at:end]) > 1 else 0
        if run[end].sort not in (Sort.GENE, Sort.JOINT):
            return 0
    genes = sum(each.sort is Sort.GENE for each in run[at:])
    return len(run) if genes > 1 else 0  # the last bracket of a stretch is not a part of it
