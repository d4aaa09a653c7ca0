"""The quick engine of the page says what Jinja says, and nothing special in HTML gets through."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment, StrictUndefined, UndefinedError
from markupsafe import Markup, escape

from oncomatch.reporting.template_engine import QuickEnvironment, escaped

QUICK = QuickEnvironment(autoescape=True, undefined=StrictUndefined)
PLAIN = Environment(autoescape=True, undefined=StrictUndefined)
TEMPLATES = {
    "a value": "{{ x }}",
    "an attribute": '<a title="{{ x }}">',
    "a macro": "{% macro m(y) %}<b>{{ y }}</b>{% endmacro %}{{ m(x) }}",
    "a macro in a loop": "{% macro m(y) %}{{ y }}{% endmacro %}{% for y in (x, x) %}{{ m(y) }}"
    "{{ loop.index }}{% endfor %}",
    "a block that is kept": "{% set kept %}<i>{{ x }}</i>{% endset %}{{ kept }}",
    "a call": "{{ f(x, end='!') }}",
    "a caller": "{% macro m() %}{{ caller(x) }}{% endmacro %}{% call(y) m() %}{{ y }}{% endcall %}",
    "a filter": "{{ x|join('&') }}",
    "a part that is not escaped": "{% autoescape false %}{{ x }}{% endautoescape %}{{ x }}",
}
VALUES = {
    "plain": "KRAS G12C",
    "special": "<script>'\"&",
    "safe": Markup("<b>x</b>"),
    "a number": 3,
    "nothing": None,
}


def ended(words: object, end: str) -> str:
    return f"{words}{end}"


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
@pytest.mark.parametrize("template", TEMPLATES.values(), ids=TEMPLATES)
def test_a_template_gives_what_jinja_gives(template: str, value: object):
    if "join" in template and not isinstance(value, str):
        value = str(value)
    engines = (QUICK, PLAIN)
    quick, plain = (each.from_string(template).render(x=value, f=ended) for each in engines)

    assert quick == plain


def test_a_field_that_is_not_there_stops():
    with pytest.raises(UndefinedError):
        QUICK.from_string("{{ x.y }}").render(x="a")


@given(st.text(alphabet="<>&'\"ab \u2028"))
def test_every_text_is_escaped_as_markupsafe_does(words: str):
    assert escaped(words) == escape(words)


def test_values_go_through_our_function(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(QuickEnvironment, "escaped", staticmethod(lambda _: "seen"))

    assert QUICK.from_string("{{ x }}").render(x="a") == "seen"
