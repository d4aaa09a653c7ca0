"""Digests and records of real tumours in the forms for exchange. Skipped without ../shared."""

from __future__ import annotations

import json
from pathlib import Path

from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.vrs import literal_allele, sha512t24u
from oncomatch.reference.refget import refget_accessions


def test_ids_of_alleles_are_those_of_the_golden_file(shared: Path) -> None:
    golden = json.loads((shared / "standards_examples" / "vrs_golden.json").read_text("utf-8"))
    known = set(refget_accessions(GenomeBuild.GRCH38).values())

    for word, digest in golden["sha512t24u"].items():
        assert sha512t24u(word.encode()) == digest
    for each in golden["alleles"]:
        place = each["refgetAccession"], each["start"], each["end"]
        made = literal_allele(*place, each["state"])
        assert (made.id, made.location_id) == (each["allele_id"], each["location_id"])
        assert each["refgetAccession"] in known
