from pathlib import Path

import yaml
from snakemake.exceptions import WorkflowError

from oncomatch.errors import OncomatchError
from oncomatch.pipeline import batch as batches


def get_checked_inputs():
    try:
        settings = batches.check_config(dict(config), "configuration")
        return settings, batches.read_batch(Path(settings.cases))
    except OncomatchError as error:
        raise WorkflowError(str(error)) from None


SETTINGS, BATCH = get_checked_inputs()
OUT = SETTINGS.output.rstrip("/")
CASES = list(BATCH.requests)
SOFTWARE = batches.software()


wildcard_constraints:
    case="|".join(CASES).replace(".", r"\."),


def get_final_output():
    reports = expand("{out}/{case}/report.html", out=OUT, case=CASES)
    return [f"{OUT}/index.html", *reports]


def get_case_files(wildcards):
    return BATCH.files_of(wildcards.case)


def get_case_row(wildcards):
    return repr(BATCH.requests[wildcards.case])


def get_index_folder(wildcards, output):
    return str(Path(output.html).parent)


def get_knowledge():
    return batches.knowledge_files()


def get_settings_file():
    """Write the settings that change a report where jobs read them; touch nothing if they stand."""
    path = Path(OUT) / "settings.yaml"
    kept = {
        key: value for key, value in config.items() if key not in ("cases", "output")
    }
    text = yaml.safe_dump(kept, sort_keys=True)
    if not path.is_file() or path.read_text(encoding="utf-8") != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return str(path)
