"""What the parts of a list of genes and markers ask for together: AND, OR, or not certain."""

from __future__ import annotations

from dataclasses import dataclass, field

from oncomatch.domain.biomarker import (
    AllOf,
    AnyOf,
    Biomarker,
    ChangeKind,
    Expression,
    GeneMutation,
    MicrosatelliteInstability,
    MicrosatelliteStability,
    MismatchRepair,
    Not,
    atoms_of,
)
from oncomatch.trials.eligibility.gene_names import RECEPTORS, are_of_one_family
from oncomatch.trials.eligibility.part_sorts import (
    are_of_different_sorts,
    are_of_one_codon,
    are_states,
    denied,
    is_change_beside_absence,
    sort_of,
)

_LIST = 3  # places of one gene that a comma and AND join as a list, and not as one change


@dataclass(slots=True)
class Group:
    """What one word of an alteration says of the genes before it, and how it is joined on."""

    genes: tuple[str, ...]
    patterns: list[Biomarker]
    joint: str
    inner: set[str]
    negated: bool
    said: str = ""
    is_place: bool = False
    several: bool = False
    from_prefix: bool = False
    doubtful: bool = False
    vague: bool = False
    narrowed: bool = False
    further: bool = False

    @property
    def takes_kind(self) -> bool:
        """Whether another kind may follow in its place: a state before the gene, no residue."""
        return self.from_prefix and not self.is_place

    @property
    def negates_place(self) -> bool:
        """Whether a place that is named for it is unchanged: `wild-type RAS (exons 2 to 4)`."""
        return self.negated or self.said == "wild"


class UnreadableError(Exception):
    """The phrase says something that has no pattern."""


@dataclass(frozen=True, slots=True)
class Joined:
    """A pattern with its doubt; `parts` may be asked for apart, each with its own doubt."""

    pattern: Biomarker
    doubtful: bool
    parts: tuple[tuple[Biomarker, bool], ...]


def join(
    groups: list[Group], *, negated: bool, apart: bool, either: bool = False, one_of: bool = False
) -> Joined:
    """Return what groups ask for together.

    `negated` says that one negation stands before all of them, `apart` that what is joined by
    AND may be asked for apart, `either` that commas and AND list what is enough by itself, `one_of`
    that the words say so.

    Raises:
        UnreadableError: whether AND or OR is meant is not certain.
    """
    joining = _Joining(groups, negated, apart, either, one_of)
    pattern = joining.joined()
    return Joined(pattern, joining.doubtful, tuple(joining.parts) or ((pattern, joining.doubtful),))


@dataclass(slots=True)
class _Joining:
    groups: list[Group]
    negated: bool
    apart: bool
    either: bool
    one_of: bool
    doubtful: bool = False
    parts: list[tuple[Biomarker, bool]] = field(default_factory=list)

    def joined(self) -> Biomarker:
        """Return what the groups ask for together."""
        parts = [self._of_group(each) for each in self.groups]
        doubts = [each.doubtful for each in self.groups]
        doubts = [each or self.doubtful for each in doubts]
        self.doubtful = any(doubts)
        if len(set(parts)) == 1:
            return parts[0]
        joints = [each.joint for each in self.groups[1:]]
        parts, joints = _once_in_a_row(parts, joints)
        if all(each.negated for each in self.groups):
            if "or" in joints and not self.negated:
                self.doubtful = True
            return all_of(parts)
        listed = self.either or (self.one_of and set(joints) <= {",", "or", "and/or", "and", ""})
        if listed and not any(each.negated for each in self.groups):
            further = len(self.groups) < _LIST and any(each.further for each in self.groups)
            vague = (joints == ["and"] or further) and not self.one_of
            self.doubtful = self.doubtful or (vague and "or" not in joints)
            return any_of(parts)
        parts, joints = _receptors_first(parts, joints)
        parts, joints = _unstable_first(parts, joints)
        if len(parts) == 1:
            return parts[0]
        words = set(joints)
        if words <= {"or", "and/or", ","} and words & {"or", "and/or"}:
            if any(each.negated for each in self.groups):
                self.doubtful = True
            return any_of(parts)
        if words == {"/"} and _are_changes_of_one_gene(self.groups):
            return any_of(parts)
        mixed = are_of_different_sorts(parts)
        if (mixed or are_states(parts)) and "or" not in words and "and/or" not in words:
            apart = len({sort_of(part) for part in parts}) > 1 and self.apart
            if apart and len(parts) == len(doubts):
                self.parts = list(zip(parts, doubts, strict=True))
            return all_of(parts)
        if are_of_one_codon(parts):
            return any_of(parts)
        if words <= {"and", ","} and not self.one_of and is_change_beside_absence(parts):
            if self.apart and len(parts) == len(doubts):
                self.parts = list(zip(parts, doubts, strict=True))
            return all_of(parts)
        if "or" in words or "and/or" in words:
            raise UnreadableError
        if words == {","} and _are_one_of_a_list(self.groups):
            return any_of(parts)
        self.doubtful = True
        genes = {each.genes for each in self.groups}
        if words == {"and"} and len(parts) == 2 and len(genes) > 1:
            return all_of(parts)
        one_gene = len(genes) == 1 or "/" in words or len(parts) > 2
        if one_gene and not any(each.negated for each in self.groups):
            return any_of(parts)
        raise UnreadableError

    def _of_group(self, group: Group) -> Biomarker:
        if group.said == "wild":
            if group.negated:
                raise UnreadableError
            if group.inner & {"or", "and/or"}:
                self.doubtful = True
            return all_of(group.patterns)
        if group.negated:
            if group.inner & {"or"} and group.said in ("negative", "minus", "unmutated"):
                self.doubtful = True
            return all_of([Not(each) for each in group.patterns])
        receptors = set(group.genes) <= RECEPTORS
        if group.inner and group.inner <= {"and", "/"} and len(group.patterns) == 2:
            if receptors and group.inner == {"and"}:
                return all_of(group.patterns)
            # whether `CD19/CD22 expression` is of both or of either is not said
            both = group.inner == {"/"} and group.said == "expressed" and not receptors
            self.doubtful = self.doubtful or group.inner == {"and"} or both
        if len(group.genes) > 1 and group.said == "amplified":
            self.doubtful = self.doubtful or not are_of_one_family(group.genes)
        return any_of(group.patterns)


