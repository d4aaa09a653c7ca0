"""What the words of an alteration say of the genes before them: a kind, a place, an exception."""

from __future__ import annotations

from dataclasses import dataclass, field

from oncomatch.domain.biomarker import Biomarker, Expression, ExpressionKind
from oncomatch.trials.eligibility.alterations import HER2_POSITIVE, Alteration, altered, lost
from oncomatch.trials.eligibility.alterations import Sort as Said
from oncomatch.trials.eligibility.brackets import in_region, is_of_fusions, is_told
from oncomatch.trials.eligibility.gene_names import are_of_one_family
from oncomatch.trials.eligibility.groups import of_any_mutation, of_partners
from oncomatch.trials.eligibility.joining import Group, UnreadableError
from oncomatch.trials.eligibility.qualities import except_from, qualified
from oncomatch.trials.eligibility.tokens import Token

_SAID_TWICE = frozenset("mutated positive altered expressed stain fusion".split())


@dataclass(slots=True, kw_only=True)
class Saying:
    """What was said of genes so far, left to right, and what the next word adds to it.

    `pending` are genes of which nothing is said yet; `inner` are the words that join them.
    """

    doubtful: bool = False
    gained: bool = False
    groups: list[Group] = field(default_factory=list)
    pending: list[Token] = field(default_factory=list)
    inner: set[str] = field(default_factory=set)
    joint: str = ""
    first_joint: str = ""
    quality: str = ""
    origins: set[str] = field(default_factory=set)
    negated: bool = False
    excepting: bool = False
    opened: bool = False
    narrowing: tuple[str, ...] = ()
    barring: bool = False

    def apply(
        self, token: Token, pending: list[Token], joint: str, *, from_prefix: bool = False
    ) -> None:
        """Say an alteration of genes, which `joint` joins to what was said before."""
        alteration = token.alteration
        assert alteration is not None
        genes = tuple(dict.fromkeys(gene for each in pending for gene in each.genes))
        if self.inner & {"-", "::"}:
            self.inner = set()
            self.groups.append(of_partners(genes, token.name, joint, self.negated))
            return
        before, self.doubtful = self.doubtful, alteration.sort is Said.PLACE and len(pending) > 1
        patterns = [each for gene in genes for each in self._made(alteration, gene)]
        doubtful, self.doubtful = self.doubtful, before
        several = len(pending) > 1 or len(genes) > 1
        if not patterns:
            raise UnreadableError
        negated = self.negated != alteration.negates
        if joint == "," and self.inner & {"or", "and/or"}:
            joint = "or"
        group = Group(
            genes,
            list(dict.fromkeys(patterns)),
            joint,
            set(self.inner),
            negated,
            token.name,
            alteration.sort is Said.PLACE,
            several,
            from_prefix,
        )
        group.doubtful = doubtful
        group.vague = self.quality == "vague" and alteration.sort is Said.KIND
        if self.quality in ("vague", "homozygous"):
            self.quality = ""
        self.groups.append(group)
        self.inner = set()

    def _made(self, alteration: Alteration, gene: str) -> tuple[Biomarker, ...]:
        barred = (self.negated or self.barring) and alteration.make is altered
        if not (alteration.make is lost or barred):
            told = is_told(alteration, gene, self.groups, self.origins)
            self.doubtful = self.doubtful or (alteration.doubtful(gene) and not told)
        made = alteration.make(gene)
        if self.quality in ("", "vague") or alteration.sort is not Said.KIND:
            return made
        beside = gene != "EGFR" and any("EGFR" in each.genes for each in self.groups)
        if self.quality == "sensitizing" and beside:
            return made
        if self.negated and not self.barring and gene == "EGFR" and "activating" in self.quality:
            self.gained = True
        self.doubtful = self.doubtful or is_of_fusions(made) or self.quality == "high"
        return qualified(made, self.quality)

    def take_further(self, token: Token) -> None:
        """Take an alteration without a gene of its own: of the gene before, or a part of it."""
        alteration, last = token.alteration, self.groups[-1]
        assert alteration is not None
        if self.narrowing and alteration.sort is Said.KIND and last.said == "altered":
            last.patterns = [m for gene in self.narrowing for m in self._made(alteration, gene)]
            last.genes, last.said, last.doubtful = self.narrowing, token.name, False
            return
        if not self.joint and not self.opened:
            if last.takes_kind and alteration.sort is Said.KIND and last.said != token.name:
                last.patterns = [m for gene in last.genes for m in self._made(alteration, gene)]
                last.said, last.doubtful = token.name, False
            elif token.name == "negative" and not last.negated and not last.narrowed:
                last.negated = True
                self.doubtful |= last.is_place and len(self.groups) > 1  # of both, or of one
            elif token.name == "expressed" and last.said == "lost":
                last.patterns = [Expression(g, ExpressionKind.PROTEIN_LOSS) for g in last.genes]
                last.said = "protein_lost"
            elif token.name == "stain" and last.said == "expressed" and "ERBB2" in last.genes:
                last.patterns = [m for gene in last.genes for m in self._made(alteration, gene)]
                last.said, last.doubtful = token.name, False
            elif token.name == "wild" and last.is_place and not last.negated:
                last.negated = True
            elif alteration.sort is Said.PLACE and last.said == "mutated" and last.genes:
                self.narrow(token)
            elif token.name not in _SAID_TWICE:
                raise UnreadableError
            return
        if not last.genes:
            if alteration.sort is Said.STATE:
                return
            raise UnreadableError
        made = [each for gene in last.genes for each in self._made(alteration, gene)]
        if self.opened and not self.joint:
            if last.said in ("altered", "lost") and alteration.sort is Said.KIND:
                last.patterns, last.said, last.doubtful = made, token.name, False
                return
            if set(made) <= set(last.patterns) or (
                last.patterns == [HER2_POSITIVE]
                and token.name in ("stain", "amplified", "overexpressed")
            ):
                return
            if alteration.sort is Said.PLACE and last.said in ("mutated", "altered"):
                last.doubtful = False
                self.narrow(token)
                return
            raise UnreadableError
        joint, self.joint = self.joint, ""
        same = alteration.negates == (last.negated != self.negated) and last.said != "wild"
        if last.is_place and alteration.sort is not Said.PLACE and joint == ",":
            raise UnreadableError
        negated = self.negated != alteration.negates
        group = Group(last.genes, made, joint, set(), negated, token.name)
        group.is_place = alteration.sort is Said.PLACE
        group.several, group.further = not same, True
        self.groups.append(group)

    def narrow(self, token: Token) -> None:
        """Put a place (`exon 19 deletion`) where a mutation of the gene was read."""
        assert token.alteration is not None
        last = self.groups[-1]
        group = [last]
        if last.from_prefix and (self.opened or token.name in ("codon", "exon_mutation")):
            group = [each for each in self.groups if each.from_prefix and not each.narrowed]
        genes = self.narrowing or tuple(gene for each in group for gene in each.genes)
        if not are_of_one_family(genes):
            raise UnreadableError
        made = [each for gene in genes for each in self._made(token.alteration, gene)]
        last.patterns, last.negated = in_region(made, last.patterns), last.negates_place
        last.genes, last.joint = genes, group[0].joint
        last.is_place, last.said, last.vague, last.narrowed = True, token.name, False, True
        self.gained, self.doubtful = False, self.doubtful or (last.negated and len(genes) > 1)
        self.groups = [each for each in self.groups if each is last or each not in group]

    def take_exception(self, token: Token) -> None:
        """Take an alteration as an exception of the gene before."""
        alteration = token.alteration
        assert alteration is not None
        if not self.groups and not self.pending:
            raise UnreadableError
        if alteration.sort is not Said.PLACE:
            if token.name in ("mutated", "altered"):
                self.excepting = False
                return
            raise UnreadableError
        if self.pending:
            *before, gene = self.pending
            if before or len(gene.genes) != 1:
                raise UnreadableError
            self.groups.append(of_any_mutation(gene.genes[0], self.first_joint, self.negated))
            self.pending = []
        if not self.groups or len(self.groups[-1].genes) != 1:
            raise UnreadableError
        last = self.groups[-1]
        last.patterns = [except_from(last.patterns, alteration.make(last.genes[0]))]
        self.joint = ""
