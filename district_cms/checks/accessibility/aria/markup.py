"""Checks ARIA: do roles and attributes exist, and do they fit together? (4.1.2)

ARIA comes from templates and pasted tools, so these faults are reported but do not block a teacher.
"""

import re
from collections.abc import Iterator
from typing import Final

from ...findings import Fault
from ...rules import Rule
from ...translation import mark as _
from ...word_sets import word_set
from ..dom import Document, Element, is_focusable, is_presentational, markup, role
from ..names import Names
from .terms import (
    FOR_ROLES,
    GLOBAL,
    KNOWN_ROLES,
    NUMBERS,
    OWNED,
    OWNERS,
    REQUIRED,
    TOKENS,
    WHOLE_NUMBERS,
)

_MISLED: Final = _("A screen reader would not say what the page shows.")
_WEB_TEAM: Final = _("If you did not write this markup, remove it or tell the web team.")

RULES: Final[tuple[Rule, ...]] = (
    Rule(
        "aria-unknown",
        "1.3.1 4.1.2",
        "warning",
        _("Some markup for screen readers does not exist, or is not allowed here (%(excerpt)s)."),
        _MISLED,
        _WEB_TEAM,
    ),
    Rule(
        "aria-incomplete",
        "1.3.1 4.1.2",
        "warning",
        _("Some markup for screen readers is missing a part (%(excerpt)s)."),
        _MISLED,
        _WEB_TEAM,
    ),
    Rule(
        "aria-structure",
        "1.3.1",
        "warning",
        _("Some markup for screen readers is in the wrong place (%(excerpt)s)."),
        _MISLED,
        _WEB_TEAM,
    ),
    Rule(
        "id-duplicate",
        "4.1.1",
        "warning",
        _("Two things on the page have the same id (%(excerpt)s)."),
        _("A link or a label that points to one may lead to the other."),
        _WEB_TEAM,
    ),
)

_NUMBER: Final = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)")
_WHOLE_NUMBER: Final = re.compile(r"-?\d+")
_TAG_ROLES: Final = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"),
    **dict.fromkeys(("thead", "tbody", "tfoot"), "rowgroup"),
    **dict.fromkeys(("ul", "ol"), "list"),
    **{name: name for name in ("article", "button", "option", "table")},
    "li": "listitem",
    "td": "cell",
    "textarea": "textbox",
    "tr": "row",
}
_TYPE_ROLES: Final = {
    **dict.fromkeys(("button", "submit", "reset", "image"), "button"),
    **dict.fromkeys(("", "text", "email", "tel", "url"), "textbox"),
    "checkbox": "checkbox",
    "radio": "radio",
    "range": "slider",
    "number": "spinbutton",
    "search": "searchbox",
}
# They have no role, and no attribute that belongs to roles means anything for them.
_WITHOUT_ROLE: Final = word_set("audio video")
_UNNAMED: Final = word_set("div span")
_TELLING_TAGS: Final = word_set("h1 h2 h3 h4 h5 h6 input option progress meter select")
_MOST_REFERENCES: Final = 20
_MOST_CHILDREN: Final = 500


def check(document: Document, names: Names) -> Iterator[Fault]:
    """Yields the ARIA faults of a document, at most one for each element and rule."""
    roles = document.with_attribute("role")
    for element in roles:
        roles_given = element.get("role", "").lower().split()
        if (
            roles_given
            and not KNOWN_ROLES.intersection(roles_given)
            and document.is_perceivable(element)
        ):
            yield _fault("aria-unknown", element, document)
    yield from _unknown_attributes(document)
    owners = _owners(document)
    for element in roles:
        kind = role(element)
        if not document.is_perceivable(element) or not kind:
            continue
        if _lacks_something(element, kind, document):
            yield _fault("aria-incomplete", element, document)
        is_astray = kind in OWNERS and _owner_role(element, owners) not in OWNERS[kind]
        if is_astray or (kind in OWNED and _owns_strangers(element, kind, document)):
            yield _fault("aria-structure", element, document)
    seen: set[str] = set()
    for element in document.with_attribute("id"):
        identifier = element.get("id", "")
        if not identifier or document.by_id(identifier) is element or identifier in seen:
            continue
        if document.is_shown(element):
            seen.add(identifier)
            yield _fault("id-duplicate", element, document)


def _fault(rule: str, element: Element, document: Document) -> Fault:
    return Fault(rule, markup(element), document.selector(element))


