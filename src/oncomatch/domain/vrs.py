"""Alleles of the GA4GH Variation Representation Specification (VRS) 2, and their computed ids.

An id is a digest of what the object is: the inherent keys of its class, sorted, without white
space, each nested object that has an id replaced by its digest; of that the first 24 bytes of
SHA-512 in base64url (`sha512t24u`). Names, ids and the bases of a ReferenceLengthExpression do not
count (https://vrs.ga4gh.org, computed identifiers).
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

_SHOWN = 50
"""Bases up to which a ReferenceLengthExpression shows its sequence, as ga4gh.vrs does."""


@dataclass(frozen=True, slots=True)
class VrsAllele:
    """A fully justified allele on a sequence that `refget` names (`SQ.…`).

    `id` is the computed one (`ga4gh:VA.…`). `start` and `end` are inter-residue, which is 0-based
    and half-open. `sequence` is what stands there instead. Where that follows from the reference,
    as of a deletion or a repeat, `length` is its length and `repeat_subunit` that of what repeats;
    a `sequence` of more than 50 bases is then left empty. Both are None for a literal sequence.
    """

    id: str
    refget: str
    start: int
    end: int
    sequence: str
    length: int | None = None
    repeat_subunit: int | None = None

    @property
    def location_id(self) -> str:
        """The computed id of its location (`ga4gh:SL.…`)."""
        return f"ga4gh:SL.{_location_digest(self.refget, self.start, self.end)}"


def literal_allele(refget: str, start: int, end: int, sequence: str) -> VrsAllele:
    """Return an allele that is told by its bases.

    >>> literal_allele("SQ.F-LrLMe1SRpfUZHkQmvkVKFEGaoDeHul", 140753335, 140753336, "T").id
    'ga4gh:VA.Otc5ovrw906Ack087o1fhegB4jDRqCAe'
    """
    state: dict[str, object] = {"type": "LiteralSequenceExpression", "sequence": sequence}
    return VrsAllele(_allele_id(refget, start, end, state), refget, start, end, sequence)


def repeat_allele(
    refget: str, start: int, end: int, sequence: str, repeat_subunit: int
) -> VrsAllele:
    """Return an allele whose bases follow from those of the reference at its place."""
    state: dict[str, object] = {
        "type": "ReferenceLengthExpression",
        "length": len(sequence),
        "repeatSubunitLength": repeat_subunit,
    }
    found = _allele_id(refget, start, end, state)
    shown = sequence if len(sequence) <= _SHOWN else ""
    return VrsAllele(found, refget, start, end, shown, len(sequence), repeat_subunit)


def sha512t24u(content: bytes) -> str:
    """Return the digest of bytes as GA4GH truncates it, 32 characters.

    >>> sha512t24u(b"ACGT")
    'aKF498dAxcJAqme6QYQ7EZ07-fiw8Kw2'
    """
    return base64.urlsafe_b64encode(hashlib.sha512(content).digest()[:24]).decode("ascii")


def _allele_id(refget: str, start: int, end: int, state: dict[str, object]) -> str:
    allele = {
        "type": "Allele",
        "location": _location_digest(refget, start, end),
        "state": state,
    }
    return f"ga4gh:VA.{_digest(allele)}"


def _location_digest(refget: str, start: int, end: int) -> str:
    return _digest(
        {
            "type": "SequenceLocation",
            "sequenceReference": {"type": "SequenceReference", "refgetAccession": refget},
            "start": start,
            "end": end,
        }
    )


def _digest(content: Mapping[str, object]) -> str:
    return sha512t24u(json.dumps(content, sort_keys=True, separators=(",", ":")).encode())
