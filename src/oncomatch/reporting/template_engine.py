"""Jinja made quick for pages of thousands of cells: what it does to each value is done sparingly.

Both go by what Jinja calls its extension points; where one of them is not there in a later
release, the templates say the same, and take longer.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from jinja2 import Environment
from jinja2.compiler import CodeGenerator
from jinja2.runtime import Context, escape  # type: ignore[attr-defined]

_SPECIAL = re.compile("[&<>'\"]")
"""What `markupsafe.escape` replaces."""


def escaped(value: object) -> str:
    """Return a value as it stands in a page; a text without special characters is left alone."""
    if type(value) is str and _SPECIAL.search(value) is None:
        return value
    return escape(value)


class _Context(Context):
    """The names of a template; a call goes straight to its function.

    Jinja asks each time whether the function wants the context: of thousands of calls none does.
    """

    def call(
        self,
        function: Callable[..., object],
        /,
        *given: object,
        _loop_vars: object = None,
        _block_vars: object = None,
        **named: object,
    ) -> object:
        """Return what the function returns; what is for the context is left out."""
        return function(*given, **named)


class _CodeGenerator(CodeGenerator):
    """Writes the code of a template; each value goes through `escaped`, without being wrapped."""

    def _output_child_pre(self, node: Any, frame: Any, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.escaped(")


class QuickEnvironment(Environment):
    """An environment with both."""

    context_class = _Context
    code_generator_class = _CodeGenerator
    escaped = staticmethod(escaped)
