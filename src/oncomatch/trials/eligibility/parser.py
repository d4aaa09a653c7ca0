"""The grammar of phrases: which gene an alteration is said of, what is negated or excepted."""

from __future__ import annotations

from dataclasses import dataclass, field

from oncomatch.domain.biomarker import (
    Biomarker,
    Expression,
    ExpressionKind,
    VariantOrigin,
)
from oncomatch.trials.eligibility.alterations import HER2_POSITIVE, Alteration, altered, lost
from oncomatch.trials.eligibility.alterations import Sort as Said
from oncomatch.trials.eligibility.brackets import (
    are_of_a_domain,
    in_region,
    is_any_loss,
    is_of_fusions,
    is_told,
    make_sensitive,
    narrows,
    redefine,
    repeats,
    wants_its_place,
)
from oncomatch.trials.eligibility.gene_names import FAMILIES
from oncomatch.trials.eligibility.groups import of_any_mutation, of_marker, of_partners
from oncomatch.trials.eligibility.joining import (
    Group,
    Joined,
    UnreadableError,
    as_list_of_drivers,
    except_from,
    has_exception,
    inherited,
    join,
    qualified,
)
from oncomatch.trials.eligibility.places import USUAL, is_place, not_its_own
from oncomatch.trials.eligibility.prefixes import (
    heads_a_list,
    is_before_its_gene,
    leads_to_its_gene,
    prepared,
    says_one_of,
)
from oncomatch.trials.eligibility.tokens import Sort, Token

_SAID_TWICE = frozenset("mutated positive altered expressed stain fusion".split())


