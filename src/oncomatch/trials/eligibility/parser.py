"""The grammar of phrases: which gene an alteration is said of, what is negated or excepted."""

from __future__ import annotations

from dataclasses import dataclass, field

from oncomatch.domain.biomarker import VariantOrigin
from oncomatch.trials.eligibility.alterations import Sort as Said
from oncomatch.trials.eligibility.brackets import (
    are_of_a_domain,
    is_any_loss,
    make_sensitive,
    narrows,
    redefine,
    repeats,
    wants_its_place,
)
from oncomatch.trials.eligibility.driver_lists import as_list_of_drivers
from oncomatch.trials.eligibility.groups import of_marker
from oncomatch.trials.eligibility.joining import (
    Joined,
    UnreadableError,
    join,
)
from oncomatch.trials.eligibility.places import USUAL, is_place, not_its_own
from oncomatch.trials.eligibility.prefixes import (
    heads_a_list,
    is_before_its_gene,
    leads_to_its_gene,
    prepared,
    says_one_of,
)
from oncomatch.trials.eligibility.qualities import has_exception, inherited
from oncomatch.trials.eligibility.sayings import Saying
from oncomatch.trials.eligibility.tokens import Sort, Token


@dataclass(slots=True)
class Parser(Saying):
    """Reads a stretch of tokens once, left to right."""

    run: list[Token]
    either: bool = field(default=False, kw_only=True)
    one_of: bool = field(default=False, kw_only=True)
    prefix: Token | None = field(default=None, kw_only=True)
    waiting: list[tuple[Token, str]] = field(default_factory=list, kw_only=True)
    carried: bool = field(default=False, kw_only=True)
    defined: int = field(default=0, kw_only=True)

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
            self.apply(USUAL, self.pending, "or")
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
        word = {"plus": "and", ";": ",", "including": "or"}.get(word, word)
        if self.joint in ("", ",") or word in ("or", "and/or"):
            self.joint = word

    def _quality(self, name: str) -> None:
        if name in ("germline", "somatic", "both"):
            self.origins.add(name)
        elif name == "vague" and self.groups and not self.pending and not self.joint:
            raise UnreadableError
        elif not (name == "activating" and self.quality == "sensitizing"):
            self.quality = name  # "sensitizing (activating)" is the narrower

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
                self.apply(each, [token], before)
            return
        if self.prefix is not None:
            self.apply(self.prefix, [token], joint, from_prefix=True)
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
            self.take_exception(token)
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
            self.apply(token, pending, joint)
            self.joint = ""
        elif not (self.groups or self.prefix) and is_before_its_gene(self.run, place):
            self.waiting.append((token, self.joint))
            self.joint = ""
        elif self.prefix is not None and is_place(token) and wants_its_place(self.groups):
            self.narrow(token)
        elif self.groups:
            self.take_further(token)
        elif token.alteration.sort is not Said.STATE:
            raise UnreadableError

    def _carry(self, token: Token, pending: list[Token], carried: list[Token]) -> None:
        """Take `ALK, ROS1, MET exon 14 skipping, NTRK alterations`: what is said of MET alone."""
        joint = ("or" if "or" in self.inner else ",") if self.groups else self.first_joint
        inner, self.inner = self.inner, set()
        self.apply(token, pending[-1:], joint)
        self.pending, self.inner, self.first_joint, self.joint = carried, inner, ",", ""
        self.carried = True

    def _marker(self, token: Token) -> None:
        if self.pending or self.excepting:
            raise UnreadableError
        self.prefix = None
        self.groups.append(of_marker(token, self.joint, self.negated))
        self.joint = ""
