""" "Check my signature": what the procedure says about a pasted signature.

Fetches, stores and logs nothing."""

from district_cms.checks.personal_accounts import is_authorized

from ..policy import Record
from . import contacts, pictures, required, wallpaper
from .findings import UNREADABLE, Finding, Registry, Rule, Strength
from .source import Source

__all__ = ["RULES", "Finding", "Registry", "Rule", "Strength", "check"]

RULES = (*required.RULES, *wallpaper.RULES, *pictures.RULES, *contacts.RULES, UNREADABLE)

# The resource that a supervisor could authorize, by rule.
_RESOURCES = {
    "personal-email": "email",
    "email-elsewhere": "email",
    "social-link": "social",
    "personal-phone": "phone",
    "phone-differs": "phone",
    "invites-messages": "texts",
    "personal-site": "app",
}


def check(
    pasted: str, record: Record | None = None, registry: Registry | None = None
) -> tuple[Finding, ...]:
    """Returns the findings in a signature, plain text or HTML, strongest first. Never raises.

    `record` is the author's, None if the author is unknown."""
    registry = registry or Registry()
    source = Source(pasted)
    if not source.is_readable:
        return (UNREADABLE.finding(),)
    findings = (
        *required.check(source, record),
        *wallpaper.check(source),
        *pictures.check(source, registry),
        *contacts.check(source, record, registry),
        *((UNREADABLE.finding(),) if source.is_cut else ()),
    )
    unique = {
        (each.code, each.excerpt): each
        for each in findings
        if not is_authorized(each.excerpt, _RESOURCES.get(each.code, ""), registry.authorized)
    }
    order = tuple(Strength)
    return tuple(sorted(unique.values(), key=lambda each: order.index(each.strength)))
