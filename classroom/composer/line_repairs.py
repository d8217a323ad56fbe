"""What one press changes in the lines of a box: a list, a heading, signs of items. Pure.

Each takes the words that a finding quotes, and gives the text back unchanged where it does not find
them.
"""

from typing import Final

from district_cms.checks.accessibility.lists import Item, typed_item, typed_lists
from district_cms.checks.accessibility.words import clip

from .notation import plain_words, sign_of

_FIRST_LEVEL: Final = "## "


def make_list(text: str, excerpt: str) -> str:
    """The text with the lines of a list typed by hand as items: "a) ink" becomes "1. ink"."""
    lines = text.splitlines()
    places = [place for place, line in enumerate(lines) if line.strip()]
    # A real item or heading ends what was typed by hand; an empty line between paragraphs does not.
    words = ["" if sign_of(lines[place]) else plain_words(lines[place]) for place in places]
    for run in typed_lists(words):
        if clip(words[run[0].index]) != excerpt:
            continue
        for item in run:
            place = places[item.index]
            lines[place] = ("1. " if item.is_numbered else "- ") + _without(lines[place], item)
        first, last = places[run[0].index], places[run[-1].index]
        inner = [line for line in lines[first : last + 1] if line.strip()]
        return "\n".join([*lines[:first], *inner, *lines[last + 1 :]])
    return text


def make_heading(text: str, excerpt: str) -> str:
    """The text with the first line that says this as a heading, of the level of the one before."""
    lines, level = text.splitlines(), _FIRST_LEVEL
    for place, line in enumerate(lines):
        sign = sign_of(line)
        if sign.startswith("#"):
            level = sign
        if not sign and clip(plain_words(line)) == excerpt:
            lines[place] = level + line.replace("**", "").strip()
            return "\n".join(lines)
    return text


def drop_signs(text: str, excerpt: str) -> str:
    """The text without the signs that items of a real list begin with: "- • ink" becomes "- ink".
    From the first item that says this, to the end of its list."""
    lines = text.splitlines()
    begun = False
    for place, line in enumerate(lines):
        sign = sign_of(line)
        is_item = bool(sign) and not sign.startswith("#")
        rest = line.strip()[len(sign) :] if is_item else ""
        begun = is_item and (begun or clip(plain_words(rest)) == excerpt)
        item = typed_item(rest) if begun else None
        if item is not None and not item.is_numbered:
            lines[place] = sign + _without(rest, item)
    return "\n".join(lines)


def _without(line: str, item: Item) -> str:
    """The line behind the sign that was typed by hand: links and bold stay what they are."""
    found = typed_item(line)
    return found.words if found else item.words
