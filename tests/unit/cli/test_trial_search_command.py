"""What a user sees of `oncomatch trials`: a made-up snapshot, refusals, exit statuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import building
from oncomatch.cli.main import main
from oncomatch.domain.trial import Confidence, Site, TrialStatus
from oncomatch.reporting.documents import write_document
from oncomatch.trials.snapshot import make_snapshot, write_snapshot
from unit.trials.trial_makers import arm, criterion, excluding, trial

KOREA = Site("South Korea", "Seoul", "Clinic", TrialStatus.RECRUITING, 37.57, 126.98)
TRIALS = [
    trial(
        "NCT00000001",
        "KRAS p.G12C",
        criterion("ECOG <= 1"),
        excluding("after sotorasib"),
        sites=(Site("Germany", "Jena"), KOREA),
    ),
    trial("NCT00000002", "KRAS mutation", criterion("age >= 18"), sites=(KOREA,)),
    trial("NCT00000003", "KRAS p.G12D", sites=(Site("Germany"),)),
    trial("NCT00000004", "BRAF p.V600E", sites=(Site("Germany"),)),
    trial(
        "NCT00000005",
        "KRAS codon 12",
        criteria=(criterion("tumor_type SOLID"),),
        arms=(arm("A", "KRAS codon 12"), arm("B", "EGFR mutation", is_open=False)),
        sites=(Site("Turkey (Türkiye)"),),
    ),
]


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("trials") / "trials.json"
    write_snapshot(path, make_snapshot(TRIALS))
    return str(path)


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """Return status, output and errors of a command."""
    status = main(["trials", *words])
    said = capsys.readouterr()
    return status, said.out, said.err


def found(capsys: pytest.CaptureFixture[str], *words: str) -> list[str]:
    """Return the ids of the trials that a search finds."""
    status, out, err = run(capsys, "search", "--json", *words)
    assert status == 0, err
    return [each["trial_id"] for each in json.loads(out)["matches"]]


G12C = ("--gene", "KRAS", "--alteration", "G12C", "--tumor-type", "LUAD")
SEARCHES = {
    "a stated change": (G12C, ["NCT00000005", "NCT00000001", "NCT00000002"]),
    "an adult": ((*G12C, "--age", "61"), ["NCT00000005", "NCT00000002", "NCT00000001"]),
    "a child fails on the age": (
        (*G12C, "--age", "7"),
        ["NCT00000005", "NCT00000001", "NCT00000002"],
    ),
    "a country by its code": ((*G12C, "--country", "DE"), ["NCT00000001"]),
    "a country by its beginning": ((*G12C, "--country", "turk"), ["NCT00000005"]),
    "two countries": (
        (*G12C, "--country", "Germany", "--country", "TR"),
        ["NCT00000005", "NCT00000001"],
    ),
    "a gene alone": (("--gene", "BRAF"), ["NCT00000004"]),
    "a broader statement may be the one asked for": (
        ("--gene", "KRAS", "--alteration", "mutation", "--country", "DE"),
        ["NCT00000001", "NCT00000003"],
    ),
    "another tumour": (("--gene", "KRAS", "--alteration", "G12C", "--tumor-type", "AML"), []),
}


@pytest.mark.parametrize(("words", "ids"), SEARCHES.values(), ids=SEARCHES)
def test_what_a_search_finds(
    words: tuple[str, ...], ids: list[str], snapshot: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert found(capsys, *words, "--snapshot", snapshot) == ids


def test_a_misspelt_earlier_therapy_is_told(
    snapshot: str, capsys: pytest.CaptureFixture[str]
) -> None:
    words = (*G12C, "--prior-therapies", "sotorasip", "--snapshot", snapshot)

    status, out, _ = run(capsys, "search", *words)

    assert status == 0
    assert "note: The knowledge does not know the earlier therapy sotorasip" in out


ONE_OF_TWO = {
    "HER2-positive": ("", "HER2-positive", {"NCT00000011", "NCT00000013"}),
    "HER2-low": ("", "HER2-low", {"NCT00000012", "NCT00000013"}),  # HER2-negative alone is not
    "either BRCA gene": ("BRCA", "loss of function", {"NCT00000015"}),
    "any NTRK gene": ("NTRK", "fusion", {"NCT00000016"}),
}


@pytest.mark.parametrize(("gene", "alteration", "ids"), ONE_OF_TWO.values(), ids=ONE_OF_TWO)
def test_one_of_several_alterations_finds_what_takes_any_of_them(
    gene: str, alteration: str, ids: set[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of each part nothing is known; the whole is."""
    low = "ERBB2 IHC >= 1 and ERBB2 IHC < 2"
    low = f"({low}) or (ERBB2 IHC >= 2 and ERBB2 IHC < 3 and not ERBB2 amplification)"
    asked = {
        "NCT00000011": "ERBB2 amplification or ERBB2 overexpression",
        "NCT00000012": low,
        "NCT00000013": f"ERBB2 amplification or ERBB2 overexpression or {low}",
        "NCT00000014": "not ERBB2 amplification and not ERBB2 overexpression",
        "NCT00000015": "BRCA1 loss_of_function or BRCA2 loss_of_function or ATM loss_of_function",
        "NCT00000016": "NTRK1 fusion or NTRK2 fusion or NTRK3 fusion or ROS1 fusion",
        "NCT00000017": "ERBB2 amplification",
        "NCT00000018": "BRCA1 loss_of_function",
    }
    path = tmp_path / "trials.json"
    write_snapshot(path, make_snapshot(trial(*each) for each in asked.items()))
    words = ("--gene", gene, "--alteration", alteration, "--snapshot", str(path), "--tsv")

    status, out, err = run(capsys, "search", *words)
    header, *rows = (line.split("\t") for line in out.splitlines())

    assert status == 0, err
    fitting = [row for row in rows if row[header.index("fit")] == "finding"]
    assert {row[0] for row in fitting} == ids
    if alteration == "HER2-low":
        assert {row[header.index("findings")] for row in fitting} == {"HER2-low"}


