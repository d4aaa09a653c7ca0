import hashlib
from pathlib import Path

import yaml
from snakemake.exceptions import WorkflowError

from oncomatch.errors import OncomatchError
from oncomatch.pipeline import batch as batches
from oncomatch.pipeline import chosen_knowledge as knowledge
from oncomatch.pipeline import chosen_trials as trials
from oncomatch.pipeline import house
from oncomatch.pipeline import other_annotators as annotators


def get_checked_inputs():
    try:
        settings = batches.check_config(dict(config), "configuration")
        batch = batches.read_batch(Path(settings.cases))
        annotators.check_tool(settings, list(batch.requests.values()))
        batches.reference_files(settings)
        knowledge.with_knowledge(settings, None, None)
        trials.check_trial_choice(settings, batch.requests.values())
        house.house_style(settings)
        house.house_files(settings)
        return settings, batch
    except OncomatchError as error:
        raise WorkflowError(str(error)) from None


SETTINGS, BATCH = get_checked_inputs()
OUT = SETTINGS.output.rstrip("/")
CASES = list(BATCH.requests)
SOFTWARE = batches.software()


wildcard_constraints:
    case="|".join(CASES).replace(".", r"\."),
    number=r"[1-9][0-9]*",


def get_final_output():
    reports = expand("{out}/{case}/report.html", out=OUT, case=CASES)
    return [f"{OUT}/index.html", *reports]


def get_other_reports():
    """Return what a case has beside its page, by the forms of the configuration."""
    paths = [f"{{out}}/{{case}}/{name}" for name in batches.other_reports(SETTINGS)]
    return [path if "." in path else directory(path) for path in paths]


def get_case_files(wildcards):
    return BATCH.files_of(wildcards.case)


def get_case_row(wildcards):
    return repr(BATCH.requests[wildcards.case])


def get_place_option(wildcards):
    """Return the sheet for a case with a place, which is on no command line and in no log."""
    return ["--cases", SETTINGS.cases] if BATCH.requests[wildcards.case].place else []


def get_place_digest(wildcards):
    """Return what changes with the place of a case, by which its match is made anew."""
    text = f"{wildcards.case} {BATCH.requests[wildcards.case].place}"
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def get_case_vcf(wildcards):
    return str(BATCH.requests[wildcards.case].vcf[int(wildcards.number) - 1])


def get_build(wildcards):
    return BATCH.requests[wildcards.case].info.build.value


def get_annotated_vcf(wildcards):
    """Return what VEP or SnpEff writes of a case; nothing where none of them is to run."""
    if SETTINGS.annotator not in ("vep", "snpeff"):
        return []
    stem = f"{wildcards.out}/{wildcards.case}/annotators/{SETTINGS.annotator}"
    count = len(BATCH.requests[wildcards.case].vcf)
    return [f"{stem}.{number}.vcf" for number in range(1, count + 1)]


def get_vcf_option(wildcards, input):
    count = len(get_annotated_vcf(wildcards))
    paths = [input.annotated] if isinstance(input.annotated, str) else input.annotated
    return [word for path in list(paths)[:count] for word in ("--vcf", path)]


def get_vep_data(wildcards):
    fasta = annotators.fasta_of(SETTINGS, BATCH.requests[wildcards.case].info.build)
    return [SETTINGS.vep.cache, *([fasta] if fasta else [])]


def get_vep_options(wildcards, input):
    hgvs = ["--hgvs", "--fasta", input.data[1]] if len(input.data) > 1 else []
    return [*hgvs, *annotators.options_of(SETTINGS.vep.options)]


def get_snpeff_folder(wildcards):
    """Return the folder of the databases; SnpEff counts a relative one from its own place."""
    return str(Path(SETTINGS.snpeff.data).resolve())


def get_snpeff_genome(wildcards):
    return annotators.genome_of(SETTINGS, BATCH.requests[wildcards.case].info.build)


def get_snpeff_data(wildcards):
    return str(Path(SETTINGS.snpeff.data) / get_snpeff_genome(wildcards))


def get_snpeff_options(wildcards):
    return annotators.options_of(SETTINGS.snpeff.options)


def get_reference():
    return batches.reference_files(SETTINGS)


def get_index_folder(wildcards, output):
    return str(Path(output.html).parent)


def get_knowledge():
    return batches.knowledge_files(SETTINGS)


def get_house_files():
    """Return the logo and the templates of the house: reports are made anew when one changes."""
    return house.house_files(SETTINGS)


def get_house_checksum():
    return house.house_checksum(SETTINGS)


# The keys that change how a record is drawn, not what is in it.
DRAWN_BY = ("house", "outputs")


def get_settings_file():
    """Write the settings that change a record where jobs read them."""
    kept = {
        key: value
        for key, value in config.items()
        if key not in ("cases", "output", *DRAWN_BY)
    }
    return write_if_changed("settings.yaml", kept)


def get_style_file():
    """Write the settings that change how records are drawn: a new address matches nothing anew."""
    kept = {key: config[key] for key in DRAWN_BY if key in config}
    return write_if_changed("style.yaml", kept)


def write_if_changed(name, kept):
    """Write settings into the folder of the batch; touch nothing if they stand."""
    path = Path(OUT) / name
    text = yaml.safe_dump(kept, sort_keys=True)
    if not path.is_file() or path.read_text(encoding="utf-8") != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return str(path)
