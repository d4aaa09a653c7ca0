"""Population frequencies are read where a file has them, and never made up."""

from __future__ import annotations

from pathlib import Path

import pysam
import pytest

from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.variant import Variant
from oncomatch.errors import InputError
from oncomatch.readers.population import PopulationFields, PopulationFile
from oncomatch.readers.vcf import VcfRecord, read_header

HEAD = "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO"


def fields(*declared: str) -> PopulationFields:
    lines = ["##fileformat=VCFv4.2", *declared, HEAD]
    return PopulationFields(read_header(iter(lines), "made-up"))


def info(name: str) -> str:
    return f'##INFO=<ID={name},Number=A,Type=Float,Description="made up">'


def csq(names: str) -> str:
    return f'##INFO=<ID=CSQ,Number=.,Type=String,Description="VEP. Format: {names}">'


def record(text: str, alt: str = "T") -> VcfRecord:
    return VcfRecord(1, ("1", "10", ".", "A", alt, ".", "PASS", text))


def test_a_file_without_such_fields_says_nothing() -> None:
    assert not fields(info("AF"), info("DP"))
    assert fields(info("AF")).frequency_of(record("AF=0.4"), 0) is None


def test_the_highest_population_counts() -> None:
    found = fields(info("AF_afr"), info("AF_nfe")).frequency_of(
        record("AF_afr=0.06;AF_nfe=0.001"), 0
    )

    assert found is not None
    assert (found.highest, found.populations, found.source) == (0.06, ("AFR", "NFE"), "AF_afr")


@pytest.mark.parametrize(
    ("name", "population"),
    [
        ("gnomAD_AFR_AF", "AFR"),
        ("gnomADe_EAS_AF", "EAS"),
        ("gnomADg_NFE_AF", "NFE"),
        ("gnomad_AF_sas", "SAS"),
        ("gnomAD_AF", "all"),
        ("AF_popmax", "all"),
        ("gnomad_exomes_popmax", "all"),
        ("MAX_AF", "all"),
    ],
)
def test_names_of_fields(name: str, population: str) -> None:
    found = fields(info(name)).frequency_of(record(f"{name}=0.02"), 0)

    assert found is not None
    assert found.populations == (population,)


@pytest.mark.parametrize("name", ["AF", "MAF", "gnomAD_AC", "AF_tumor", "gnomAD_ASJ_count"])
def test_other_fields_are_not_taken(name: str) -> None:
    assert not fields(info(name))


def test_each_allele_has_its_own() -> None:
    found = fields(info("AF_nfe"))

    assert found.frequency_of(record("AF_nfe=0.5,.", "T,C"), 1) is None
    first = found.frequency_of(record("AF_nfe=0.5,.", "T,C"), 0)
    assert first is not None
    assert first.highest == 0.5


@pytest.mark.parametrize("text", ["", ".", "abc", "-1", "2", "nan", "inf"])
def test_what_is_no_frequency_says_nothing(text: str) -> None:
    assert fields(info("AF_nfe")).frequency_of(record(f"AF_nfe={text}"), 0) is None


def test_mutect_gives_minus_the_logarithm() -> None:
    found = fields(info("POPAF")).frequency_of(record("POPAF=2"), 0)

    assert found is not None
    assert found.highest == pytest.approx(0.01)


class TestVep:
    NAMES = "Allele|Consequence|gnomADe_AFR_AF|MAX_AF"

    def test_fields_of_csq(self) -> None:
        found = fields(csq(self.NAMES)).frequency_of(
            record("CSQ=T|missense_variant|0.02|0.03,T|intron_variant|0.02|0.03"), 0
        )

        assert found is not None
        assert (found.highest, found.source) == (0.03, "CSQ MAX_AF")

    def test_several_alleles_need_their_number(self) -> None:
        text = "CSQ=T|missense_variant|0.02|0.03,C|missense_variant|0.2|0.3"

        assert fields(csq(self.NAMES)).frequency_of(record(text, "T,C"), 0) is None

    def test_the_number_of_the_allele_chooses(self) -> None:
        text = "CSQ=T|1|0.02,C|2|0.2"
        found = fields(csq("Allele|ALLELE_NUM|gnomADe_AFR_AF"))

        second = found.frequency_of(record(text, "T,C"), 1)
        assert second is not None
        assert second.highest == 0.2


class TestFileOfSites:
    def write(self, folder: Path, head: str = info("AF")) -> Path:
        plain = folder / "sites.vcf"
        plain.write_text(
            f"##fileformat=VCFv4.2\n{head}\n##contig=<ID=chr7>\n{HEAD}\n"
            "chr7\t100\t.\tA\tT,C\t.\tPASS\tAF=0.2,0.00001\n"
            "chr7\t101\t.\tG\tT\t.\tPASS\tAF=0.5\n"
        )
        return Path(pysam.tabix_index(str(plain), preset="vcf", force=True))

    def variant(self, alt: str, position: int = 100, contig: str = "7") -> Variant:
        return Variant(contig, position, "A", alt, GenomeBuild.GRCH38)

    def test_the_very_allele_is_asked(self, tmp_path: Path) -> None:
        sites = PopulationFile(self.write(tmp_path))

        found = sites.frequency_of(self.variant("C"))
        assert found is not None
        assert (found.highest, found.populations) == (0.00001, ("all",))
        assert sites.frequency_of(self.variant("G")) is None
        assert sites.frequency_of(self.variant("T", position=101)) is None
        assert sites.frequency_of(self.variant("T", contig="8")) is None

    def test_a_file_without_frequencies_is_refused(self, tmp_path: Path) -> None:
        path = self.write(tmp_path, '##INFO=<ID=DP,Number=1,Type=Integer,Description="x">')

        with pytest.raises(InputError, match="no field of population frequencies"):
            PopulationFile(path)

    def test_a_file_without_index_is_refused(self, tmp_path: Path) -> None:
        path = tmp_path / "sites.vcf"
        path.write_text(f"##fileformat=VCFv4.2\n{HEAD}\n")

        with pytest.raises(InputError, match="tabix -p vcf"):
            PopulationFile(path)
