"""Groups that one word makes: a marker, the partners of a fusion, a gene with exceptions."""

from __future__ import annotations

from oncomatch.domain.biomarker import Biomarker, ChangeKind, Fusion, GeneMutation
from oncomatch.trials.eligibility.joining import Group, UnreadableError
from oncomatch.trials.eligibility.tokens import Token


def of_marker(token: Token, joint: str, negated: bool) -> Group:
    """Return the group of a marker; who has the change of a syndrome has the syndrome."""
    group = Group((), list(token.patterns), joint, set(), negated, token.name)
    group.doubtful = token.doubtful and not (negated and token.name.startswith("syndrome"))
    return group


def of_partners(genes: tuple[str, ...], said: str, joint: str, negated: bool) -> Group:
    """Return the group of `EWSR1-FLI1 fusion`: the partners of one fusion, the 5' one first.

    Raises:
        UnreadableError: there are not two, or something else is said of them.
    """
    if len(genes) != 2 or said not in ("fusion", "rearranged", "positive"):
        raise UnreadableError
    return Group((genes[0],), [Fusion(*genes)], joint, set(), negated, said)


def of_any_mutation(gene: str, joint: str, negated: bool) -> Group:
    """Return the group of a gene whose exceptions follow: `EGFR other than L858R`."""
    pattern: Biomarker = GeneMutation(gene, ChangeKind.MUTATION)
    return Group((gene,), [pattern], joint, set(), negated, "mutated")