def test_a_table_has_a_line_for_each_trial(
    snapshot: str, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, _ = run(capsys, "search", *G12C, "--tsv", "--limit", "1", "--snapshot", snapshot)
    header, *rows = (line.split("\t") for line in out.splitlines())

    assert status == 0
    assert all(len(row) == len(header) for row in rows)
    best = dict(zip(header, rows[0], strict=True))
    assert (best["trial_id"], best["findings"]) == ("NCT00000005", "KRAS G12C")
    assert (best["open_parts"], best["tumor_fit"]) == ("1 of 2", "for any tumour")
    assert len(rows) == 3


def test_headings_say_why_trials_stand_where_they_stand(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "trials.json"
    doubtful = criterion("tumor_type PAAD", confidence=Confidence.LIKELY)
    listed = [
        trial("NCT00000001", "KRAS p.G12C"),
        trial("NCT00000002", "KRAS p.G12C", doubtful),
        trial("NCT00000003", "KRAS p.G12C", criterion("age < 18")),
        trial("NCT00000004", "KRAS mutation and BRAF p.V600E"),
    ]
    write_snapshot(path, make_snapshot(listed))

    _, out, _ = run(capsys, "search", *G12C, "--age", "61", "--snapshot", str(path))

    headings = [line for line in out.splitlines() if line.startswith("They ask for")]
    assert [heading.split(": ")[0] for heading in headings] == [
        "They ask for the alteration, and nothing that was read speaks against the case",
        "They ask for the alteration, but something read with doubt speaks against the case",
        "They ask for the alteration, but the case is not eligible",
    ]
    assert "with: Xotinib" in out
    assert "why: KRAS G12C; for any tumour" in out


def test_an_order_that_parts_alike_trials_has_no_headings(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, settings = tmp_path / "trials.json", tmp_path / "config.yaml"
    settings.write_text("trials: {order: [freshness]}")
    listed = [
        trial("NCT00000001", "KRAS p.G12C", updated="2024-05-03"),
        trial("NCT00000002", "KRAS p.G12C", criterion("age < 18"), updated="2024-05-02"),
        trial("NCT00000003", "KRAS p.G12C", updated="2024-05-01"),
    ]
    write_snapshot(path, make_snapshot(listed))
    words = ("--age", "61", "--snapshot", str(path), "--config", str(settings))

    _, out, _ = run(capsys, "search", *G12C, *words)

    assert "They ask for" not in out
    assert [line[:11] for line in out.splitlines() if line.startswith("NCT")] == [
        each.trial_id for each in listed
    ]


def test_that_nothing_is_found_is_no_proof(
    snapshot: str, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("--gene", "RET", "--alteration", "fusion", "--tumor-type", "LUAD")
    status, out, _ = run(capsys, "search", *words, "--snapshot", snapshot)

    assert status == 0
    assert "No trial of this snapshot is known to ask for it. That is no proof" in out


def test_what_is_not_known_is_listed_when_all_are_asked_for(
    snapshot: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "NCT00000004" in found(capsys, *G12C, "--all", "--snapshot", snapshot)


def test_a_table_says_what_is_unknown_and_what_to_find_out(
    snapshot: str, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, _ = run(capsys, "search", *G12C, "--limit", "2", "--snapshot", snapshot)

    assert status == 0
    assert (
        f"KRAS p.G12C in Lung Adenocarcinoma (LUAD); trial data of 2024-05-06 (snapshot {snapshot})"
        in out
    )
    assert "why: KRAS G12C" in out
    assert "unknown: ECOG performance status at most 1;" in out
    assert "the ECOG performance status: may close 1; 1 ask for it" in out
    assert "and 1 more; --limit, --json or --tsv" in out
    assert "1 of 2" in out


ANSWERS = {
    "--stage": ("extent metastatic", "IV; metastatic", "localized"),
    "--metastases": ("not cns_metastases", "none", "brain (treated, stable)"),
    "--measurable-disease": ("measurable_disease", "yes", "no"),
    "--laboratory": ("laboratory bilirubin <= 2", "bilirubin=1 xULN", "bilirubin=9 xULN"),
    "--prior-lines": ("line <= 2", "1", "4"),
    "--sex": ("sex female", "female", "male"),
}


@pytest.mark.parametrize("option", ANSWERS)
def test_what_is_told_of_the_patient_answers_the_criterion(
    option: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pattern, meets, fails = ANSWERS[option]
    path = tmp_path / "trials.json"
    write_snapshot(path, make_snapshot([trial("NCT00000001", "KRAS p.G12C", criterion(pattern))]))
    words = ("search", *G12C, "--snapshot", str(path), "--json")
    found = {}
    for given in ((), (option, meets), (option, fails)):
        status, out, err = run(capsys, *words, *given)
        assert status == 0, err
        (match,) = json.loads(out)["matches"]
        found[given[1:]] = match["eligibility"]

    assert found == {
        (): "possibly eligible",
        (meets,): "eligible on what is known",
        (fails,): "not eligible",
    }


def test_earlier_therapies_exclude(snapshot: str, capsys: pytest.CaptureFixture[str]) -> None:
    words = (*G12C, "--country", "DE", "--prior-therapies", "sotorasib", "--snapshot", snapshot)
    _, out, _ = run(capsys, "search", *words)

    assert "not eligible" in out
    assert "not met: " in out


def test_the_nearest_open_site_is_told(snapshot: str, capsys: pytest.CaptureFixture[str]) -> None:
    words = (*G12C, "--place", "35.18,129.08", "--snapshot", snapshot)
    _, out, _ = run(capsys, "search", *words)

    assert "nearest: Seoul, South Korea, 326 km" in out


def test_a_city_stands_for_its_coordinates_and_what_has_no_distance_is_said(
    snapshot: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The city is known by the sites of the snapshot."""
    _, out, _ = run(capsys, "search", *G12C, "--place", "Seoul", "--snapshot", snapshot)

    assert "nearest: Seoul, South Korea, 0 km" in out
    assert "note: 1 of the 3 trials listed have no distance: the snapshot has no coord" in out


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("Seuol", "did you mean Seoul, South Korea? Or give latitude and longitude in degrees"),
        ("Qwxzburg", "give a larger city nearby, or give latitude and longitude in degrees"),
        ("91,200", "are no coordinates; give latitude and longitude in degrees, such as"),
    ],
)
@pytest.mark.parametrize("command", ["search", "match"])
def test_an_unknown_place_is_told_with_a_way_out(
    command: str,
    place: str,
    said: str,
    snapshot: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    kept = tmp_path / "case.json"
    write_document(kept, building.matched(building.tumor("LUAD", [("KRAS", "G12C")])))
    words = G12C if command == "search" else (str(kept),)

    status, out, err = run(capsys, command, *words, "--place", place, "--snapshot", snapshot)

    assert (status, out) == (2, "")
    assert said in err


def test_a_trial_is_shown_with_side_confidence_and_place(
    snapshot: str, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, _ = run(capsys, "show", "nct00000001", "--snapshot", snapshot)

    assert status == 0
    rows = [line.split() for line in out.splitlines()]
    assert ["inclusion", "certain", "KRAS", "p.G12C", "title"] in rows
    assert "https://clinicaltrials.gov/study/NCT00000001" in out
    assert "Seoul, Clinic (recruiting)" in out
    assert "3 sentences on inclusion, 4 on exclusion" in out


def test_a_trial_is_shown_as_json_with_its_arms(
    snapshot: str, capsys: pytest.CaptureFixture[str]
) -> None:
    _, out, _ = run(capsys, "show", "NCT00000005", "--json", "--snapshot", snapshot)
    document = json.loads(out)

    assert [each["is_open"] for each in document["arms"]] == [True, False]
    assert document["arms"][0]["criteria"][0]["pattern"] == "KRAS codon 12"


@pytest.mark.parametrize("kind", ["case.json", "profile.json"])
def test_a_kept_case_is_matched_again(
    kind: str, snapshot: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    profile = building.tumor("LUAD", [("KRAS", "G12C")], panel=["EGFR"])
    kept, out = tmp_path / kind, tmp_path / "deep" / "trials.json"
    write_document(kept, building.matched(profile) if kind == "case.json" else profile)

    status, _, err = run(capsys, "match", str(kept), "-o", str(out), "--snapshot", snapshot)

    assert status == 0, err
    document = json.loads(out.read_text())
    assert document["case_id"] == profile.case.case_id
    assert {each["trial_id"] for each in document["matches"]} == {
        "NCT00000001",
        "NCT00000002",
        "NCT00000005",
    }


def test_the_trials_of_a_kept_case_can_be_read(
    snapshot: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = tmp_path / "case.json"
    write_document(kept, building.matched(building.tumor("LUAD", [("KRAS", "G12C")])))

    status, out, _ = run(
        capsys, "match", str(kept), "--text", "--limit", "2", "--snapshot", snapshot
    )
    _, table, _ = run(capsys, "match", str(kept), "--tsv", "--snapshot", snapshot)

    assert status == 0
    assert out.startswith("Case ")
    assert f"trial data of 2024-05-06 (snapshot {snapshot})" in out
    assert "They ask for the alteration, and nothing that was read speaks against the case" in out
    assert "and 1 more; --limit, --json or --tsv" in out
    assert "What to find out next, by the trials on which it decides:" in out
    assert len(table.splitlines()) == 4


def test_what_is_asked_of_the_tumour_comes_first_among_the_unknown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "trials.json"
    listed = trial("NCT00000001", "KRAS p.G12C", criterion("ECOG <= 1"), criterion("ALK fusion"))
    write_snapshot(path, make_snapshot([listed]))

    _, out, _ = run(capsys, "search", *G12C, "--snapshot", str(path))

    assert "unknown: ALK fusion; ECOG performance status at most 1;" in out


def test_the_numbers_of_a_snapshot(snapshot: str, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "stats", "--json", "--snapshot", snapshot)
    counts = json.loads(out)

    assert counts["trials"] == 5
    assert counts["genes"] == {"KRAS": 4, "BRAF": 1, "EGFR": 1}
    assert counts["countries"] == {"Germany": 3, "South Korea": 2, "Turkey (Türkiye)": 1}
    assert counts["confidence"] == {Confidence.CERTAIN.value: 14}
    assert counts["unread"] == 35


@pytest.fixture
def configured(snapshot: str, tmp_path: Path) -> str:
    """Return a configuration whose snapshot is the folder of ours."""
    path = tmp_path / "config.yaml"
    path.write_text(
        f"trials:\n  snapshot: {Path(snapshot).parent}\n  countries: [Germany]\n"
        "  order: [freshness]\n  max_age_days: 30\n"
    )
    return str(path)


@pytest.mark.parametrize("words", [("search", *G12C), ("show", "NCT00000001"), ("stats",)])
def test_the_configuration_chooses_the_snapshot_and_the_output_names_it(
    words: tuple[str, ...], configured: str, snapshot: str, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, err = run(capsys, *words, "--config", configured)

    assert status == 0, err
    assert f"data of 2024-05-06 (snapshot {snapshot})" in out


@pytest.mark.parametrize("words", [("search", *G12C), ("show", "NCT05288205"), ("stats",)])
def test_without_a_choice_it_is_the_bundled_snapshot(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, err = run(capsys, *words)

    assert status == 0, err
    assert "(bundled snapshot)" in out


def test_an_option_goes_before_the_configuration(
    configured: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    write_snapshot(other / "trials.json", make_snapshot([trial("NCT00000077")]))

    status, _, err = run(
        capsys, "show", "NCT00000077", "--config", configured, "--snapshot", str(other)
    )

    assert status == 0, err


def test_countries_and_order_of_the_configuration_hold_for_a_search_and_a_kept_case(
    configured: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = tmp_path / "case.json"
    write_document(kept, building.matched(building.tumor("LUAD", [("KRAS", "G12C")])))

    _, matched, _ = run(capsys, "match", str(kept), "--config", configured)
    _, all_of_korea, _ = run(capsys, "match", str(kept), "--config", configured, "--country", "KR")

    assert found(capsys, *G12C, "--config", configured) == ["NCT00000001"]
    assert [each["trial_id"] for each in json.loads(matched)["matches"]] == ["NCT00000001"]
    assert json.loads(matched)["countries"] == ["Germany"]
    assert len(json.loads(all_of_korea)["matches"]) == 2


@pytest.mark.parametrize(
    ("day", "warned"), [("2024-06-05", False), ("2024-06-06", True)], ids=["30 days", "31 days"]
)
@pytest.mark.parametrize("command", ["search", "stats", "match"])
def test_data_older_than_the_limit_are_warned_of(
    command: str,
    day: str,
    warned: bool,
    configured: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    kept = tmp_path / "case.json"
    write_document(kept, building.matched(building.tumor("LUAD", [("KRAS", "G12C")])))
    words = {"search": G12C, "stats": (), "match": (str(kept),)}[command]

    _, out, _ = run(capsys, command, *words, "--config", configured, "--date", day)

    assert ("the trial data are 31 days old" in out) is warned


def test_the_numbers_are_readable(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "stats")

    assert status == 0
    assert "genes asked for" in out


MISTAKES = {
    "unknown trial": (("show", "NCT00000009"), "near are NCT0000000"),
    "unknown gene": (("search", "--gene", "KRASX", "--alteration", "G12C"), "KRASX"),
    "unknown gene alone": (("search", "--gene", "KRASX"), "KRASX"),
    "unknown alteration": (("search", "--gene", "BRAF", "--alteration", "V599E"), "residue 599"),
    "unknown tumour type": (
        ("search", "--gene", "KRAS", "--tumor-type", "LUAX"),
        "did you mean LUCA",
    ),
    "unknown country": (("search", "--gene", "KRAS", "--country", "Germony"), "Germany"),
    "ambiguous country": (("search", "--gene", "KRAS", "--country", "United"), "United Kingdom"),
    "no age": (("search", "--gene", "KRAS", "--age", "old"), "age"),
    "no place": (("search", "--gene", "KRAS", "--place", "91,0"), "latitude"),
    "no question": (("search",), "--gene"),
    "no snapshot": (("stats", "--snapshot", "absent.json"), "absent.json"),
    "no case": (("match", "absent.json"), "absent.json"),
    "not JSON": (("match", "text.json"), "neither case.json nor profile.json"),
    "another JSON": (("match", "other.json"), "neither case.json nor profile.json"),
    "a broken record": (("match", "broken.json"), "CaseRecord"),
}


@pytest.mark.parametrize(("words", "said"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_one_line_and_status_2(
    words: tuple[str, ...],
    said: str,
    snapshot: str,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("text.json").write_text("no json")
    Path("other.json").write_text('{"trials": []}')
    Path("broken.json").write_text('{"profile": {"case": 1}}')
    given = words if "--snapshot" in words else (*words, "--snapshot", snapshot)

    status, out, err = run(capsys, *given)

    assert status == 2
    assert not out
    assert said in err
    assert (words[0] == "search" and words[1:] == ()) or len(err.splitlines()) == 1
