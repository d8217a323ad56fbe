"""Colors written beside the text: can it be read? (WCAG 1.4.3)

An error needs both colors from the text's own markup. What a style sheet may have changed on the
way down (a link's color, the ground of anything with a class) counts as unknown.
"""

import re
from collections.abc import Iterator
from typing import Final

from ...findings import Fault
from ...rules import Rule
from ...translation import mark as _
from ..dom import Document, Element
from ..kept import NOT_KEPT
from ..names import Names
from ..words import clip
from .colors import LARGE_TEXT_CONTRAST, TEXT_CONTRAST, WHITE, Color, contrast
from .scenes import Scene, scenes

_PALE: Final = _("Many people cannot read it, and in sunlight almost no one can.")

RULES: Final[tuple[Rule, ...]] = (
    Rule(
        "contrast-inline",
        "1.4.3",
        "error",
        "both",
        _(
            "“%(excerpt)s” does not stand out enough from its background: the contrast is "
            "%(ratio)s to 1, but at least %(needed)s to 1 is needed."
        ),
        _PALE,
        _("Remove the colors, or choose a darker one and a lighter one."),
        needs="markup",
        fix_without=NOT_KEPT,
    ),
    Rule(
        "contrast-unsure",
        "1.4.3",
        "warning",
        "html",
        _(
            "“%(excerpt)s” has its own color, and seems hard to read: the contrast is "
            "about %(ratio)s to 1, but at least %(needed)s to 1 is needed."
        ),
        _PALE,
        _("Remove the color, or confirm that the text can be read."),
        needs="markup",
        fix_without=NOT_KEPT,
    ),
)

# Below this, hardly any ground that a page can have makes pale text readable.
_SUSPICIOUS: Final = 3.0
_BLACK: Final = Color(0.0, 0.0, 0.0)
_LARGE: Final = 24.0
_LARGE_BOLD: Final = 18.66
_WORD: Final = re.compile(r"[^\W_]{2}")
_SPEAKING: Final = ("color", "background-color", "background-image", "opacity")


def check(document: Document, names: Names) -> Iterator[Fault]:
    """Yield the passages whose own colors make them hard to read, each choice of colors once."""
    chosen = {
        element
        for element in document.with_attribute("style", "color", "bgcolor")
        if "bgcolor" in element.attrib
        or "color" in element.attrib
        or any(name in document.style(element) for name in _SPEAKING)
    }
    if not chosen:
        return
    told: set[Element | None] = set()
    for element, scene in scenes(document, chosen):
        if scene.chosen_by in told or not _has_words(element):
            continue
        fault = _judge(element, scene, document, names)
        if fault is not None:
            told.add(scene.chosen_by)
            yield fault


def _judge(element: Element, scene: Scene, document: Document, names: Names) -> Fault | None:
    if scene.is_exempt:
        return None
    words, grounds = scene.words, scene.grounds
    for veil, backdrop in scene.veils:
        if backdrop is None or words is None:
            return None
        words = words.over(grounds[0] if grounds else backdrop).mixed(backdrop, veil)
        grounds = tuple(ground.mixed(backdrop, veil) for ground in grounds)
    needed, rule = _needed(scene), "contrast-inline"
    if words is not None and words.alpha == 0:
        return None
    if words is not None and grounds:
        ratio = max(contrast(words.over(ground), ground) for ground in grounds)
    elif words is not None:
        ratio, needed, rule = contrast(words.over(WHITE), WHITE), _SUSPICIOUS, "contrast-unsure"
    elif grounds and not scene.words_are_told:
        ratio = max(contrast(_BLACK, ground) for ground in grounds)
        needed, rule = _SUSPICIOUS, "contrast-unsure"
    else:
        return None
    if ratio >= needed:
        return None
    return _fault(rule, names.content(element), document.selector(element), ratio, _needed(scene))


def _needed(scene: Scene) -> float:
    is_large = scene.size >= (_LARGE_BOLD if scene.is_bold else _LARGE)
    return LARGE_TEXT_CONTRAST if is_large or scene.may_be_large else TEXT_CONTRAST


def _fault(rule: str, excerpt: str, selector: str, ratio: float, needed: float) -> Fault:
    # Rounded down: 4.49 is not told as 4.5.
    params = (("ratio", f"{int(ratio * 10) / 10:g}"), ("needed", f"{needed:g}"))
    return Fault(rule, clip(excerpt), selector, params)


def _has_words(element: Element) -> bool:
    texts = (element.text, *(child.tail for child in element))
    return any(text is not None and _WORD.search(text) for text in texts)
