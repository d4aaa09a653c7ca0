"""oncomatch trials update: by real requests to a registry on this machine, and from files."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from building import EXAMPLE, ROOT
from oncomatch.cli import main
from oncomatch.errors import InputError, RegistryError
from oncomatch.pipeline.trial_studies import Wanted
from oncomatch.pipeline.trials_update import update_trials
from oncomatch.trials.snapshot import read_snapshot
from unit.trials.registry_desk import Clock, Desk, Fault, open_desk, study
from unit.trials.test_ctis import record as ctis_record

IDS = [f"NCT{number:08}" for number in range(1, 6)]


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def desk() -> Iterator[Desk]:
    with open_desk(Desk([study(each) for each in IDS], per_page=2)) as opened:
        yield opened


def update(desk: Desk, out: Path, **wanted: Any) -> list[str]:
    told: list[str] = []
    asked = Wanted(**{"genes": ("KRAS",), "url": desk.url, **wanted})
    update_trials(asked, out, told.append, download=True, session=Clock().session())
    return told


def ids_of(out: Path) -> list[str]:
    return [trial.trial_id for trial in read_snapshot(out / "trials.json").trials]


def test_the_trials_of_the_registry_are_a_snapshot_with_its_day(desk: Desk, tmp_path: Path):
    told = update(desk, tmp_path)

    assert ids_of(tmp_path) == IDS
    assert read_snapshot(tmp_path / "trials.json").data_date == "2026-11-20"
    assert "5 studies read, 5 trials kept" in told
    assert sorted(path.name for path in tmp_path.iterdir()) == ["trials.json", "update.json"]


def test_an_update_that_breaks_off_leaves_the_old_one_and_goes_on(desk: Desk, tmp_path: Path):
    update(desk, tmp_path)
    before = (tmp_path / "trials.json").read_bytes()
    desk.timestamp = "2026-11-23T09:00:06"
    desk.studies.append(study("NCT00000006"))
    desk.faults = {len(desk.asked) + 2: Fault(body=b"<html>")}

    with pytest.raises(RegistryError, match="the old snapshot stays in use, and a next call goes"):
        update(desk, tmp_path)
    assert (tmp_path / "trials.json").read_bytes() == before

    asked = len(desk.pages)
    told = update(desk, tmp_path)
    assert ids_of(tmp_path) == [*IDS, "NCT00000006"]
    assert "goes on after page 1" in told
    assert all("pageToken" in query for query in desk.pages[asked:])


def test_pages_of_older_data_are_not_mixed_with_newer_ones(desk: Desk, tmp_path: Path):
    desk.faults = {2: Fault(404)}
    with pytest.raises(RegistryError):
        update(desk, tmp_path)
    desk.timestamp = "2026-11-23T09:00:06"
    desk.studies = [study("NCT00000009")]

    update(desk, tmp_path)
    assert ids_of(tmp_path) == ["NCT00000009"]


def started(desk: Desk, out: Path) -> subprocess.Popen[bytes]:
    """Return a process that renews the snapshot."""
    command = [
        *(sys.executable, "-c", "from oncomatch.cli import main; main()"),
        *("trials", "update", "--gene", "KRAS", "--download", "--url", desk.url),
        *("--out", str(out)),
    ]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)


def wait_until(happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not happened() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert happened()


def test_a_process_that_is_killed_is_gone_on_with(desk: Desk, tmp_path: Path):
    """The server stops answering in the middle; the process is killed there."""
    killed = threading.Event()
    desk.before = lambda number: killed.wait(30) if number == 2 else None
    with started(desk, tmp_path) as process:
        wait_until(lambda: len(desk.asked) > 2)
        process.kill()
        killed.set()
    desk.before = lambda number: None
    assert process.returncode == -signal.SIGKILL
    assert not (tmp_path / "trials.json").exists()

    told = update(desk, tmp_path)
    assert ids_of(tmp_path) == IDS
    assert "goes on with the download that broke off" in told


def test_a_process_that_is_killed_leaves_the_old_snapshot_and_its_pages(desk: Desk, tmp_path: Path):
    update(desk, tmp_path)
    before = (tmp_path / "trials.json").read_bytes()
    desk.timestamp = "2026-11-23T09:00:06"
    desk.studies.append(study("NCT00000006"))
    killed, at = threading.Event(), len(desk.asked) + 2
    desk.before = lambda number: killed.wait(30) if number == at else None
    with started(desk, tmp_path) as process:
        wait_until(lambda: len(desk.asked) > at)
        process.kill()
        killed.set()
    desk.before = lambda number: None

    assert process.returncode == -signal.SIGKILL
    assert (tmp_path / "trials.json").read_bytes() == before
    assert list(tmp_path.glob(".update/*/page*")), "what came before the end is kept"
    assert (tmp_path / ".update.lock").exists(), "the lock of the dead process stands there"
    asked = len(desk.pages)
    assert "goes on after page 1" in update(desk, tmp_path)
    assert ids_of(tmp_path) == [*IDS, "NCT00000006"]
    assert all("pageToken" in query for query in desk.pages[asked:]), "no page comes twice"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["trials.json", "update.json"]


def test_two_updates_of_a_folder_do_not_mix(desk: Desk, tmp_path: Path):
    """The second says who is at work; the first is not disturbed."""
    go = threading.Event()
    desk.before = lambda number: go.wait(30) if number == 1 else None
    with started(desk, tmp_path) as first:
        wait_until(lambda: len(desk.asked) > 1)
        with pytest.raises(InputError) as refused:
            update(desk, tmp_path)
        go.set()
    desk.before = lambda number: None

    assert f"another oncomatch trials update (process {first.pid}) is writing there" in str(
        refused.value
    )
    assert first.returncode == 0
    assert ids_of(tmp_path) == IDS


def test_a_refused_update_leaves_no_folder_behind(desk: Desk, tmp_path: Path):
    desk.always = Fault(404)

    with pytest.raises(RegistryError, match="nothing written"):
        update(desk, tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_nothing_is_fetched_when_the_data_are_the_same(desk: Desk, tmp_path: Path):
    update(desk, tmp_path)
    pages = len(desk.pages)

    assert "nothing to do" in update(desk, tmp_path)[0]
    assert len(desk.pages) == pages
    update(desk, tmp_path, force=True)
    assert len(desk.pages) > pages


def test_an_etag_that_is_the_same_says_so_too(desk: Desk, tmp_path: Path):
    desk.etag = '"one"'
    update(desk, tmp_path)

    assert "nothing to do" in update(desk, tmp_path)[0]


def test_far_fewer_trials_than_before_are_not_taken(desk: Desk, tmp_path: Path):
    update(desk, tmp_path)
    desk.timestamp, desk.studies = "2026-11-23T09:00:06", desk.studies[:2]

    with pytest.raises(InputError, match="2 trials where there were 5"):
        update(desk, tmp_path)
    assert ids_of(tmp_path) == IDS


def closed(name: str, **site: Any) -> dict[str, Any]:
    return study(name, country="Germany", **site)


@pytest.mark.parametrize(
    ("site", "kept"),
    [
        ({"status": "RECRUITING"}, True),
        ({"status": "COMPLETED"}, False),
        ({"status": "UNKNOWN"}, False),
        ({"status": "WITHDRAWN"}, False),
        ({"status": None}, True),
    ],
)
def test_only_an_open_site_counts_for_a_country(
    desk: Desk, tmp_path: Path, site: dict[str, Any], kept: bool
):
    desk.studies = [study("NCT00000001", country="Germany"), closed("NCT00000002", **site)]
    update(desk, tmp_path, countries=("Germany",))

    assert ("NCT00000002" in ids_of(tmp_path)) is kept


def test_records_of_ctis_that_another_day_left_behind_are_not_mixed_with_todays(
    desk: Desk, tmp_path: Path
):
    """Its interface does not say of when its data are."""
    numbers = [f"2026-50000{number}-11-00" for number in range(1, 4)]
    desk.ctis = {number: ctis_record() | {"ctNumber": number} for number in numbers}

    def of(day: str, broken: bool) -> list[str]:
        desk.asked.clear()
        desk.faults = {3: Fault(404)} if broken else {}
        wanted = Wanted(genes=("KRAS",), url="", ctis_url=desk.url)
        told: list[str] = []
        session = Clock().session()
        update_trials(wanted, tmp_path, told.append, download=True, session=session, today=day)
        return [path.rsplit("/", 1)[1] for _, path, *_ in desk.asked if "/retrieve/" in path]

    with pytest.raises(RegistryError):
        of("2026-11-20", broken=True)
    with pytest.raises(RegistryError):
        of("2026-11-21", broken=True)
    assert of("2026-11-21", broken=False) == numbers[2:], "the same day goes on"
    with pytest.raises(RegistryError):
        of("2026-11-22", broken=True)
    assert of("2026-11-23", broken=False) == numbers, "another day begins anew"
    assert ids_of(tmp_path) == numbers


WORDS = {
    "genes": ({"genes": ("KRAS", "BRAF")}, ["KRAS", "BRAF"]),
    "genes go before conditions": ({"genes": ("KRAS",), "conditions": ("cancer",)}, ["KRAS"]),
    "conditions alone": (
        {"conditions": ("colon cancer", "melanoma")},
        ["colon cancer", "melanoma"],
    ),
    "the whole set": (
        {"genes": ("KRAS",), "conditions": ("cancer", "glioma"), "filter_genes": False},
        ["cancer", "glioma"],
    ),
}


@pytest.mark.parametrize(("wanted", "words"), WORDS.values(), ids=WORDS)
def test_ctis_is_asked_for_one_word_after_another(
    wanted: dict[str, Any], words: list[str], desk: Desk, tmp_path: Path
):
    update(desk, tmp_path, ctis_url=desk.url, **{"genes": (), **wanted})

    asked = [json.loads(body) for method, _, _, _, body in desk.asked if method == "POST"]
    assert [each["searchCriteria"] for each in asked] == [{"containAll": each} for each in words]


def test_a_malformed_study_is_counted_and_the_others_stay(desk: Desk, tmp_path: Path):
    point = {"lat": "north", "lon": 7}
    desk.studies = [study("NCT00000001"), {}, study("NCT00000002", geoPoint=point)]
    told = update(desk, tmp_path)

    assert ids_of(tmp_path) == ["NCT00000001"]
    assert "     2 not kept: the record is malformed" in told


def test_files_are_read_without_any_request(desk: Desk, tmp_path: Path):
    (tmp_path / "page.json").write_text(json.dumps({"studies": desk.studies}))
    (tmp_path / "one.json").write_text(json.dumps(study("NCT00000007")))
    out = tmp_path / "out"
    files = (tmp_path / "page.json", tmp_path / "one.json")
    update_trials(Wanted(files=files), out, lambda line: None)

    assert ids_of(out) == [*IDS, "NCT00000007"]
    assert desk.asked == []


@pytest.mark.parametrize("text", ["no", "[1]", '{"a": 1}', '{"studies": 7}'])
def test_a_file_that_is_no_study_is_refused(tmp_path: Path, text: str):
    path = tmp_path / "x.json"
    path.write_text(text)

    with pytest.raises(InputError, match=r"x\.json"):
        update_trials(Wanted(files=(path,)), tmp_path / "out", lambda line: None)
    assert not (tmp_path / "out").exists()


def test_a_folder_with_other_files_is_not_touched(desk: Desk, tmp_path: Path):
    (tmp_path / "letter.doc").write_text("x")

    with pytest.raises(InputError, match="other files"):
        update(desk, tmp_path)


def test_the_bundled_snapshot_is_not_touched(desk: Desk):
    with pytest.raises(InputError, match="bundled"):
        update(desk, ROOT / "resources" / "trials")


PATIENT = {"case-id": "P-4711", "age": "61", "sex": "female", "place": "50.0,8.27"}
HEADERS = {"Host", "User-Agent", "Accept", "Accept-Encoding", "Connection", "If-None-Match"}
NO_SOCKET = """
import socket, sys
def refuse(*_, **__):
    raise AssertionError("a connection was opened")