def _are_one_of_a_list(groups: list[Group]) -> bool:
    """Whether genes stand behind one change for all, or places in brackets behind their gene."""
    listed = all(each.from_prefix for each in groups)
    listed = listed or (groups[0].narrowed and all(each.is_place for each in groups))
    return listed and not any(each.negated for each in groups)


def all_of(parts: list[Biomarker]) -> Biomarker:
    """Return AND of the patterns, flat and each once."""
    flat = [part for each in parts for part in (each.parts if isinstance(each, AllOf) else (each,))]
    unique = tuple(dict.fromkeys(flat))
    return unique[0] if len(unique) == 1 else AllOf(unique)


def any_of(parts: list[Biomarker]) -> Biomarker:
    """Return OR of the patterns, flat and each once; a mutation of a gene is one of any kind."""
    flat = [part for each in parts for part in (each.parts if isinstance(each, AnyOf) else (each,))]
    whole = {
        each.gene
        for each in flat
        if isinstance(each, GeneMutation) and each.kind is ChangeKind.MUTATION
    }
    unique = tuple(
        dict.fromkeys(
            each
            for each in flat
            if not isinstance(each, GeneMutation)
            or each.kind is ChangeKind.MUTATION
            or each.gene not in whole
        )
    )
    return unique[0] if len(unique) == 1 else AnyOf(unique)


def untorn(pattern: Biomarker) -> Biomarker:
    """Return what no tumour can have together as the alternatives that are meant.

    *Triple-negative and HER2-positive subtypes*, *HER2-positive and HER2-negative cancer*.
    """
    if not isinstance(pattern, AllOf):
        return pattern
    torn = {denied(part) for part in pattern.parts} & set(pattern.parts)
    if not torn:
        return pattern
    absent = [part for part in pattern.parts if denied(part) is not None]
    present = [part for part in pattern.parts if denied(part) is None]
    if len(present) > 1:
        absent = [part for part in pattern.parts if part not in torn]
        present = [part for part in pattern.parts if denied(part) not in torn]
    return any_of([all_of(absent), all_of(present)])


def _once_in_a_row(parts: list[Biomarker], joints: list[str]) -> tuple[list[Biomarker], list[str]]:
    """Leave out what says the same as the part before: `fusions/rearrangements or mutations`."""
    kept, joined = parts[:1], []
    for part, joint in zip(parts[1:], joints, strict=True):
        if part != kept[-1]:
            kept.append(part)
            joined.append(joint)
    return kept, joined


def _receptors_first(
    parts: list[Biomarker], joints: list[str]
) -> tuple[list[Biomarker], list[str]]:
    """Join `ER+ and/or PR+` before anything else is joined to them."""
    for place, joint in enumerate(joints):
        pair = parts[place : place + 2]
        if joint in ("or", "and/or", "/") and all(map(_is_receptor, pair)):
            return _receptors_first(
                [*parts[:place], any_of(pair), *parts[place + 2 :]],
                [*joints[:place], *joints[place + 1 :]],
            )
    return parts, joints


def _is_receptor(part: Biomarker) -> bool:
    return all(isinstance(each, Expression) and each.gene in RECEPTORS for each in atoms_of(part))


_REPAIR = MicrosatelliteInstability | MicrosatelliteStability | MismatchRepair


def _unstable_first(parts: list[Biomarker], joints: list[str]) -> tuple[list[Biomarker], list[str]]:
    """Join MSI-H and dMMR, or MSS and pMMR, two names of one thing, as either of them."""
    for place in range(len(joints)):
        pair = parts[place : place + 2]
        if all(isinstance(each, _REPAIR) for each in pair):
            return (
                [*parts[:place], any_of(pair), *parts[place + 2 :]],
                [*joints[:place], *joints[place + 1 :]],
            )
    return parts, joints


_CHANGES = frozenset(
    "amplified overexpressed mutated altered fusion rearranged deleted homozygous lost".split()
)


def _are_changes_of_one_gene(groups: list[Group]) -> bool:
    """Whether slashes part what is changed in one gene: `HER2 overexpressed/amplified/mutant`."""
    changed = all(each.said in _CHANGES and not each.negated for each in groups)
    return changed and len({each.genes for each in groups}) == 1
