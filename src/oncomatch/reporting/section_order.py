"""The order of the board report's sections behind its first page, as a laboratory wants it."""

from __future__ import annotations

import re
from collections.abc import Sequence

_START = "<<CONTENTS>>"
_SECTION = re.compile(
    r'^<section aria-labelledby="([a-z]+)">\n.*?^</section>$', re.MULTILINE | re.DOTALL
)


def put_first(page: str, names: Sequence[str]) -> str:
    """Return a page with the named sections first behind the contents, the others as they were.

    The first page stays as it is: it carries the decision. A section that the case does not have
    is passed over. A page without contents is returned as it is.
    """
    if not names:
        return page
    head, mark, rest = page.partition(_START)
    parts = {found[1]: found[0] for found in _SECTION.finditer(rest)}
    if not parts:
        return page
    order = [
        *(each for each in names if each in parts),
        *(each for each in parts if each not in names),
    ]
    texts = iter([parts[name] for name in order])
    return head + mark + _SECTION.sub(lambda _: next(texts), rest)
