"""Read the configuration of a batch."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, TypeVar

from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.copy_number import CopyNumberThresholds
from oncomatch.domain.depth import CoverageLimits
from oncomatch.domain.named_markers import ExpressionLimits
from oncomatch.domain.wide_limits import (
    BurdenRule,
    MicrosatelliteLimits,
    RecombinationLimits,
    SignatureRule,
)
from oncomatch.errors import ConfigError
from oncomatch.readers.house import HouseSettings
from oncomatch.readers.lines import read_lines
from oncomatch.readers.schema import load_schema, problems, with_defaults


@dataclass(frozen=True, slots=True)
class Filters:
    """Which calls are reported; a call without depth or fraction passes those limits."""

    pass_only: bool = True
    min_depth: int = 0
    min_vaf: float = 0.0


@dataclass(frozen=True, slots=True)
class OriginLimits:
    """From which tumour fraction on plasma counts as informative, and what is noise in the normal.

    The default fraction is that at which negative plasma agreed with tissue (Clin Cancer Res 2024,
    30:2452); the share of wrong reads is a convention.
    """

    plasma_tumor_fraction: float = 0.01
    normal_error: float = 0.01


@dataclass(frozen=True, slots=True)
class Vep:
    """Where VEP finds its offline cache and the genomes; empty where not given."""

    cache: str = ""
    fasta_grch37: str = ""
    fasta_grch38: str = ""
    options: str = ""


@dataclass(frozen=True, slots=True)
class SnpEff:
    """Where SnpEff finds its databases, and their names for the two builds; empty if not given."""

    data: str = ""
    genome_grch37: str = ""
    genome_grch38: str = ""
    options: str = ""


@dataclass(frozen=True, slots=True)
class Population:
    """VCFs of population sites, bgzipped and indexed, by build; empty where not given."""

    grch37: str = ""
    grch38: str = ""

    def of(self, build: GenomeBuild) -> str:
        """Return the path of the file of a build, empty for none."""
        return self.grch37 if build is GenomeBuild.GRCH37 else self.grch38


@dataclass(frozen=True, slots=True)
class Genomes(Population):
    """Genome FASTAs, plain or bgzipped, by build; empty where not given."""


@dataclass(frozen=True, slots=True)
class TrialSettings:
    """Which trial snapshot is used and how its trials are ordered.

    An empty `snapshot` is the bundled one, empty `countries` are all. Data older than
    `max_age_days` on the day of the run are warned of, never where it is 0.
    """

    snapshot: str = ""
    countries: tuple[str, ...] = ()
    order: tuple[str, ...] = (
        "fit",
        "eligibility",
        "specificity",
        "tumor_type",
        "certainty",
        "phase",
        "status",
        "arm_status",
        "distance",
        "freshness",
    )
    max_age_days: int = 90


@dataclass(frozen=True, slots=True)
class Config:
    """A checked configuration; paths are as written."""

    cases: str = "config/cases.tsv"
    output: str = "reports/demo"
    run_date: str = ""
    filters: Filters = field(default_factory=Filters)
    copy_number: CopyNumberThresholds = field(default_factory=CopyNumberThresholds)
    expression: ExpressionLimits = field(default_factory=ExpressionLimits)
    reference: str = ""
    knowledge: str = ""
    licence: str = "all"
    annotator: str = "embedded"
    agencies: tuple[str, ...] = ("FDA", "EMA")
    outputs: tuple[str, ...] = ("html",)
    population: Population = field(default_factory=Population)
    origin: OriginLimits = field(default_factory=OriginLimits)
    vep: Vep = field(default_factory=Vep)
    snpeff: SnpEff = field(default_factory=SnpEff)
    coverage: CoverageLimits = field(default_factory=CoverageLimits)
    tmb: BurdenRule = field(default_factory=BurdenRule)
    msi: MicrosatelliteLimits = field(default_factory=MicrosatelliteLimits)
    hrd: RecombinationLimits = field(default_factory=RecombinationLimits)
    signatures: SignatureRule = field(default_factory=SignatureRule)
    genome: Genomes = field(default_factory=Genomes)
    trials: TrialSettings = field(default_factory=TrialSettings)
    house: HouseSettings = field(default_factory=HouseSettings)


def read_config(path: Path) -> Config:
    """Return the configuration of a YAML file.

    Raises:
        ConfigError: it is not YAML, has an unknown key or a bad value; all are named.
    """
    value = read_yaml(path, "configuration")
    return parse_config({} if value is None else value, str(path))


def read_yaml(path: Path, what: str) -> Any:
    """Return the value of a YAML file; `what` names it in messages.

    Raises:
        ConfigError: it is not YAML, a key stands twice, or it has aliases, with which a few lines
            can stand for more than any memory holds.
    """
    import yaml

    text = "\n".join(read_lines(path, what))
    try:
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, yaml.SafeLoader)):
            raise ConfigError(f"{path}: has YAML aliases (*name); write the values out")
        twice = sorted(set(_repeated_keys(yaml.compose(text, yaml.SafeLoader))))
        value = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError) as error:  # ValueError: a date such as 2026-13-01
        first = str(error).replace("\n", " ")
        raise ConfigError(f"{path}: is not YAML: {first}") from error
    if twice:
        raise ConfigError(f"{path}: {', '.join(twice)}: stands twice; keep one")
    return value


def _repeated_keys(node: Any) -> Iterator[str]:
    """Yield the keys that stand twice in a mapping of a YAML tree: YAML lets the last win."""
    if isinstance(node, tuple):
        for part in node:
            yield from _repeated_keys(part)
    elif node is not None and isinstance(node.value, list):
        if node.id == "mapping":
            keys = [key.value for key, _ in node.value if isinstance(key.value, str)]
            yield from (key for key in keys if keys.count(key) > 1)
        for part in node.value:
            yield from _repeated_keys(part)


def parse_config(value: Any, where: str) -> Config:
    """Return the configuration of a mapping; `where` names it in errors."""
    if not isinstance(value, dict):
        raise ConfigError(f"{where}: is not a list of keys and values; see config/README.md")
    schema = load_schema("config")
    found = problems(value, schema)
    if found:
        raise ConfigError(f"{where}: {'; '.join(found)}")
    filled = with_defaults(value, schema)
    try:
        thresholds = _made(CopyNumberThresholds, filled["copy_number"])
    except ValueError as error:
        raise ConfigError(
            f"{where}: copy_number: the limits contradict each other: {error}"
        ) from None
    try:
        expression = _made(ExpressionLimits, filled["expression"])
    except ValueError as error:
        raise ConfigError(
            f"{where}: expression: the limits contradict each other: {error}"
        ) from None
    return Config(
        cases=filled["cases"],
        output=filled["output"],
        run_date=filled["run_date"],
        filters=_made(Filters, filled["filters"]),
        coverage=_made(CoverageLimits, filled["coverage"]),
        copy_number=thresholds,
        expression=expression,
        reference=filled["reference"],
        knowledge=filled["knowledge"],
        licence=filled["licence"],
        annotator=filled["annotator"],
        agencies=tuple(filled["agencies"]),
        outputs=tuple(filled["outputs"]),
        population=Population(**filled["population"]),
        origin=_made(OriginLimits, filled["origin"]),
        vep=Vep(**filled["vep"]),
        snpeff=SnpEff(**filled["snpeff"]),
        tmb=_made(BurdenRule, filled["tmb"]),
        msi=_made(MicrosatelliteLimits, filled["msi"]),
        hrd=_made(RecombinationLimits, filled["hrd"]),
        signatures=_made(SignatureRule, filled["signatures"]),
        genome=Genomes(**filled["genome"]),
        trials=TrialSettings(
            snapshot=filled["trials"]["snapshot"],
            countries=tuple(filled["trials"]["countries"]),
            order=tuple(filled["trials"]["order"]),
            max_age_days=int(filled["trials"]["max_age_days"]),
        ),
        house=HouseSettings(
            name=filled["house"]["name"],
            address=tuple(filled["house"]["address"]),
            logo=filled["house"]["logo"],
            disclaimer=filled["house"]["disclaimer"],
            language=filled["house"]["language"],
            report_language=filled["house"]["report_language"],
            sections=tuple(filled["house"]["sections"]),
            templates=filled["house"]["templates"],
        ),
    )


Part = TypeVar("Part")


def _made(kind: type[Part], values: dict[str, Any]) -> Part:
    """Return a part of the configuration; YAML's 10 and 10.0 are one number of the declared kind.

    Without that the same settings would give other bytes, by how a number is written.
    """
    numbers: dict[str, Callable[[Any], object]] = {"float": float, "int": int}
    declared = {each.name: str(each.type) for each in fields(kind)}  # type: ignore[arg-type]
    return kind(**{key: numbers.get(declared[key], _same)(each) for key, each in values.items()})


def _same(value: Any) -> object:
    if isinstance(value, dict):
        return {key: float(each) for key, each in value.items()}
    return value
