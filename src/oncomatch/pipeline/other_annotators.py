"""Annotation that another tool wrote or is to write: what the workflow needs, and what it checks.

VEP and SnpEff are run by the rules of `workflow/rules/annotators.smk`; the step that reads the
case is given the VCF that they wrote.
"""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from oncomatch.domain.build import GenomeBuild
from oncomatch.errors import ConfigError, InputError
from oncomatch.readers.case_sheet import CaseRequest
from oncomatch.readers.config import Config
from oncomatch.readers.consequence_fields import TABLE_EFFECT
from oncomatch.readers.small_variant_files import format_of
from oncomatch.readers.small_variant_files import vcf as vcf_format
from oncomatch.readers.small_variant_files.items import SmallVariantFile

EMBEDDED, VEP, SNPEFF = "embedded", "vep", "snpeff"
TOOLS = (VEP, SNPEFF)
_FIELDS = {VEP: ("CSQ",), SNPEFF: ("ANN",)}
_ANY_FIELD = ("CSQ", "ANN", "BCSQ", TABLE_EFFECT)
_NAMES = {VEP: "VEP", SNPEFF: "SnpEff"}
_INFO_ID = re.compile(r"##INFO=<ID=([^,>]+)")


def check_tool(config: Config, requests: list[CaseRequest]) -> None:
    """Check that the tool of the configuration has its data and can read the files of the cases.

    Raises:
        ConfigError: a folder, database or FASTA is not given or absent.
        InputError: a case has a BCF, a MAF or another table, which neither tool reads.
    """
    if config.annotator not in TOOLS:
        return
    for request in requests:
        if request.combined is not None:
            raise _no_vcf(request.combined, config.annotator)
    with_calls = [request for request in requests if request.vcf]
    for path in (path for request in with_calls for path in request.vcf):
        if _is_bcf(path):
            raise InputError(
                f"{path}: is BCF, which {_NAMES[config.annotator]} does not read; "
                f"convert it: bcftools view -Oz -o calls.vcf.gz {path}"
            )
        if format_of(path) is not vcf_format:
            raise _no_vcf(path, config.annotator)
    builds = {request.info.build for request in with_calls}
    if config.annotator == VEP:
        _check_folder("vep.cache", config.vep.cache)
        for build in builds:
            fasta = fasta_of(config, build)
            if fasta and not Path(fasta).is_file():
                key = f"vep.fasta_{build.value.lower()}"
                raise ConfigError(f"configuration: {key}: there is no file {fasta}")
    else:
        _check_folder("snpeff.data", config.snpeff.data)
        for build in sorted(builds, key=lambda each: each.value):
            _check_folder(
                f"snpeff.genome_{build.value.lower()}",
                genome_of(config, build),
                Path(config.snpeff.data),
            )


def _no_vcf(path: Path, tool: str) -> InputError:
    return InputError(
        f"{path}: is no VCF, and {_NAMES[tool]} reads nothing else; give the caller's VCF, or set "
        f"annotator to embedded or file"
    )


def _check_folder(key: str, name: str, parent: Path = Path()) -> None:
    if not name:
        raise ConfigError(
            f"configuration: {key}: is empty, but the annotator needs it; "
            f"give it, or set annotator to embedded"
        )
    if not (parent / name).is_dir():
        raise ConfigError(f"configuration: {key}: there is no folder {parent / name}")


def _is_bcf(path: Path) -> bool:
    import gzip

    try:
        with gzip.open(path) as raw:
            return raw.read(3) == b"BCF"
    except (OSError, EOFError):
        return False


def fasta_of(config: Config, build: GenomeBuild) -> str:
    """Return VEP's genome FASTA for a build, empty if none is given."""
    return config.vep.fasta_grch37 if build is GenomeBuild.GRCH37 else config.vep.fasta_grch38


def genome_of(config: Config, build: GenomeBuild) -> str:
    """Return the name of SnpEff's database for a build, empty if none is given."""
    snpeff = config.snpeff
    return snpeff.genome_grch37 if build is GenomeBuild.GRCH37 else snpeff.genome_grch38


def options_of(text: str) -> list[str]:
    """Return the words of more options of the configuration.

    Raises:
        ConfigError: a quotation mark is not closed.
    """
    try:
        return shlex.split(text)
    except ValueError as error:
        raise ConfigError(f"configuration: the options {text!r} cannot be read: {error}") from error


def check_annotated(vcf: SmallVariantFile, original: Path, annotator: str) -> None:
    """Check that a file holds the annotation that the configuration promises, and every record.

    `original` is the file of the case, which `vcf` is unless a tool wrote a copy of it.

    Raises:
        InputError: the header declares no annotation, or the copy has other records.
    """
    if annotator == EMBEDDED:
        return
    wanted = _FIELDS.get(annotator, _ANY_FIELD)
    declared = {found[1] for line in vcf.header.lines if (found := _INFO_ID.match(line))}
    if annotator in TOOLS and TABLE_EFFECT in declared:
        raise _no_vcf(vcf.path, annotator)
    if declared.isdisjoint(wanted):
        remedy = (
            "oncomatch run lets the tool write it before; a single case has to be annotated by "
            "hand, with annotator: file"
            if annotator in TOOLS
            else "annotate the file, or set annotator to embedded"
        )
        raise InputError(
            f"{vcf.path}: annotator is {annotator}, but the header declares no "
            f"{' or '.join(wanted)}; {remedy}"
        )
    if vcf.path != original:
        written, given = _records(vcf.path), _records(original)
        if written != given:
            raise InputError(
                f"{original}: has {given} records, what {_NAMES.get(annotator, annotator)} wrote "
                f"has {written}; a call that is lost could be called not detected. "
                f"Its log says which: correct them, or set annotator to embedded"
            )


def _records(path: Path) -> int:
    import gzip

    with path.open("rb") as raw:
        zipped = raw.read(2) == b"\x1f\x8b"
    with (gzip.open if zipped else open)(path, "rb") as lines:
        return sum(1 for line in lines if line.strip() and not line.startswith(b"#"))
