"""What one element is by itself: its role, whether it takes the focus, its excerpt."""

import re
from typing import Final

from ..word_sets import word_set
from .aria.terms import KNOWN_ROLES
from .parsing import Element
from .words import clip

_NUMBER: Final = re.compile(r"[+-]?[0-9]+")
_MOST_ROLES: Final = 10
# More than these do not fit into an excerpt.
_MOST_ATTRIBUTES: Final = 40
# Which of them the keyboard reaches; `a` and `area` only with an address, see `is_focusable`.
_CONTROLS: Final = word_set("button input select textarea")
_GLOBAL_LABELS: Final = ("aria-label", "aria-labelledby", "aria-describedby", "aria-description")


def markup(element: Element) -> str:
    """Return the start tag of the element as an excerpt."""
    if len(element.keys()) > _MOST_ATTRIBUTES:
        return f"<{element.tag} …>"
    # Asked for all together: one with a control character in its name cannot be asked for.
    written = ((str(name), str(value)) for name, value in element.items())
    attributes = "".join(f' {name}="{value}"' for name, value in written)
    return clip(f"<{element.tag}{attributes}>")


def role(element: Element) -> str:
    """Return the explicit ARIA role, the first that exists, or an empty string."""
    told = element.get("role")
    if not told:
        return ""
    return next((word for word in told.lower().split()[:_MOST_ROLES] if word in KNOWN_ROLES), "")


def leads_somewhere(link: Element) -> bool:
    """True for a link; without an address an `a` is an anchor, or a link that lost its page.

    Stored rich text names the page or document instead (`linktype="page" id="3"`).
    """
    return link.get("href") is not None or link.get("linktype") is not None


def tab_index(element: Element) -> int | None:
    """Return the number in `tabindex`, None without one."""
    told = element.get("tabindex")
    if told is None or not (number := _NUMBER.match(told.strip())):
        return None
    # Longer ones are a slip of the pen, and all that matters is the sign.
    return int(number[0][:6])


def is_focusable(element: Element) -> bool:
    """True if the element can have the focus; a role of "presentation" is then not heeded."""
    tag = element.tag
    if tag in ("a", "area"):
        native = leads_somewhere(element)
    elif tag in _CONTROLS:
        native = "disabled" not in element.attrib
    elif tag in ("audio", "video"):
        native = "controls" in element.attrib
    else:
        native = tag == "summary"
    return native or tab_index(element) is not None


def is_presentational(element: Element) -> bool:
    """True if the element says that it has no meaning of its own, and may say so."""
    explicit = element.get("role")
    return (
        explicit is not None
        and role(element) in ("presentation", "none")
        and not keeps_its_role(element)
    )


def keeps_its_role(element: Element) -> bool:
    """True if ARIA demands that a role of "presentation", or an empty `alt`, is not heeded.

    After "Presentational Roles Conflict Resolution" (WAI-ARIA 1.2): focusable, or with an
    attribute for every role. An empty attribute says nothing.
    """
    return is_focusable(element) or any(element.get(name, "").strip() for name in _GLOBAL_LABELS)
