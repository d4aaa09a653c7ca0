"""Every key of the configuration is checked; what is left out has its default."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from building import ROOT
from oncomatch.domain.copy_number import CopyNumberThresholds
from oncomatch.domain.depth import CoverageLimits
from oncomatch.domain.named_markers import ExpressionLimits
from oncomatch.domain.wide_limits import BurdenRule
from oncomatch.errors import ConfigError, InputError
from oncomatch.readers.config import (
    Config,
    Filters,
    SnpEff,
    TrialSettings,
    Vep,
    parse_config,
    read_config,
)
from oncomatch.readers.schema import load_schema

Read = Callable[[str], Config]

KNOWN = (
    "cases, output, run_date, reference, knowledge, licence, agencies, outputs, annotator, "
    "population, origin, vep, snpeff, tmb, msi, hrd, signatures, genome, filters, coverage, "
    "expression, copy_number, trials, house"
)

WHOLE = """
cases: in/cases.tsv
output: out
run_date: "2026-11-20"
filters:
  pass_only: false
  min_depth: 20
  min_vaf: 0.05
coverage: {min_depth: 50, min_gq: 30, alt_reads: 4, confidence: 0.9}
copy_number:
  amplification: 8
  gain: 4
  loss: 1
  deletion: 0.25
  log2_amplification: 2
  log2_gain: 0.3
  log2_loss: -0.4
  log2_deletion: -1.5
  arm_share: 0.7
  whole_arm_share: 0.85
  gene_share: 0.9
expression:
  z_high: 3
  z_low: -1.5
  percentile_high: 90
  percentile_low: 10
  tpm_high: 50
  tpm_low: 1
reference: exome
annotator: vep
vep: {cache: c, fasta_grch37: f37, fasta_grch38: f38, options: --fork 2}
snpeff: {data: d, genome_grch37: g37, genome_grch38: g38, options: -v}
trials: {snapshot: t, countries: [Utopia], order: [distance, eligibility], max_age_days: 7}
"""


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Read a configuration of that text."""

    def of(text: str) -> Config:
        path = tmp_path / "config.yaml"
        path.write_bytes(text.encode("utf-8", "surrogateescape"))
        return read_config(path)

    return of


def test_every_key(read: Read) -> None:
    assert read(WHOLE) == Config(
        cases="in/cases.tsv",
        output="out",
        run_date="2026-11-20",
        filters=Filters(pass_only=False, min_depth=20, min_vaf=0.05),
        coverage=CoverageLimits(50, 30, 4, 0.9),
        copy_number=CopyNumberThresholds(8, 4, 1, 0.25, 2, 0.3, -0.4, -1.5, 0.7, 0.9, 0.85),
        expression=ExpressionLimits(3, -1.5, 90, 10, 50, 1),
        reference="exome",
        annotator="vep",
        vep=Vep("c", "f37", "f38", "--fork 2"),
        snpeff=SnpEff("d", "g37", "g38", "-v"),
        trials=TrialSettings("t", ("Utopia",), ("distance", "eligibility"), 7),
    )


def test_no_key_is_forgotten_here() -> None:
    keys = {
        f"{group}.{key}" if part.get("properties") else group
        for group, part in load_schema("config")["properties"].items()
        for key in part.get("properties", [""])
    }

    assert keys == {
        "cases",
        "output",
        "run_date",
        "reference",
        "agencies",
        "outputs",
        "knowledge",
        "licence",
        "annotator",
        *(f"population.{key}" for key in ("grch37", "grch38")),
        *(f"origin.{key}" for key in ("plasma_tumor_fraction", "normal_error")),
        *(f"vep.{key}" for key in ("cache", "fasta_grch37", "fasta_grch38", "options")),
        *(f"snpeff.{key}" for key in ("data", "genome_grch37", "genome_grch38", "options")),
        *(f"filters.{key}" for key in ("pass_only", "min_depth", "min_vaf")),
        *(f"coverage.{key}" for key in ("min_depth", "min_gq", "alt_reads", "confidence")),
        *(f"copy_number.{key}" for key in ("amplification", "gain", "loss", "deletion")),
        *(f"copy_number.log2_{key}" for key in ("amplification", "gain", "loss", "deletion")),
        *(f"copy_number.{key}" for key in ("arm_share", "whole_arm_share", "gene_share")),
        *(f"expression.{key}" for key in ("z_high", "z_low", "percentile_high", "percentile_low")),
        *(f"expression.{key}" for key in ("tpm_high", "tpm_low")),
        *(f"tmb.{key}" for key in ("synonymous", "known_drivers", "min_depth", "min_vaf")),
        *(f"tmb.{key}" for key in ("max_population", "megabases", "min_megabases")),
        *(f"tmb.{key}" for key in ("cutoff", "cutoffs")),
        *(f"msi.{key}" for key in ("tool", "msisensor", "msisensor2", "msisensor_pro")),
        *(f"msi.{key}" for key in ("mantis", "tso500", "min_sites")),
        *(f"signatures.{key}" for key in ("catalogue", "min_substitutions", "present")),
        *(f"signatures.{key}" for key in ("bootstraps", "seed")),
        *(f"genome.{key}" for key in ("grch37", "grch38")),
        *(f"trials.{key}" for key in ("snapshot", "countries", "order", "max_age_days")),
        *(f"hrd.{key}" for key in ("scarhrd", "gis", "answers")),
        *(f"house.{key}" for key in ("name", "address", "disclaimer", "logo", "language")),
        *(f"house.{key}" for key in ("report_language", "sections", "templates")),
    }