@dataclass(slots=True)
class Parser:
    """Reads a stretch of tokens once, left to right."""

    run: list[Token]
    either: bool = False
    one_of: bool = False
    doubtful: bool = False
    gained: bool = False
    groups: list[Group] = field(default_factory=list)
    pending: list[Token] = field(default_factory=list)
    inner: set[str] = field(default_factory=set)
    joint: str = ""
    first_joint: str = ""
    prefix: Token | None = None
    waiting: list[tuple[Token, str]] = field(default_factory=list)
    quality: str = ""
    origins: set[str] = field(default_factory=set)
    negated: bool = False
    excepting: bool = False
    opened: bool = False
    narrowing: tuple[str, ...] = ()
    carried: bool = False
    barring: bool = False
    defined: int = 0

    def read(self) -> Joined | None:
        """Return what the stretch asks for, None where it asks for nothing.

        Raises:
            UnreadableError: it says more than the pattern language can, or is ambiguous.
        """
        self.run = prepared(self.run, barring=self.barring)
        for place, token in enumerate(self.run):
            self._take(token, place)
            if not (self.narrowing and token.sort in (Sort.GENE, Sort.FILLER)):
                self.opened = token.sort is Sort.OPEN
                self.narrowing = ()
        if self.pending and self.carried:
            self._apply(USUAL, self.pending, "or")
            self.pending = []
            self.doubtful = self.doubtful or not self.barring
        if self.pending or self.waiting or any(each.vague for each in self.groups):
            raise UnreadableError
        if not self.groups:
            return None
        redefine(self.groups, self.defined)
        as_list_of_drivers(self.groups)
        self.doubtful = self.doubtful or self.gained or is_any_loss(self.groups)
        joined = join(
            self.groups,
            negated=self.negated,
            apart=not self.origins,
            either=self.either,
            one_of=self.one_of,
        )
        if len(self.origins) != 1 or "both" in self.origins:
            more = tuple((part, doubt or self.doubtful) for part, doubt in joined.parts)
            return Joined(joined.pattern, joined.doubtful or self.doubtful, more)
        pattern, doubtful = inherited(joined.pattern, VariantOrigin(*self.origins))
        doubtful = doubtful or joined.doubtful or self.doubtful
        return Joined(pattern, doubtful, ((pattern, doubtful),))

    def _take(self, token: Token, place: int) -> None:
        if token.sort is Sort.JOINT:
            if place and self.run[place - 1].name == "vague":
                raise UnreadableError
            self._join(token.text.lower().strip(" ,") or ",")
        elif token.sort is Sort.GENE:
            self._gene(token)
        elif token.sort is Sort.ALTERATION:
            self._alteration(token, place)
        elif token.sort is Sort.MARKER:
            self._marker(token)
        elif token.sort is Sort.NEGATION:
            if self.pending:
                raise UnreadableError
            self.negated = True
        elif token.sort is Sort.QUALITY:
            self._quality(token.name)
            self.gained |= token.text.lower() == "active"
        elif token.sort is Sort.OPEN:
            self.one_of = self.one_of or heads_a_list(token)
            self.joint = "" if self.joint == "," else self.joint
            if self.groups and self.groups[-1].said in ("mutated", "altered"):
                self.defined = len(self.groups)
        elif token.sort is Sort.EXCEPTION:
            self.excepting = True
        elif token.sort is Sort.UNREADABLE:
            raise UnreadableError
        elif says_one_of(self.run, place):
            self.one_of = True
        elif token.text.lower().startswith("presence") and self.groups and self.joint:
            self.negated = False  # "absence of BRAF and presence of RAS mutations"

    def _join(self, word: str) -> None:
        word = word.replace(" ", "").replace("aswellas", "and").replace("&", "and")
        word = {"plus": "and", ";": ","}.get(word, word)
        if self.joint in ("", ",") or word in ("or", "and/or"):
            self.joint = word

    def _quality(self, name: str) -> None:
        if name in ("germline", "somatic", "both"):
            self.origins.add(name)
        elif name == "vague" and self.groups and not self.pending and not self.joint:
            raise UnreadableError
        else:
            self.quality = name

    def _gene(self, token: Token) -> None:
        joint, self.joint = self.joint, ""
        if token.name.startswith("GBRCA"):
            self.origins.add("germline")
        if self.excepting:
            if self.groups and token.genes == self.groups[-1].genes:
                return
            if not joint or not has_exception(self.groups):
                raise UnreadableError
            self.excepting = False
        beside = self.opened or not (joint or self.prefix)
        if (beside and not self.pending and narrows(self.groups, token)) or self._repeats(token):
            self.narrowing = token.genes
            return
        if self.waiting and not joint and not self.pending:
            waiting, self.waiting = self.waiting, []
            for each, before in waiting:
                self._apply(each, [token], before)
            return
        if self.prefix is not None:
            self._apply(self.prefix, [token], joint, from_prefix=True)
            return
        last = self.pending[-1] if self.pending else None
        if last is not None and self.opened and set(token.genes) <= set(last.genes):
            if token.genes != last.genes:
                self.pending[-1] = token
            return
        if last is None:
            self.first_joint = joint
            self.inner = set()
        else:
            self.inner.add(joint or "-")
        self.pending.append(token)

    def _repeats(self, token: Token) -> bool:
        return self.opened and self.carried and not self.joint and repeats(self.groups, token)

    def _alteration(self, token: Token, place: int) -> None:
        assert token.alteration is not None
        if token.name == "exon_residue" or self._repeats(token):
            return
        if self.waiting and token.alteration.negates:
            raise UnreadableError  # "T790M-negative EGFR mutation"
        if token.name == "sensitivity":
            make_sensitive(self.groups)
            self.gained = False  # which of those that activate EGFR are meant is said
            return
        if token.name == "residue" and not self.pending and are_of_a_domain(self.groups):
            self.joint = ""
            return
        if self.excepting:
            self._except(token)
        elif not (self.pending or (self.waiting and is_place(token))) and leads_to_its_gene(
            self.run[place + 1 : place + 40], said_on=bool(self.groups) and not self.joint
        ):
            self.prefix = token
            self.first_joint = self.joint or self.first_joint
        elif self.pending:
            pending, self.pending = self.pending, []
            carried = [] if self.inner & {"-", "::"} else not_its_own(token, pending)
            if carried:
                self._carry(token, pending, carried)
                return
            joint = self.first_joint
            if self.carried and self.groups:
                joint = "or" if "or" in self.inner else ","
            self._apply(token, pending, joint)
            self.joint = ""
        elif not (self.groups or self.prefix) and is_before_its_gene(self.run, place):
            self.waiting.append((token, self.joint))
            self.joint = ""
        elif self.prefix is not None and is_place(token) and wants_its_place(self.groups):
            self._narrow(token)
        elif self.groups:
            self._further(token)
        elif token.alteration.sort is not Said.STATE:
            raise UnreadableError

    def _carry(self, token: Token, pending: list[Token], carried: list[Token]) -> None:
        """Take `ALK, ROS1, MET exon 14 skipping, NTRK alterations`: what is said of MET alone."""
        joint = ("or" if "or" in self.inner else ",") if self.groups else self.first_joint
        inner, self.inner = self.inner, set()
        self._apply(token, pending[-1:], joint)
        self.pending, self.inner, self.first_joint, self.joint = carried, inner, ",", ""
        self.carried = True

    def _marker(self, token: Token) -> None:
        if self.pending or self.excepting:
            raise UnreadableError
        self.prefix = None
        self.groups.append(of_marker(token, self.joint, self.negated))
        self.joint = ""

    def _apply(
        self, token: Token, pending: list[Token], joint: str, *, from_prefix: bool = False
    ) -> None:
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
        self.doubtful = self.doubtful or is_of_fusions(made)
        return qualified(made, self.quality)

    def _further(self, token: Token) -> None:
        """Take an alteration without a gene of its own: of the gene before, or a part of it."""
        alteration, last = token.alteration, self.groups[-1]
        assert alteration is not None
        if self.narrowing and alteration.sort is Said.KIND and last.said == "altered":
            last.patterns = [m for gene in self.narrowing for m in self._made(alteration, gene)]
            last.genes, last.said = self.narrowing, token.name
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
            elif token.name == "wild" and last.is_place and not last.negated:
                last.negated = True
            elif alteration.sort is Said.PLACE and last.said == "mutated" and last.genes:
                self._narrow(token)
            elif token.name not in _SAID_TWICE:
                raise UnreadableError
            return
        if not last.genes:
            if alteration.sort is Said.STATE:
                return
            raise UnreadableError
        made = [each for gene in last.genes for each in self._made(alteration, gene)]
        if self.opened and not self.joint:
            if set(made) <= set(last.patterns) or (
                last.patterns == [HER2_POSITIVE]
                and token.name in ("stain", "amplified", "overexpressed")
            ):
                return
            if last.said == "altered" and alteration.sort is Said.KIND:
                last.patterns, last.said = made, token.name
                return
            if alteration.sort is Said.PLACE and last.said in ("mutated", "altered"):
                self._narrow(token)
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

    def _narrow(self, token: Token) -> None:
        """Put a place (`exon 19 deletion`) where a mutation of the gene was read."""
        assert token.alteration is not None
        last = self.groups[-1]
        group = [last]
        if last.from_prefix and (self.opened or token.name in ("codon", "exon_mutation")):
            group = [each for each in self.groups if each.from_prefix and not each.narrowed]
        genes = self.narrowing or tuple(gene for each in group for gene in each.genes)
        if len(genes) > 1 and not any(set(genes) <= set(each) for each in FAMILIES.values()):
            raise UnreadableError
        made = [each for gene in genes for each in self._made(token.alteration, gene)]
        last.patterns, last.negated = in_region(made, last.patterns), last.negates_place
        last.genes, last.joint = genes, group[0].joint
        last.is_place, last.said, last.vague, last.narrowed = True, token.name, False, True
        self.gained, self.doubtful = False, self.doubtful or (last.negated and len(genes) > 1)
        self.groups = [each for each in self.groups if each is last or each not in group]

    def _except(self, token: Token) -> None:
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
