"""The countries of sites: as registries name them, found by name, ISO code or beginning."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from functools import lru_cache

from oncomatch.errors import InputError
from oncomatch.reference.resources import resource_path
from oncomatch.reference.tables import read_rows
from oncomatch.trials.snapshot import Snapshot

_SHORTEST_BEGINNING = 3


class Countries:
    """Finds the name by which a registry calls a country.

    `codes` has the registry's name of each ISO 3166-1 alpha-2 code, `others` that of further
    English names; `in_snapshot` are the names of sites as they stand.
    """

    def __init__(
        self, codes: Mapping[str, str], others: Mapping[str, str], in_snapshot: Iterable[str]
    ):
        self._codes = dict(codes)
        self._near = {name.casefold(): name for name in sorted(set(in_snapshot))}
        self._names = {name.casefold(): name for name in sorted(codes.values())} | self._near
        self._others = {name.casefold(): known for name, known in others.items()}

    def find(self, text: str) -> str:
        """Return the registry's name of `DE`, `germany`, `Turkey` or an unambiguous beginning.

        A beginning is that of a country in the snapshot, if there is one.

        Raises:
            InputError: no country is called so, or several begin so.
        """
        wanted = " ".join(text.split())
        folded = wanted.casefold()
        known = self._names.get(folded) or self._codes.get(wanted.upper())
        known = known or self._others.get(folded)
        if known is not None:
            return known
        begun = [name for name in self._near if name.startswith(folded)]
        begun = begun or [name for name in self._names if name.startswith(folded)]
        if len(folded) >= _SHORTEST_BEGINNING and len(begun) == 1:
            return self._names[begun[0]]
        near = begun or difflib.get_close_matches(folded[:40], self._names, n=3, cutoff=0.6)
        hint = ", ".join(self._names[name] for name in near[:5])
        raise InputError(
            f"country {wanted[:40]!r} is not known; "
            + (f"did you mean {hint}?" if hint else "give its English name or ISO code, as DE")
        )


def countries_of(snapshot: Snapshot) -> Countries:
    """Return the countries that can be asked for in a snapshot."""
    codes, others = _table()
    sites = {site.country for trial in snapshot.trials for site in trial.sites}
    return Countries(codes, others, sites)


@lru_cache(maxsize=1)
def _table() -> tuple[dict[str, str], dict[str, str]]:
    rows = list(read_rows(resource_path("trials", "countries.tsv")))
    return (
        {row["code"]: row["registry_name"] for row in rows},
        {row["name"]: row["registry_name"] for row in rows},
    )