@pytest.mark.parametrize(
    "text",
    ["# nothing", "{}", "filters: {}\ncopy_number: {}", "---\n...", "\ufeff# nothing"],
    ids=["comment", "empty mapping", "empty groups", "empty document", "byte order mark"],
)
def test_what_is_left_out_has_its_default(text: str, read: Read) -> None:
    assert read(text) == Config()


def test_the_defaults_are_those_that_the_readme_tells() -> None:
    """They are written here once more, since a changed default changes what is reported."""
    assert Config() == Config(
        "config/cases.tsv",
        "reports/demo",
        "",
        Filters(pass_only=True, min_depth=0, min_vaf=0.0),
        CopyNumberThresholds(6, 3, 1.5, 0.5),
        ExpressionLimits(2, -2, 95, 5, 0, 0),
    )


def test_the_bundled_configuration_is_the_default() -> None:
    assert read_config(ROOT / "config" / "config.yaml") == Config()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("filters:\n  min_vaf: 0.05\n", Config(filters=Filters(min_vaf=0.05))),
        ("filters:\r\n  min_depth: 20\r\n", Config(filters=Filters(min_depth=20))),
        ("\ufefffilters:\n  pass_only: no\n", Config(filters=Filters(pass_only=False))),
        ("filters: {min_vaf: 1, min_depth: 0}", Config(filters=Filters(min_vaf=1.0))),
        ("filters: {min_vaf: 0}", Config()),
        ("cases: 'my cases.tsv' # here\n", Config(cases="my cases.tsv")),
        ("copy_number: {gain: 6}", Config(copy_number=CopyNumberThresholds(gain=6))),
        ("tmb: {cutoffs: {COAD: 12}}", Config(tmb=BurdenRule(cutoffs={"COAD": 12}))),
        ("output: r\u00e9sultats", Config(output="résultats")),
    ],
    ids=[
        "one key",
        "windows",
        "byte order mark",
        "flow",
        "zero",
        "quotes",
        "limit",
        "mapping",
        "utf-8",
    ],
)
def test_some_keys(text: str, expected: Config, read: Read) -> None:
    assert read(text) == expected


