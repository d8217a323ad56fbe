"""Which features of HTML and CSS a mail uses, and which mail programs cannot show them.

Support is read from the tables of caniemail.com (tests/data/caniemail.json; MIT license, (c) 2019
Rémi Parmentier), for the newest version of each program.
"""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from lxml import html

DATA = Path(__file__).parents[2] / "data" / "caniemail.json"
PROGRAMS = ("outlook", "gmail", "apple-mail")

# Names of elements or attributes in the tables, if they differ.
ELEMENTS = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "html-h1-h6"),
    **dict.fromkeys(("ul", "ol", "li", "dl", "dt", "dd"), "html-lists"),
    **dict.fromkeys(("table", "tr", "td", "th", "thead", "tbody"), "html-table"),
    **dict.fromkeys(
        ("article", "aside", "details", "figure", "footer", "header", "main", "nav", "section"),
        "html-semantics",
    ),
}
# Every program shows these, or they show nothing; the tables do not list them.
BEYOND_DOUBT = {"html", "head", "meta", "title", "a", "br", "b", "i", "em"}
PLAIN_ATTRIBUTES = {"href", "charset", "style", "border", "alt"}
PLAIN_PROPERTIES = {"color"}
PROPERTIES = {
    "font-family": "css-font",
    **{f"{name}-{side}": f"css-{name}" for name in ("margin", "padding", "border")
       for side in ("top", "right", "bottom", "left")},
}  # fmt: skip
UNITS = {"%": "css-unit-percent"}
LENGTH = re.compile(r"(?<![\w#])\d+(?:\.\d+)?(px|em|rem|%|vw|vh|pt|ch|ex)\b|\d(%)")
FUNCTION = re.compile(r"\b(rgba?|hsla?|oklch|calc|clamp|min|max|var|light-dark)\(")
FUNCTIONS = {
    "rgb": "css-rgb", "rgba": "css-rgba", "calc": "css-unit-calc", "clamp": "css-function-clamp",
    "min": "css-function-min", "max": "css-function-max", "var": "css-variables",
    "light-dark": "css-function-light-dark", "oklch": "css-modern-color",
}  # fmt: skip


# What a program may drop and the reader loses nothing: the doctype, how it looks on a phone and in
# the dark, and the logo beside the district's name.
EXTRAS = re.compile(
    r"<!DOCTYPE html>|<meta name[^>]*>|<style>.*?</style>|</?body[^>]*>|<img[^>]*>"
    r'| class="(?:paper|sheet|well|button)"',
    re.DOTALL,
)


@cache
def features() -> dict[str, dict[str, Any]]:
    return {row["slug"]: row for row in json.loads(DATA.read_text(encoding="utf-8"))["data"]}


def used(markup: str) -> set[str]:
    """Returns the names of all features that the markup uses; "?..." for those missing in the
    tables."""
    found = {"html-doctype"} if "<!doctype" in markup.lower() else set()
    found |= {"html-body"} if "<body" in markup.lower() else set()
    found |= {"html-comments"} if "<!--" in markup else set()
    for element in html.document_fromstring(markup).iter(html.etree.Element):
        if element.tag in ("body", "tbody") and f"<{element.tag}" not in markup:
            continue  # the parser's own
        found.update(_of_element(element))
    return found


def _of_element(element: Any) -> Iterator[str]:
    tag = str(element.tag)
    if tag not in BEYOND_DOUBT:
        yield _known(ELEMENTS.get(tag, f"html-{tag}"))
    for name, value in element.attrib.items():
        if name not in PLAIN_ATTRIBUTES:
            yield _known(f"html-{name}")
        if name == "href" and value.startswith("mailto:"):
            yield "html-mailto-links"
        elif name == "href" and value.startswith("#"):
            yield "html-anchor-links"
    for declaration in filter(str.strip, element.get("style", "").split(";")):
        name, _colon, value = (part.strip() for part in declaration.partition(":"))
        yield from _of_declaration(name, value)


def _of_declaration(name: str, value: str) -> Iterator[str]:
    if name not in PLAIN_PROPERTIES:
        yield _known(PROPERTIES.get(name, f"css-{name}"))
    if name == "display":
        yield "css-display-none" if value == "none" else "css-display"
        if value in ("flex", "grid"):
            yield f"css-display-{value}"
    for unit in LENGTH.findall(value):
        word = next(filter(None, unit))
        yield _known(UNITS.get(word, f"css-unit-{word}"))
    for function in FUNCTION.findall(value):
        yield _known(FUNCTIONS.get(function, f"css-{function}"))
    if "!important" in value:
        yield "css-important"
    if "system-ui" in value:
        yield "css-sytem-ui"  # as the tables spell it


def _known(slug: str) -> str:
    return slug if slug in features() else f"?{slug}"


def refusals(slug: str) -> list[str]:
    """Returns the current programs that do not show a feature: "outlook on windows 2019"."""
    return [
        f"{program} on {platform} {newest}"
        for program in PROGRAMS
        for platform, versions in features()[slug]["stats"].get(program, {}).items()
        for newest in [list(versions)[-1]]
        if versions[newest].startswith("n")
    ]


def faults(markup: str) -> dict[str, list[str]]:
    """Returns what some program cannot show, or what the tables do not list; empty if all is
    well."""
    return {
        slug: ["not in the tables"] if slug.startswith("?") else refusals(slug)
        for slug in sorted(used(markup))
        if slug.startswith("?") or refusals(slug)
    }


def mail_faults(markup: str) -> dict[str, list[str]]:
    """Returns the `faults` of a mail of ours without its extras."""
    return faults(EXTRAS.sub("", markup))
