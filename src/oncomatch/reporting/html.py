"""Draw the report as one self-contained HTML file."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from pathlib import Path

from jinja2 import (
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PackageLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
)

from oncomatch.domain.house import HouseStyle
from oncomatch.domain.record import CaseRecord
from oncomatch.errors import ConfigError
from oncomatch.reporting import details
from oncomatch.reporting.assessed import build_assessed
from oncomatch.reporting.evidence_groups import group_evidence
from oncomatch.reporting.figures import build_figures
from oncomatch.reporting.finding_groups import group_every_finding, those_that_matter
from oncomatch.reporting.findings import build_findings, build_silent_findings
from oncomatch.reporting.given_markers import build_given_markers
from oncomatch.reporting.head import build_head
from oncomatch.reporting.meaning_rows import build_meanings, build_oncogenicity
from oncomatch.reporting.near_misses import build_misses
from oncomatch.reporting.notes import split_notes
from oncomatch.reporting.origin_rows import build_origin
from oncomatch.reporting.report_words import report_words
from oncomatch.reporting.section_order import put_first
from oncomatch.reporting.short import (
    build_marker_rows,
    build_markers,
    build_next_steps,
    build_short,
    build_steps,
)
from oncomatch.reporting.template_engine import QuickEnvironment
from oncomatch.reporting.trial_rows import (
    build_named,
    build_questions,
    build_trials,
    count_trials,
    describe_named,
    describe_snapshot,
    first_trials,
    group_trials,
)
from oncomatch.reporting.view import ReportView
from oncomatch.reporting.wide_rows import build_wide_rows


def build_view(record: CaseRecord) -> ReportView:
    """Return the view of a record; the same record always gives the same view."""
    every = group_every_finding(record)
    matter = those_that_matter(every)
    findings, others = build_findings(record, matter)
    trials = build_trials(record)
    cautions, notes = split_notes(record)
    evidence = details.build_evidence(record)
    known, uncertain, undetermined, rest = details.split_variants(record)
    filtered, failed, ledger = details.build_ledger(record)
    copy_numbers, neutral_copies = details.build_copy_numbers(record)
    return ReportView(
        case_id=record.profile.case.case_id,
        tumor_type=record.profile.case.tumor_type_name,
        head=build_head(record),
        cautions=cautions,
        short=build_short(record, matter),
        findings=findings,
        other_findings=others,
        trials=trials,
        first_trials=first_trials(record, trials),
        trial_groups=group_trials(record, trials),
        trials_source=describe_snapshot(record),
        trial_count=count_trials(record),
        named_trials=build_named(record),
        named_count=describe_named(record),
        questions=build_questions(record),
        next_steps=build_next_steps(record),
        markers=build_markers(record),
        marker_rows=build_marker_rows(record),
        given_markers=build_given_markers(record),
        evidence=evidence,
        meanings=build_meanings(record),
        oncogenicity=build_oncogenicity(record),
        misses=build_misses(record),
        known_variants=known,
        uncertain_variants=uncertain,
        undetermined_variants=undetermined,
        undetermined_rest=rest,
        no_variants=details.no_variant_words(record),
        copy_numbers=copy_numbers,
        neutral_copies=neutral_copies,
        arms=details.build_arms(record),
        rearrangements=details.build_rearrangements(record),
        origin=build_origin(record),
        assessed=build_assessed(record),
        wide_rows=build_wide_rows(record),
        genes=details.build_genes(record),
        filtered=filtered,
        failed=failed,
        ledger=ledger,
        sources=details.build_sources(record),
        versions=details.build_versions(record),
        limits=details.build_limits(),
        figures=build_figures(record, matter),
        notes=notes,
        silent_findings=build_silent_findings(matter),
        evidence_groups=group_evidence(record, evidence, every),
        steps=build_steps(record),
    )


@cache
def environment(templates: str = "") -> Environment:
    """Return the template environment: everything is escaped, a misspelt field stops.

    Templates of the folder `templates` stand in the place of those of the package.
    """
    package = PackageLoader("oncomatch.reporting")
    return QuickEnvironment(
        loader=ChoiceLoader([FileSystemLoader(templates), package]) if templates else package,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def render(template: str, style: HouseStyle, **fields: object) -> str:
    """Return a template of the house, else of the package, filled in; `style` is its `house`.

    Raises:
        ConfigError: a template of the house cannot be read or asks for what is not there.
    """
    try:
        found = environment(style.templates).get_template(template)
        return found.render(house=style, **fields)
    except Exception as error:
        place = _place_of(error, style.templates) if style.templates else None
        if place is None and not (style.templates and isinstance(error, _OF_TEMPLATES)):
            raise
        words = str(error).splitlines() or [type(error).__name__]
        raise ConfigError(
            f"house.templates: {place or f'{style.templates}/{template}'}: {words[0]}; "
            f"docs/house_style.md lists the fields"
        ) from error


_OF_TEMPLATES = (TemplateError, UnicodeDecodeError)


def _place_of(error: Exception, folder: str) -> str | None:
    """Return file and line of a template of the folder at which an error arose, None elsewhere."""
    if isinstance(error, TemplateSyntaxError):
        return f"{error.filename or Path(folder) / (error.name or '')}, line {error.lineno}"
    if isinstance(error, TemplateNotFound):
        return f"{Path(folder) / (error.name or '')}"
    place, trace = None, error.__traceback__
    while trace is not None:
        file = Path(trace.tb_frame.f_code.co_filename)
        if file.is_relative_to(folder):
            place = f"{file}, line {trace.tb_lineno}"
        trace = trace.tb_next
    return place


def render_page(template: str, style: HouseStyle, view: object) -> str:
    """Return a page with the script that sorts and filters; a logo is all that it may load."""
    words = report_words(style)
    return render(
        template,
        style,
        view=view,
        script=page_script(),
        policy=f"{page_policy()}; img-src data:" if style.logo else page_policy(),
        say=words.catalogue.say,
        term=words.term,
        en=words.en,
        script_words=words.script_words,
    )


def render_report(record: CaseRecord, style: HouseStyle = HouseStyle()) -> str:  # noqa: B008
    """Return the report of a record as HTML."""
    page = render_page("report.html", style, build_view(record))
    page = put_first(page, style.sections)
    return page.replace(_CONTENTS, _contents(page), 1)


_CONTENTS = "<<CONTENTS>>"
_HEADING = re.compile(r'<h2 id="([a-z]+)">([^<]+)</h2>')


def _contents(page: str) -> str:
    """Return a list of the sections; their headings are the template's own words."""
    links = (f'<li><a href="#{name}">{words}</a></li>' for name, words in _HEADING.findall(page))
    return f"<ol>\n{chr(10).join(links)}\n</ol>"


@cache
def page_script() -> str:
    """Return the script of the page, which sorts and filters; without it the page is whole."""
    loader = environment().loader
    assert loader is not None
    return loader.get_source(environment(), "report.js")[0].strip()


@cache
def page_policy() -> str:
    """Return what the page may do: run its own script by its checksum, and load nothing."""
    digest = base64.b64encode(hashlib.sha256(page_script().encode()).digest()).decode()
    return (
        f"default-src 'none'; script-src 'sha256-{digest}'; style-src 'unsafe-inline'; "
        "base-uri 'none'; form-action 'none'"
    )