DATE = 'expected is a date in quotes, "2026-11-20", or ""'
VAF = "expected is a number from 0 to 1"
DEPTH = "expected is a whole number from 0 on"
LIMITS = (
    "copy_number: the limits contradict each other: expected is deletion <= loss < 2 < gain <= "
    "amplification"
)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("filter:\n", "filter: is not known; did you mean 'filters'?"),
        ("zzz: 1\n", f"zzz: is not known; known are {KNOWN}"),
        ("7: 1\n", f"7: is not known; known are {KNOWN}"),
        (
            "annotator: annovar\n",
            "annotator: 'annovar' is not accepted; expected is embedded, vep, snpeff or file",
        ),
        ("vep: {cahce: x}\n", "vep.cahce: is not known; did you mean 'cache'?"),
        ("filters: {min_af: 0.1}", "filters.min_af: is not known; did you mean 'min_vaf'?"),
        (
            "copy_number: {amplifcation: 9}",
            "copy_number.amplifcation: is not known; did you mean 'amplification'?",
        ),
        ("cases: 7", "cases: 7 is not accepted; expected is a path"),
        ("output: [a]", "output: ['a'] is not accepted; expected is a path"),
        ("run_date: 20.11.2026", f"run_date: '20.11.2026' is not accepted; {DATE}"),
        ("filters:\n", "filters: None is not accepted; expected is a group of keys"),
        ("filters: yes", "filters: True is not accepted; expected is a group of keys"),
        (
            "filters: {pass_only: 1}",
            "filters.pass_only: 1 is not accepted; expected is true or false",
        ),
        (
            "filters: {pass_only: 'no'}",
            "filters.pass_only: 'no' is not accepted; expected is true or false",
        ),
        ("filters: {min_depth: -1}", f"filters.min_depth: -1 is not accepted; {DEPTH}"),
        ("filters: {min_depth: 1.5}", f"filters.min_depth: 1.5 is not accepted; {DEPTH}"),
        ("filters: {min_depth: true}", f"filters.min_depth: True is not accepted; {DEPTH}"),
        ("filters: {min_vaf: 5}", f"filters.min_vaf: 5 is not accepted; {VAF}"),
        ("filters: {min_vaf: -0.1}", f"filters.min_vaf: -0.1 is not accepted; {VAF}"),
        ("filters: {min_vaf: 5%}", f"filters.min_vaf: '5%' is not accepted; {VAF}"),
        ("filters: {min_vaf: -.inf}", f"filters.min_vaf: -inf is not accepted; {VAF}"),
        (
            "copy_number: {amplification: .inf}",
            "copy_number.amplification: inf is not accepted; expected is a number from 2 on",
        ),
        ("filters: {min_vaf: .nan}", f"filters.min_vaf: nan is not accepted; {VAF}"),
        (
            "copy_number: {loss: 2.5}",
            "copy_number.loss: 2.5 is not accepted; expected is a number from 0 to 2",
        ),
        ("copy_number: {gain: 2}", LIMITS),
        (
            "expression: {tpm_high: 1, tpm_low: 2}",
            "expression: the limits contradict each other: low (2) has to be below high (1)",
        ),
        ("copy_number: {loss: 2}", LIMITS),
        ("copy_number: {amplification: 2.5}", LIMITS),
        ("copy_number: {deletion: 1.5, loss: 1}", LIMITS),
        ("- a\n- b\n", "is not a list of keys and values; see config/README.md"),
        ("just words", "is not a list of keys and values; see config/README.md"),
    ],
    ids=lambda value: value.replace("\n", " ") if len(value) < 32 else "",
)
def test_a_wrong_value_is_named(text: str, sentence: str, read: Read, tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as refusal:
        read(text)

    assert str(refusal.value) == f"{tmp_path / 'config.yaml'}: {sentence}"


def test_a_date_without_quotes_is_told_to_take_quotes(read: Read, tmp_path: Path) -> None:
    """YAML makes a date of it, not a text."""
    with pytest.raises(ConfigError) as refusal:
        read("run_date: 2026-11-20")

    assert str(refusal.value).startswith(f"{tmp_path / 'config.yaml'}: run_date: ")
    assert str(refusal.value).endswith(f"is not accepted; {DATE}")


@pytest.mark.parametrize(
    "text",
    [
        "filters: [\n",
        "a: b: c\n",
        "\tcases: x\n",
        "cases: caf\udce9\n",
        "!!python/object:x {}\n",
        "run_date: 2026-13-01\n",
    ],
    ids=["open bracket", "two colons", "tab", "not utf-8", "tag", "month 13"],
)
def test_what_is_not_yaml_is_one_line(text: str, read: Read, tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as refusal:
        read(text)
    sentence = str(refusal.value)

    assert sentence.startswith(f"{tmp_path / 'config.yaml'}: is not YAML: ")
    assert "\n" not in sentence


def test_a_key_that_stands_twice_is_refused(read: Read, tmp_path: Path) -> None:
    """YAML lets the second win unsaid: the limits of the first group would be gone."""
    with pytest.raises(ConfigError) as refusal:
        read("filters:\n  min_depth: 100\nfilters:\n  min_vaf: 0.05\n")

    assert str(refusal.value) == f"{tmp_path / 'config.yaml'}: filters: stands twice; keep one"
    with pytest.raises(ConfigError, match="min_vaf: stands twice"):
        read("filters: {min_vaf: 0.1, min_depth: 3, min_vaf: 0.2}")


def test_all_mistakes_are_named_at_once() -> None:
    value: dict[str, Any] = {"csaes": "x", "filters": {"min_vaf": 7, "min_depht": 1}}
    with pytest.raises(ConfigError) as refusal:
        parse_config(value, "c.yaml")

    assert set(str(refusal.value).removeprefix("c.yaml: ").split("; ")) == {
        "csaes: is not known",
        "did you mean 'cases'?",
        "filters.min_depht: is not known",
        "did you mean 'min_depth'?",
        "filters.min_vaf: 7 is not accepted",
        VAF,
    }


def test_the_mapping_is_not_changed() -> None:
    value: dict[str, Any] = {"filters": {"min_depth": 3}}
    parse_config(value, "c.yaml")

    assert value == {"filters": {"min_depth": 3}}


def test_an_absent_file_is_named() -> None:
    with pytest.raises(InputError) as refusal:
        read_config(Path("/nowhere/config.yaml"))

    assert str(refusal.value) == (
        "/nowhere/config.yaml: there is no such file (configuration); check the path"
    )


def test_a_number_written_whole_is_the_number_of_the_default() -> None:
    """JSON would write 10 and 10.0 apart, and the same settings give other bytes."""
    written = parse_config({}, "test")

    for part, default in ((written.tmb, Config().tmb), (written.origin, Config().origin)):
        assert repr(part) == repr(default)
