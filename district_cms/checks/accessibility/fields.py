"""Fields: does each say what to enter, and can a browser fill it in? (WCAG 1.3.5, 3.3.2, 4.1.2)"""

from collections.abc import Iterator
from typing import Final

from ..findings import Fault
from ..rules import Rule
from ..translation import mark as _
from ..word_sets import word_set
from .dom import Document, Element, is_focusable, is_presentational, markup, role
from .names import Names, placeholder
from .words import clip

_PERSONAL: Final = word_set("""
    name honorific-prefix given-name additional-name family-name honorific-suffix nickname username
    new-password current-password one-time-code organization-title organization street-address
    address-line1 address-line2 address-line3 address-level4 address-level3 address-level2
    address-level1 country country-name postal-code cc-name cc-given-name cc-additional-name
    cc-family-name cc-number cc-exp cc-exp-month cc-exp-year cc-csc cc-type transaction-currency
    transaction-amount language bday bday-day bday-month bday-year sex url photo
""")
_CONTACT: Final = word_set("""
    tel tel-country-code tel-national tel-area-code tel-local tel-local-prefix tel-local-suffix
    tel-extension email impp
""")
_PLACES: Final = word_set("home work mobile fax pager")
_PURPOSES: Final = word_set("shipping billing")
_MOST_WORDS: Final = 6


def is_autofill(value: str) -> bool:
    """True if browsers understand the value: "email", "shipping street-address", "work tel", …"""
    words = value.lower().split()
    if words in (["on"], ["off"]):
        return True
    if len(words) > _MOST_WORDS:
        return False
    if words and words[0].startswith("section-"):
        words = words[1:]
    if words and words[0] in _PURPOSES:
        words = words[1:]
    if words and words[-1] == "webauthn":
        words = words[:-1]
    if len(words) == 2 and words[0] in _PLACES:
        return words[1] in _CONTACT
    return len(words) == 1 and (words[0] in _PERSONAL or words[0] in _CONTACT)


RULES: Final[tuple[Rule, ...]] = (
    Rule(
        "field-label-missing",
        "4.1.2",
        "error",
        _("A field has no label (%(excerpt)s)."),
        _("A screen reader would only say that something is there."),
        _("Give it a label that says what to enter, or remove it."),
        needs="markup",
    ),
    Rule(
        "field-label-unseen",
        "3.3.2",
        "warning",
        _("Only the words inside a field say what to enter: “%(excerpt)s”."),
        _("They disappear with the first letter typed, and are often too pale to read."),
        _("Give it a label that stays, or remove it."),
        needs="markup",
    ),
    Rule(
        "autocomplete-invalid",
        "1.3.5",
        "error",
        _("“%(excerpt)s” is not a field that browsers can fill in."),
        _("People who find typing hard let the browser fill in their name and address."),
        _("Remove it; if it came with a form or a tool, tell the web team."),
    ),
)

BUTTON_TYPES: Final = word_set("button reset submit")
_NO_FIELDS: Final = BUTTON_TYPES | {"hidden", "image"}
_FIELD_ROLES: Final = word_set(
    "checkbox combobox listbox menuitemcheckbox menuitemradio radio searchbox slider spinbutton "
    "switch textbox"
)
_LONGEST_LABEL: Final = 500


def check(document: Document, names: Names) -> Iterator[Fault]:
    """Yields the faults of the fields in a document."""
    yield from _fields(document, names)
    yield from _invalid_autocomplete(document)


def _fields(document: Document, names: Names) -> Iterator[Fault]:
    native = [
        element
        for element in document.tagged("input", "select", "textarea")
        if not (element.tag == "input" and kind_of(element) in _NO_FIELDS)
        if role(element) in ("", "none", "presentation")
    ]
    for element in (*native, *document.with_role(*_FIELD_ROLES)):
        if not document.is_perceivable(element) or is_presentational(element):
            continue
        if not names.name(element) and _is_labelled_elsewhere(element, document):
            continue
        if not names.name(element) and not _is_part_of_field(element, names):
            yield Fault("field-label-missing", markup(element), document.selector(element))
        elif words := _only_placeholder(element, names):
            yield Fault("field-label-unseen", clip(words), document.selector(element))


def _is_labelled_elsewhere(element: Element, document: Document) -> bool:
    """True for a field without words beside it whose label's id is not in this fragment."""
    ids = element.get("aria-labelledby", "").split()
    is_gone = all(document.by_id(one) is None for one in ids)
    words, own = ("".join(map(str, one.itertext())) for one in (document.root, element))
    return bool(ids) and is_gone and not document.is_whole and words.strip() == own.strip()


def _is_part_of_field(element: Element, names: Names) -> bool:
    """True for parts that scripts add to a field, such as its list of options or a chosen option.

    Only the script knows which field they belong to.
    """
    if element.tag in ("input", "select", "textarea"):
        return False
    kind = role(element)
    return (kind == "listbox" and not is_focusable(element)) or (
        kind == "combobox" and bool(names.content(element))
    )


def _only_placeholder(element: Element, names: Names) -> str:
    """Returns the placeholder if nothing else names the field."""
    words = placeholder(element)
    named = element.get("title") or element.get("aria-label") or names.referenced(element)
    return words if words and not named and not names.native(element) else ""


def kind_of(element: Element) -> str:
    """Returns the type of an `input`, "" if it has none."""
    return element.get("type", "").strip().lower()


def is_disabled(element: Element) -> bool:
    """True if a field or button, or its group, is disabled."""
    if element.tag not in ("button", "input", "select", "textarea"):
        return False
    return "disabled" in element.attrib or any(
        around.tag == "fieldset" and "disabled" in around.attrib
        for around in element.iterancestors("fieldset")
    )


def _invalid_autocomplete(document: Document) -> Iterator[Fault]:
    for element in document.with_attribute("autocomplete"):
        if element.tag not in ("input", "select", "textarea") or not document.is_perceivable(
            element
        ):
            continue
        if element.tag == "input" and kind_of(element) in _NO_FIELDS:
            continue
        if is_disabled(element) or element.get("aria-disabled", "").strip().lower() == "true":
            continue
        told = element.get("autocomplete", "")[:_LONGEST_LABEL]
        if told.strip() and not is_autofill(told):
            yield Fault("autocomplete-invalid", clip(told), document.selector(element))
