"""A page as a browser sees it: elements with attributes and text, and what is not balanced."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "br", "img", "link", "input", "hr", "col", "source", "area", "base", "wbr"}


@dataclass
class Element:
    """An element; `text` is all text within it, in its place in the tree below `parents`."""

    tag: str
    attributes: dict[str, str]
    parents: tuple[str, ...]
    text: str = ""

    @property
    def words(self) -> str:
        """The text with its white space folded."""
        return " ".join(self.text.split())


@dataclass
class Page(HTMLParser):
    """The elements of a page in order; `problems` are tags that do not balance."""

    elements: list[Element] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open: list[Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if len(names) != len(set(names)):
            self.problems.append(f"<{tag}> has an attribute twice: {names}")
        attributes = {name: value or "" for name, value in attrs}
        element = Element(tag, attributes, tuple(each.tag for each in self._open))
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open[-1].tag != tag:
            self.problems.append(f"</{tag}> closes {[each.tag for each in self._open][-2:]}")
            return
        self._open.pop()

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.text += data

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)

    def all(self, *tags: str) -> list[Element]:
        """Return the elements with one of the tags."""
        return [element for element in self.elements if element.tag in tags]

    def with_class(self, name: str) -> list[Element]:
        """Return the elements of a class."""
        return [each for each in self.elements if name in each.attributes.get("class", "").split()]

    def tables(self) -> list[list[int]]:
        """Return the number of cells in each row of each table."""
        tables: list[list[int]] = []
        for element in self.elements:
            if element.tag == "table":
                tables.append([])
            elif element.tag == "tr":
                tables[-1].append(0)
            elif element.tag in ("td", "th"):
                tables[-1][-1] += 1
        return tables

    def unclosed(self) -> list[str]:
        """Return what is still open at the end."""
        return [element.tag for element in self._open]

    @property
    def words(self) -> str:
        """The visible text of the page."""
        (body,) = self.all("body")
        return body.words


def read_page(text: str) -> Page:
    """Return a page from its HTML."""
    page = Page()
    page.feed(text)
    page.close()
    return page
