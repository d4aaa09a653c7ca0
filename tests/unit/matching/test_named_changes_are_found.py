"""Every exact protein change of the bundled knowledge is met by the variant that it names.

The variant is made from the name on the reference, annotated, and asked about: whatever the
annotation calls it, the answer is yes. The variants of other names at the same place are asked
as well: the answer is no.
"""

from __future__ import annotations

import re
from functools import cache

from building import annotated, evaluate, facts_of, rewritten, tumor, with_variants
from oncomatch.domain.biomarker import ProteinChange, atoms_of
from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.evaluation import Outcome
from oncomatch.domain.variant import Variant
from oncomatch.knowledge.base import open_knowledge
from oncomatch.reference.bundle import open_reference

NAME = re.compile(r"([A-Z*])(\d+)(?:_[A-Z*](\d+))?(delins|del|ins|dup|)([A-Z*]*)")
BUILD = GenomeBuild.GRCH38


@cache
def changes() -> tuple[ProteinChange, ...]:
    """Return the exact changes of genes with sequence, on the reported transcript, sorted."""
    atoms = {atom for item in open_knowledge().evidence for atom in atoms_of(item.biomarker)}
    exact = [
        atom
        for atom in atoms
        if isinstance(atom, ProteinChange)
        and not atom.transcript
        and open_reference().has_sequence(atom.gene, BUILD)
    ]
    return tuple(sorted(exact, key=str))


def variant_of(change: ProteinChange) -> Variant | None:
    """Return the variant that a name means, None where this cannot be made from the name.

    Frameshifts leave the bases open; an insertion stands between neighbours; a start codon has
    consequences of its own; residues whose codon an intron divides cannot be rewritten in one
    piece.
    """
    found = NAME.fullmatch(change.change)
    if found is None or found[1] == "*" or int(found[2]) == 1:
        return None
    first, last = int(found[2]), int(found[3] or found[2])
    transcript = open_reference().reported_transcript(change.gene, BUILD)
    assert transcript is not None
    exons = {transcript.exon_of_coding(base) for base in range(first * 3 - 4, last * 3 + 1)}
    if len(exons) > 1:
        return None
    if found[4] == "dup":
        copy = transcript.protein_sequence[first - 1 : last]
        return rewritten(change.gene, last + 1, last, copy)
    if found[4] == "ins":
        if last != first + 1:
            return None
        return rewritten(change.gene, last, first, found[5])
    return rewritten(change.gene, first, last, found[5])


@cache
def made() -> tuple[tuple[ProteinChange, Variant], ...]:
    """Return every change with its variant, where one can be made."""
    pairs = [(change, variant_of(change)) for change in changes()]
    return tuple((change, variant) for change, variant in pairs if variant is not None)


def outcome(change: ProteinChange, variant: Variant) -> Outcome:
    """Return whether a tumour with the variant alone fits the change."""
    facts = facts_of(with_variants(tumor("LUAD", panel=[change.gene]), variant))
    return evaluate(change, facts).outcome


def missed(*, substitutions: bool) -> list[str]:
    """Return the changes that their own variant does not meet, with what it is called."""
    return [
        f"{change} (called {annotated(variant).label})"
        for change, variant in made()
        if (NAME.fullmatch(change.change)[4] == "") is substitutions  # type: ignore[index]
        and outcome(change, variant) is not Outcome.MET
    ]


def test_most_changes_can_be_made() -> None:
    assert len(made()) > 0.85 * len(changes()) > 400


def test_substitutions() -> None:
    assert missed(substitutions=True) == []


def test_insertions_and_deletions() -> None:
    assert missed(substitutions=False) == []


def test_no_change_is_met_by_another_of_its_residue() -> None:
    """V600K for V600E, G12C for G12D, and all others that the knowledge has."""
    pairs = [
        (change, variant)
        for change, _ in made()
        for other, variant in made()
        if change.gene == other.gene
        and change.change[:-1] == other.change[:-1]
        and change.change != other.change
        and re.fullmatch(r"[A-Z]\d+[A-Z*]", change.change)
    ]
    wrong = [str(change) for change, variant in pairs if outcome(change, variant) is Outcome.MET]

    assert len(pairs) > 100
    assert wrong == []