def _unknown_attributes(document: Document) -> Iterator[Fault]:
    wrong: list[Element] = []
    for name in document.attribute_names():
        if not name.startswith("aria-"):
            continue
        wrong.extend(
            element
            for element in document.with_attribute(name)
            if document.is_perceivable(element)
            and not _is_right(element, name, element.get(name, "").strip().lower())
        )
    for element in document.in_order(wrong):
        yield _fault("aria-unknown", element, document)


def _is_right(element: Element, name: str, value: str) -> bool:
    """True if the attribute exists, is allowed on such an element, and has a valid value."""
    if name not in GLOBAL and name not in FOR_ROLES:
        return False
    kind = role(element)
    if not kind or (kind in ("none", "presentation") and not is_presentational(element)):
        kind = _native_role(element)
    if name in FOR_ROLES:
        if kind not in FOR_ROLES[name] and (kind or element.tag in _WITHOUT_ROLE):
            return False
    elif name in ("aria-label", "aria-labelledby"):
        has_role = kind or "role" in element.attrib or is_focusable(element)
        if value and not has_role and element.tag in _UNNAMED:
            return False
    if not value:
        return True
    if name in TOKENS:
        words = value.split() if name == "aria-relevant" else [value]
        return TOKENS[name].issuperset(words)
    if name in WHOLE_NUMBERS:
        return _WHOLE_NUMBER.fullmatch(value) is not None
    return name not in NUMBERS or _NUMBER.fullmatch(value) is not None


def _native_role(element: Element) -> str:
    tag = element.tag
    if tag == "a":
        return "link" if "href" in element.attrib else ""
    if tag == "input":
        return _TYPE_ROLES.get(element.get("type", "").strip().lower(), "")
    return _TAG_ROLES.get(tag, "")


def _lacks_something(element: Element, kind: str, document: Document) -> bool:
    if kind == _native_role(element) or is_presentational(element):
        return False
    needed = REQUIRED.get(kind, frozenset())
    if kind == "separator" and is_focusable(element):
        needed = word_set("aria-valuenow")
    if element.tag in _TELLING_TAGS and kind != "combobox":
        needed = frozenset()
    if any(not element.get(name, "").strip() for name in needed):
        return True
    is_open = element.get("aria-expanded", "").strip().lower() == "true"
    if kind != "scrollbar" and not (kind == "combobox" and is_open):
        return False
    targets = element.get("aria-controls", "").split()[:_MOST_REFERENCES]
    return not any(document.by_id(target) is not None for target in targets)


def _owners(document: Document) -> dict[Element, Element]:
    """Returns {owned element: owner} for all elements that `aria-owns` names."""
    owners: dict[Element, Element] = {}
    for owner in document.with_attribute("aria-owns"):
        for identifier in owner.get("aria-owns", "").split()[:_MOST_REFERENCES]:
            owned = document.by_id(identifier)
            if owned is not None:
                owners.setdefault(owned, owner)
    return owners


def _owner_role(element: Element, owners: dict[Element, Element]) -> str:
    """Returns the role of the element's parent, as assistive technology sees it."""
    around = owners.get(element)
    if around is not None:
        return role(around) or _native_role(around)
    around = element.getparent()
    while around is not None and _is_see_through(around):
        around = owners.get(around, around.getparent())
    return "" if around is None else role(around) or _native_role(around)


def _is_see_through(element: Element) -> bool:
    if is_presentational(element):
        return True
    if role(element) or _native_role(element) or is_focusable(element):
        return False
    return element.tag in _UNNAMED and not any(
        name.startswith("aria-") for name in map(str, element.keys())
    )


def _owns_strangers(element: Element, kind: str, document: Document) -> bool:
    """True if an element has a direct child that its role does not allow."""
    if element.get("aria-busy", "").strip().lower() == "true":
        return False
    waiting = list(element.iterchildren("*"))
    for identifier in element.get("aria-owns", "").split()[:_MOST_REFERENCES]:
        owned = document.by_id(identifier)
        if owned is not None:
            waiting.append(owned)
    for _level in range(_MOST_CHILDREN):
        if not waiting:
            break
        child = waiting.pop()
        if not document.is_perceivable(child) or child.tag == "br":
            continue
        if _is_see_through(child):
            if (child.text or "").strip() and not len(child):
                return True
            waiting.extend(child.iterchildren("*"))
            continue
        if (role(child) or _native_role(child)) not in OWNED[kind]:
            return True
    return False
