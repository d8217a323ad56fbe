"""Templates drawn once for every shape of what they say, and filled in for each class.

Two updates with one assignment each differ in their words only: the template is rendered for the
first, with marks where words stand, and the second puts its own words there.
"""

import re
from collections.abc import Callable
from html import escape
from typing import Any, Final, NamedTuple

from django.template.loader import render_to_string
from django.utils import translation

# Stands around the number of a word. A character for private use: no template has it, and what is
# filled in is not read for it.
MARK: Final = "\ue000"
# A template looks at these, and does not only print them.
GAPS: Final = re.compile(r"\s*\n\s*")
LOOKED_AT: Final = frozenset({"language", "learning_language", "language_code"})


class Both(NamedTuple):
    """The same as HTML and as text, each ready to stand in a message."""

    html: str
    text: str


class Sketches:
    """The templates of one run, each a pair `<name>.html` and `<name>.txt` in `folder`. They may
    print what they are given and ask whether it is empty, and do nothing else with it. `same` is
    what all of them are given."""

    def __init__(self, folder: str, **same: str) -> None:
        self._folder = folder
        self._same = same
        self._drawn: dict[tuple[Any, ...], tuple[_Sketch, _Sketch]] = {}

    def draw(self, name: str, language: str, context: dict[str, Any]) -> Both:
        """Both templates with this in them, in this language."""
        words: list[str | Both] = []
        marked, shape = _marked(context, words)
        key = (name, language, shape)
        if key not in self._drawn:
            path = f"{self._folder}/{name}"
            marked |= self._same
            with translation.override(language):
                html = _Sketch(GAPS.sub("\n", render_to_string(f"{path}.html", marked)), ascii_html)
                self._drawn[key] = html, _Sketch(render_to_string(f"{path}.txt", marked))
        html, text = self._drawn[key]
        return Both(
            html.filled([escape(each) if isinstance(each, str) else each.html for each in words]),
            text.filled([each if isinstance(each, str) else each.text for each in words]),
        )


def ascii_html(html: str) -> str:
    """HTML that shows the same, with references for what is not ASCII. Of a text with one curly
    quotation mark in it each step, from reading it to sending it, takes several times as long."""
    return html.encode("ascii", "xmlcharrefreplace").decode()


class _Sketch:
    """A template as it was drawn: every second piece is a word, `numbers` says which. The others
    stand as `written`; words stay as people typed them."""

    def __init__(self, drawn: str, written: Callable[[str], str] = str) -> None:
        self._pieces = drawn.split(MARK)
        self._numbers = [int(number) for number in self._pieces[1::2]]
        self._pieces[::2] = map(written, self._pieces[::2])

    def filled(self, words: list[str]) -> str:
        whole = self._pieces.copy()
        whole[1::2] = map(words.__getitem__, self._numbers)
        return "".join(whole)


def _marked(value: Any, words: list[str | Both], name: str = "") -> tuple[Any, Any]:
    """`value` with a mark in the place of each word, which is added to `words`; and its shape: all
    that a template can see of it."""
    if isinstance(value, dict):
        marked, shape = {}, []
        for key, one in value.items():
            # Most are words, and a call for each is most of the work.
            if type(one) is str and one and key not in LOOKED_AT:
                marked[key], seen = f"{MARK}{len(words)}{MARK}", True
                words.append(one)
            else:
                marked[key], seen = _marked(one, words, key)
            shape.append((key, seen))
        return marked, tuple(shape)
    if isinstance(value, list):
        every = [_marked(one, words) for one in value]
        return [one[0] for one in every], tuple(one[1] for one in every)
    if not value or isinstance(value, int) or name in LOOKED_AT:
        return value, value
    words.append(value if isinstance(value, str | Both) else str(value))
    return f"{MARK}{len(words) - 1}{MARK}", True
