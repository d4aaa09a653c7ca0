"""FusionCatcher, TSO500, LINX, panel tables and JSON: each in its own layout, made by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from oncomatch.domain.rearrangement import READ_THROUGH, JunctionEnd, RearrangementFile
from oncomatch.errors import InputError
from oncomatch.readers.rearrangement_files import read_any

CATCHER = (
    "Gene_1_symbol(5end_fusion_partner)\tGene_2_symbol(3end_fusion_partner)\tFusion_description\t"
    "Counts_of_common_mapping_reads\tSpanning_pairs\tSpanning_unique_reads\t"
    "Longest_anchor_found\tFusion_finding_method\tFusion_point_for_gene_1(5end_fusion_partner)\t"
    "Fusion_point_for_gene_2(3end_fusion_partner)\tGene_1_id(5end_fusion_partner)\t"
    "Gene_2_id(3end_fusion_partner)\tExon_1_id(5end_fusion_partner)\t"
    "Exon_2_id(3end_fusion_partner)\tFusion_sequence\tPredicted_effect\n"
)
TSO500 = (
    "TruSight Oncology 500 - Combined Variant Output\t\t\n\t\t\n[Analysis Details]\t\t\n"
    "Pair ID\tMADE-UP\t\n\t\t\n[Splice Variants]\t\t\n"
    "Gene\tAffected Exon\tBreakpoint 1\tBreakpoint 2\tSplice Supporting Reads\t"
    "Reference Reads Transcript\n{splice}\t\t\n[Fusions]\t\t\n"
    "Gene Pair\tBreakpoint 1\tBreakpoint 2\tFusion Supporting Reads\tGene 1 Reference Reads\t"
    "Gene 2 Reference Reads\n{fusions}\t\t\n[Small Variants]\t\t\nGene\tChromosome\nNA\t\n"
)
ALL_FUSIONS = (
    "# Source = made up\nCaller,Gene A,Gene B,Gene A Breakpoint,Gene B Breakpoint,Score,Filter,"
    "KeepFusion,Ref A Dedup,Ref B Dedup,Alt Split Dedup,Alt Pair Dedup,"
    "Fusion Directionality Known\n"
)
LINX = (
    "fivePrimeBreakendId\tthreePrimeBreakendId\tname\treported\treportedType\treportableReasons\t"
    "phased\tfusedExonUp\tfusedExonDown\tgeneStart\tgeneContextStart\ttranscriptStart\tgeneEnd\t"
    "geneContextEnd\ttranscriptEnd\n"
)
BREAKENDS = "id\tsvId\tisStart\tgene\ttranscriptId\tcanonical\tdisruptive\treportedDisruption\n"
LEFT_RIGHT = (
    "bio_marker\tleft_gene\tleft_chr\tleft_breakpoint\tright_gene\tright_chr\tright_breakpoint\n"
)
HEADS = {
    "fusioncatcher": CATCHER,
    "tso500": TSO500.format(splice="NA\t\n", fusions="NA\t\n"),
    "tso500-all-fusions": ALL_FUSIONS,
    "linx": LINX,
    "left-right": LEFT_RIGHT,
    "panel-table": "5' Gene\t3' Gene\n",
    "fusion-json": '{"fusions": []}\n',
}


def _read(tmp_path: Path, text: str) -> RearrangementFile:
    path = tmp_path / "fusions"
    path.write_text(text)
    return read_any(path)


@pytest.mark.parametrize("name", HEADS)
def test_a_file_without_rows_is_none_found(name: str, tmp_path: Path) -> None:
    file = _read(tmp_path, HEADS[name])

    assert (file.format, file.junctions) == (name, ())


def test_fusion_catcher(tmp_path: Path) -> None:
    seen = "BOWTIE+STAR\t2:42295516:+\t2:29223528:-\tENSG1\tENSG2\t\t\tACGT*ACGT\t"
    file = _read(
        tmp_path,
        CATCHER
        + f"EML4\tALK\tknown,cosmic\t0\t12\t7\t30\t{seen}in-frame\n"
        + f"EML4\tALK\tbanned,healthy\t0\t1\t1\t30\t{seen}out-of-frame\n"
        + f"EML4\tALK\treadthrough\t0\t1\t1\t30\t{seen}UTR/UTR\n",
    )
    good, banned, through = file.junctions

    assert (good.first, good.second) == (
        JunctionEnd("EML4", "2", 42295516),
        JunctionEnd("ALK", "2", 29223528),
    )
    assert (good.ordered, good.in_frame, good.reads, good.doubt) == (True, True, 19, "")
    assert (banned.doubt, banned.in_frame) == ("labelled banned by FusionCatcher", False)
    assert (through.doubt, through.flags, through.in_frame) == ("", (READ_THROUGH,), None)
    assert {each.evidence for each in file.junctions} == {"RNA"}


def test_tso500(tmp_path: Path) -> None:
    splice = "AR\t\tchrX:66905968\tchrX:66914514\t12\t340\n"
    fusions = (
        "EML4-ALK\tchr2:42522654\tchr2:29446394\t75\t749\t9\n"
        "PPARG/AC016683.6;PAX8\tchr3:12421199\tchr2:113992971\t182\t11\t0\n"
        "NKX2-1-ALK\tchr14:36989000\tchr2:29446394\t8\t1\t1\n"
    )
    file = _read(tmp_path, TSO500.format(splice=splice, fusions=fusions))
    variant, ordered, open_order, hyphen = file.junctions

    assert (variant.spliced, variant.reads) == (True, 12)
    assert variant.second == JunctionEnd("AR", "X", 66914515)
    assert (ordered.first.gene, ordered.second.gene, ordered.ordered) == ("EML4", "ALK", True)
    assert (open_order.second.gene, open_order.ordered) == ("AC016683.6;PAX8", False)
    assert (hyphen.first.gene, hyphen.second.gene) == ("NKX2-1", "ALK")


def test_tso500_all_fusions(tmp_path: Path) -> None:
    file = _read(
        tmp_path,
        ALL_FUSIONS
        + "RnaFusionFilter,EML4,ALK,chr2:42522654,chr2:29446394,0.9,PASS,True,7,9,61,14,True\n"
        + "RnaFusionFilter,EML4,ALK,chr2:42522654,chr2:29446394,N/A,Imprecise;LowQ,False,7,9,0,2,"
        "False\n",
    )
    kept, dropped = file.junctions

    assert (kept.ordered, kept.reads, kept.doubt) == (True, 75, "")
    assert (dropped.ordered, dropped.doubt) == (False, "not kept by the caller (Imprecise;LowQ)")


def test_linx(tmp_path: Path) -> None:
    file = _read(
        tmp_path,
        LINX
        + "1\t2\tEML4_ALK\ttrue\tKNOWN_PAIR\t\tINFRAME\t6\t20\tEML4\tExon 6\tENST1\tALK\tExon 20\t"
        "ENST2\n"
        + "3\t4\tA_B\tfalse\tNONE\tNOT_KNOWN\tOUT_OF_FRAME\t1\t2\tRARB\tExon 1\tENST3\tBICC1\t"
        "Exon 2\tENST4\n",
    )
    told, other = file.junctions

    assert told.second == JunctionEnd("ALK", exon=20, transcript="ENST2")
    assert (told.in_frame, told.doubt, told.evidence) == (True, "", "DNA")
    assert (other.in_frame, other.doubt) == (False, "not reported by LINX (NOT_KNOWN)")


def test_linx_breakends_tell_the_genes_that_are_reported_as_disrupted(tmp_path: Path) -> None:
    file = _read(
        tmp_path,
        BREAKENDS
        + "0\t4\ttrue\tPTEN\tENST1\ttrue\ttrue\ttrue\n1\t4\tfalse\tPTEN\tENST1\ttrue\ttrue\ttrue\n"
        + "2\t5\ttrue\tRET\tENST2\ttrue\ttrue\tfalse\n",
    )

    assert [each.first.gene for each in file.junctions] == ["PTEN"]


def test_left_and_right_have_no_order(tmp_path: Path) -> None:
    file = _read(tmp_path, LEFT_RIGHT + "BCR-ABL1\tBCR\tchr22\t23634671\tABL1\tchr9\t133729678\n")

    assert file.junctions[0].first == JunctionEnd("BCR", "22", 23634671)
    assert not file.junctions[0].ordered


@pytest.mark.parametrize(
    "head",
    [
        "5' Gene\t5' Exon\t3' Gene\t3' Exon\tSupporting Reads\tReading Frame\tNotes",
        "five_prime_gene\tfive_prime_exon\tthree_prime_gene\tthree_prime_exon\treads\tframe\tx",
        "Upstream Gene\tExon (upstream)\tDownstream Gene\tExon (downstream)\tRead Count\tFrame\tx",
    ],
)
def test_a_panel_spells_its_columns_as_it_likes(head: str, tmp_path: Path) -> None:
    (row,) = _read(tmp_path, f"{head}\nEML4\t6\tALK\t20\t31\tin-frame\tanything\n").junctions

    assert (row.first.gene, row.first.exon) == ("EML4", 6)
    assert (row.second.gene, row.second.exon) == ("ALK", 20)
    assert (row.reads, row.in_frame) == (31, True)


def test_a_pair_of_a_panel_is_read_with_two_colons(tmp_path: Path) -> None:
    (row,) = _read(tmp_path, "Fusion\tReads\nEML4::ALK\t31\n").junctions

    assert (row.first.gene, row.second.gene, row.ordered) == ("EML4", "ALK", True)


def test_json(tmp_path: Path) -> None:
    file = _read(
        tmp_path,
        '{"fusions": [{"gene5": "EML4", "gene3": "ALK", "exon5": 6, "exon3": 20, "reads": 31,\n'
        '"breakpoint3": "chr2:29223528", "in_frame": true, "evidence": "RNA"}],\n'
        '"splice_variants": [{"gene": "AR", "name": "AR-V7", "reads": 12}]}\n',
    )
    fusion, variant = file.junctions

    assert fusion.second == JunctionEnd("ALK", "2", 29223528, 20)
    assert (fusion.first.exon, fusion.in_frame, fusion.evidence) == (6, True, "RNA")
    assert (variant.name, variant.reads, variant.first.gene) == ("AR-V7", 12, "AR")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            TSO500.format(splice="NA\n", fusions="EMLALK\tchr2:1\tchr2:2\t3\t1\t1\n"),
            "Gene Pair is 'EMLALK'; expected are two genes as EML4-ALK or PPARG/PAX8",
        ),
        (
            TSO500.format(splice="AR\t\tchrX:9\tchrX:3\t1\t1\n", fusions="NA\n"),
            "line 8: the splice variant of AR ends before it begins",
        ),
        (
            "[Analysis Details]\nPair ID\tx\n",
            "there is no section [Fusions] or [Splice Variants]; the file has [Analysis Details]",
        ),
        (
            ALL_FUSIONS + "X,EML4,ALK,chr2:4,chr2:2,1,PASS,maybe,1,1,1,1,True\n",
            "KeepFusion is 'maybe'; expected is True or False",
        ),
        (
            LINX + "1\t2\tA_B\tyes\tNONE\t\tINFRAME\t1\t2\tA\tx\tT\tB\tx\tT\n",
            "reported is 'yes'; expected is true or false",
        ),
        ("Fusion\nEML4-ALK\n", "the fusion is 'EML4-ALK'; expected are two genes, the 5' first"),
        ("5' gene\tgene5\t3' gene\nA\tB\tC\n", "both mean gene5; leave one out"),
        ("gene1\tgene2\nEML4\tALK\n", "the columns are gene1, gene2; this is no file of fusions"),
        ('{"fusions": [', "is no JSON that can be read"),
        ('{"fusion": []}', "has neither of the keys fusions, splice_variants"),
        ('{"fusions": [{"gene5": "EML4"}]}', "fusion 1: has no gene3"),
        ('{"fusions": [{"gene5": "A", "gene3": "B", "exn": 1}]}', "the key 'exn' is not known"),
        ('{"fusions": [{"gene5": ["A"], "gene3": "B"}]}', "gene5 is no word, number or answer"),
        ("gene5\tgene3\tevidence\nA\tB\tprotein\n", "evidence is 'PROTEIN'; expected is DNA or"),
        ("gene5\tgene3\tsplice_variant\nA\tB\tV7\n", "splice_variant is 'V7'; expected is the"),
    ],
)
def test_one_line_says_what_is_wrong(text: str, sentence: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as refusal:
        _read(tmp_path, text)

    assert sentence in str(refusal.value)
    assert "\n" not in str(refusal.value)
