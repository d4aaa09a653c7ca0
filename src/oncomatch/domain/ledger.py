"""What became of every record that was read: nothing is lost silently."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """How many alleles went one way, and why."""

    reason: str
    count: int


@dataclass(frozen=True, slots=True)
class Ledger:
    """The account of one case's small variants, in alternate alleles.

    A record with two alternate alleles counts twice, a record without one counts once.
    `failed` could not be read or contradict the reference; each line names its reason. `joined`
    of the `reported` stand in the record only as parts of changes that were read from several
    calls on one haplotype.
    """

    records: int
    read: int
    reported: int
    filtered: tuple[LedgerLine, ...]
    failed: tuple[LedgerLine, ...]
    joined: int = 0

    def __post_init__(self) -> None:
        if self.read != self.reported + self.filtered_count + self.failed_count:
            raise ValueError(
                f"the ledger does not add up: {self.read} read, {self.reported} reported, "
                f"{self.filtered_count} filtered, {self.failed_count} failed"
            )
        lines = (*self.filtered, *self.failed)
        if min(self.records, self.reported, *(line.count for line in lines)) < 0:
            raise ValueError("the ledger has a negative count")
        if not 0 <= self.joined <= self.reported:
            raise ValueError(f"{self.joined} of {self.reported} reported alleles cannot be joined")
        if self.read < self.records:
            raise ValueError(
                f"the ledger lost records: {self.records} of them gave only {self.read} alleles"
            )

    def moved(self, count: int, reason: str) -> Ledger:
        """Return the account with so many of the reported alleles filtered for a reason."""
        if not count:
            return self
        return Ledger(
            self.records,
            self.read,
            self.reported - count,
            (*self.filtered, LedgerLine(reason, count)),
            self.failed,
            min(self.joined, self.reported - count),
        )

    @property
    def filtered_count(self) -> int:
        """Alleles that were left out on purpose."""
        return sum(line.count for line in self.filtered)

    @property
    def failed_count(self) -> int:
        """Alleles that could not be used."""
        return sum(line.count for line in self.failed)