socket.socket.connect = socket.socket.connect_ex = socket.create_connection = refuse
socket.getaddrinfo = refuse
from oncomatch.cli import main
sys.exit(main())
"""


def no_socket(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", NO_SOCKET, *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def report(out: Path, *more: str) -> list[str]:
    patient = [word for name, value in PATIENT.items() for word in (f"--{name}", value)]
    alteration = ["--her2-ihc", "3+", "--tumor-type", "STAD", "--build", "GRCh38"]
    return ["report", *alteration, *patient, "--out", str(out), *more]


def test_a_report_opens_no_connection_and_keeps_the_place_out(desk: Desk, tmp_path: Path):
    desk.studies = [study("NCT00000001")]
    page = tmp_path / "page.json"
    page.write_text(json.dumps({"studies": desk.studies}))
    made = no_socket("trials", "update", "--from", str(page), "--out", str(tmp_path / "new"))
    assert made.returncode == 0, made.stderr
    done = no_socket(*report(tmp_path / "out"))
    assert done.returncode == 0, done.stderr

    for path in (tmp_path / "out").rglob("*.*"):
        text = path.read_bytes()
        assert b"50.0,8.27" not in text
        assert b'"place"' not in text
    record = json.loads((tmp_path / "out" / "P-4711" / "case.json").read_text())
    assert "8.27" not in json.dumps(record["profile"]["case"])


def test_an_update_and_a_match_send_nothing_about_a_patient(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    config = tmp_path / "config.yaml"
    arguments = ["trials", "update", "--gene", "KRAS", "--download", "--url", desk.url]
    assert main([*arguments, "--out", str(tmp_path / "new")]) == 0
    config.write_text(f"trials: {{snapshot: {tmp_path / 'new'}}}\n")
    asked = len(desk.asked)
    assert main(report(tmp_path / "out", "--config", str(config))) == 0

    assert len(desk.asked) == asked, "matching asks nobody"
    for method, path, query, headers, body in desk.asked:
        assert (method, body) == ("GET", b"")
        assert path in ("/api/v2/version", "/api/v2/studies")
        assert set(query) <= {
            *("query.term", "filter.overallStatus", "fields", "pageSize", "pageToken")
        }
        own = {**query, "pageToken": ""}, {**headers, "Host": ""}  # the registry's own words
        said = f"{path} {own}"
        assert set(headers) <= HEADERS
        for value in (*PATIENT.values(), "STAD", "Mainz", str(EXAMPLE)):
            assert value not in said
    record = json.loads((tmp_path / "out" / "P-4711" / "case.json").read_text())
    assert record["made_with"]["trials_considered"] == 5
    assert record["made_with"]["trials_data_date"] == "2026-11-20"


def test_no_command_about_trials_opens_a_connection_unless_told_to_download(tmp_path: Path):
    """One process, whose sockets refuse, runs them all."""
    case = str(ROOT / "reports" / "example" / "case.json")
    commands = [
        ["search", "--gene", "ERBB2", "--alteration", "amplification", "--place", "50.0,8.27"],
        ["show", "NCT05288205"],
        ["match", case, "--place", "50.0,8.27", "--out", str(tmp_path / "trials.json")],
        ["stats"],
        ["export", "NCT05288205", "--out", str(tmp_path / "trial.yaml")],
        ["check", str(tmp_path / "trial.yaml")],
    ]
    asks_all = NO_SOCKET.replace(
        "sys.exit(main())",
        "import json\nsys.exit(max(main(['trials', *each]) for each in json.loads(sys.argv[1])))",
    )
    done = subprocess.run(
        [sys.executable, "-c", asks_all, json.dumps(commands)],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")


def test_the_sockets_of_these_tests_do_refuse(tmp_path: Path):
    """Or they would prove nothing."""
    words = ("--gene", "KRAS", "--download", "--url", "http://127.0.0.1:9", "--out", str(tmp_path))

    assert "a connection was opened" in no_socket("trials", "update", *words).stderr


def test_a_batch_without_download_opens_no_connection(tmp_path: Path):
    """The jobs are processes of their own: each gets a socket that refuses."""
    (tmp_path / "sitecustomize.py").write_text(
        "import socket\n"
        "real = socket.socket.connect\n"
        "def refuse(self, address):\n"
        "    if self.family in (socket.AF_INET, socket.AF_INET6):\n"
        f"        open({str(tmp_path / 'opened')!r}, 'a').write(repr(address))\n"
        "        raise AssertionError('a connection was opened')\n"
        "    return real(self, address)\n"
        "socket.socket.connect = refuse\n"
    )
    sheet = tmp_path / "cases.tsv"
    sheet.write_text(
        "case_id\ttumor_type\tbuild\ther2_ihc\tplace\nA\tSTAD\tGRCh38\t3+\tMainz, Germany\n"
    )
    environment = {**os.environ, "PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT / 'src'}"}
    command = [sys.executable, "-c", "import sys; from oncomatch.cli import main; sys.exit(main())"]
    done = subprocess.run(
        [*command, "run", str(sheet), "--out", str(tmp_path / "out"), "--cores", "1"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert not (tmp_path / "opened").exists()
    for path in (tmp_path / "out").rglob("*"):
        if path.is_file():
            assert b"Mainz, Germany" not in path.read_bytes(), path
