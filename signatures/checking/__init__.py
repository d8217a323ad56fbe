"""Check my signature: what the procedure and mail programs would say of a signature in use.

Pure: nothing is fetched, stored or logged. What was pasted is read as it came; it is cleaned only
where it is shown.
"""

from district_cms.checks.personal_accounts import is_authorized

from ..policy import Record
from . import contacts, links, looks, parts, pictures, threads, wallpaper, words
from .findings import Finding, Rule, Strength
from .registry import Registry
from .source import Raw, Source, is_readable, raw_of
from .threads import NO_SIGNATURE, NoSignature, signature_of

__all__ = ["RULES", "Finding", "Raw", "Registry", "Rule", "Strength", "check", "raw_of"]

RULES = (
    *(*parts.RULES, *wallpaper.RULES, *pictures.RULES, *contacts.RULES, *links.RULES),
    *(*looks.RULES, *words.RULES, *threads.RULES),
)

# What a supervisor would have authorized, by the rule that asks about it.
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
    raw: Raw | str, record: Record | None = None, registry: Registry | None = None
) -> tuple[Finding, ...]:
    """What there is to say about a signature, what binds first. Never raises.

    Of a message or a thread only what its author signed with is judged. `record` is the author's,
    None where nobody knows the author.
    """
    registry = registry or Registry()
    raw = raw_of(raw) if isinstance(raw, str) else raw
    try:
        raw = signature_of(raw, record.name if record else "")
    except NoSignature:
        return (NO_SIGNATURE.found(),)
    if not is_readable(raw):
        return (looks.UNREADABLE.found(),)
    source = Source(raw)
    found = (
        *parts.check(source, record),
        *wallpaper.check(source),
        *pictures.check(source, registry),
        *contacts.check(source, record, registry),
        *links.check(source),
        *looks.check(source),
        *words.check(source, record, registry),
    )
    order = tuple(Strength)
    once = {
        (each.code, each.excerpt): each
        for each in found
        if not is_authorized(each.excerpt, _RESOURCES.get(each.code, ""), registry.authorized)
    }
    return tuple(sorted(once.values(), key=lambda each: order.index(each.strength)))
