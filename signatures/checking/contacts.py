"""Email addresses and phone numbers, held against the staff record. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

import phonenumbers

from district_cms.checks.personal_accounts import is_free_mail
from district_cms.checks.translation import mark as _

from ..policy import Record
from .findings import Finding, Rule, Strength
from .people import without_disguise
from .registry import Registry
from .source import Source

_IF_ALLOWED: Final = _(
    "Give your district address instead. If your supervisor has authorized this one, leave it."
)
PERSONAL_EMAIL: Final = Rule(
    "personal-email",
    "personal-accounts",
    Strength.QUESTION,
    _("“%(excerpt)s” looks like a personal address. Is it one?"),
    _IF_ALLOWED,
)
OTHER_EMAIL: Final = Rule(
    "email-elsewhere",
    "district-accounts",
    Strength.QUESTION,
    _("“%(excerpt)s” is not an address of the district. Is it yours?"),
    _IF_ALLOWED,
)
EMAIL_DIFFERS: Final = Rule(
    "email-differs",
    "signature-required",
    Strength.QUESTION,
    _("“%(excerpt)s” is not the address in your staff record. Does email to it reach you?"),
    _("If it is your office’s, leave it. If it is an old one of yours, use the one on record."),
)
EMAIL_LOOKALIKE: Final = Rule(
    "email-lookalike",
    "signature-required",
    Strength.ADVISES,
    _("“%(excerpt)s” has letters that only look like the ones in your address."),
    _("Type the address again: email to it does not reach you."),
)
PERSONAL_PHONE: Final = Rule(
    "personal-phone",
    "district-senders",
    Strength.QUESTION,
    _("Is %(excerpt)s your own phone?"),
    _(
        "Give your school’s or office’s number instead. If it is the district’s phone, or your "
        "supervisor has authorized it, leave it."
    ),
)
PHONE_DIFFERS: Final = Rule(
    "phone-differs",
    "district-senders",
    Strength.QUESTION,
    _("%(excerpt)s is not the number in your staff record. Is it a district phone?"),
    _(
        "If it is, ask your district administrator to add it to your staff record. If it is your "
        "own, give your school’s number instead, unless your supervisor has authorized it."
    ),
)
SHORT_PHONE: Final = Rule(
    "phone-short",
    "signature-required",
    Strength.ADVISES,
    _("%(excerpt)s has no area code."),
    _("Write the whole number, like 406-555-0123, so that a phone can dial it."),
)
TEXT_ME: Final = Rule(
    "invites-messages",
    "personal-accounts",
    Strength.RELATED,
    _("“%(excerpt)s” asks people to write to you in a messaging app or by text."),
    _(
        "Remove it, and give your district address or phone. If your supervisor has authorized "
        "it, or it is the district’s own tool, leave it."
    ),
)
RULES: Final = (
    *(PERSONAL_EMAIL, OTHER_EMAIL, EMAIL_DIFFERS, EMAIL_LOOKALIKE),
    *(PERSONAL_PHONE, PHONE_DIFFERS, SHORT_PHONE, TEXT_ME),
)

_REGION: Final = "US"
_EMAIL: Final = re.compile(
    r"(?<![\w.+-])[\w.+'-]{1,64}(?:@|\s?[\[(]at[\])]\s?)"
    r"(?:[\w-]{1,63}(?:\.|\s?[\[(]dot[\])]\s?)){1,8}[^\W\d_]{2,24}",
    re.IGNORECASE,
)
_PHONE: Final = re.compile(
    r"(?<![\w@./?=&#-])(?:"
    r"(?:\+?1[\s.·-]{0,2})?\(?[2-9]\d{2}\)?[\s.·•/–-]{0,3}\d{3}[\s.·•–-]{0,3}\d{4}"
    r"|\+\d{1,3}[\d\s().-]{6,18}\d"
    r"|(?P<short>[2-9]\d{2}[.–-]\d{4})"
    r")(?!\d|@|[-./]\d)"
)
_LETTER: Final = re.compile(r"[^\W\d_]")
_BETWEEN: Final = re.compile(r"[|,;•·/]")
_OWN: Final = re.compile(
    r"\b(?:cell(?:ular|phone)?|mobile|mob|personal|home|text|texts|sms|whatsapp|signal|celular"
    r"|m[oó]vil|casa)\b|(?:^|[\s|(])[cm][:.]\s",
    re.IGNORECASE,
)
_FAX: Final = re.compile(r"\bfax\b|(?:^|[\s|(])f[:.]\s", re.IGNORECASE)
# Help lines; nobody's own phone.
_FREE_OF_CHARGE: Final = re.compile(r"\+1(?:800|833|844|855|866|877|888)")
_TEXT_ME: Final = re.compile(
    r"\b(?:text me|texts? welcome|text or call|call or text|dm me|message me on|snap me|venmo me"
    r"|whats ?app me|(?:find|reach|contact|add) me on (?:whats ?app|telegram|signal"
    r"|messenger|snapchat|discord|kik|wechat|groupme)"
    r"|(?:whats ?app|telegram|snapchat|snap|discord|kik|wechat)\s*:)",
    re.IGNORECASE,
)
_LABEL: Final = 24
_LONGEST_LINK: Final = 400


@dataclass(frozen=True, slots=True)
class _Phone:
    written: str
    number: str
    """Digits with the country's code; "" for a number without its area code."""
    label: str


def check(source: Source, record: Record | None, registry: Registry) -> Iterator[Finding]:
    """Yield what differs from the record, and what may be someone's own."""
    yield from _emails(source, record, registry)
    yield from _phones(source, record, registry)
    known = _known(record, registry)
    for line in source.different_lines:
        if found := _TEXT_ME.search(line):
            numbers = {_digits(each[0]) for each in _PHONE.finditer(line)}
            if not numbers or not numbers <= known:  # a district phone may be texted
                yield TEXT_ME.found(line[max(0, found.start() - 20) :])


def has_contact(source: Source) -> bool:
    """True if it has an email address or a phone number that a reader sees."""
    return any(_EMAIL.search(line) or _PHONE.search(line) for line in source.different_lines)


def without_contacts(line: str) -> str:
    """The line without its email addresses and phone numbers."""
    return _PHONE.sub(" ", _EMAIL.sub(" ", line))


def _emails(source: Source, record: Record | None, registry: Registry) -> Iterator[Finding]:
    own = record.email.casefold() if record else ""
    domains = {domain.casefold() for domain in registry.email_domains}
    if "@" in own and not is_free_mail(own.rpartition("@")[2]):
        domains.add(own.rpartition("@")[2])
    for address, written in addresses_in(source).items():
        domain = address.rpartition("@")[2]
        if written:
            yield EMAIL_LOOKALIKE.found(written)
        elif address == own:
            continue
        elif domain in domains:
            if own:
                yield EMAIL_DIFFERS.found(address)
        elif not any(domain.endswith(f".{each}") for each in domains):
            yield (PERSONAL_EMAIL if is_free_mail(domain) else OTHER_EMAIL).found(address)


def addresses_in(source: Source) -> dict[str, str]:
    """Every address as a reader takes it, with the line where its letters are others, else ""."""
    found: dict[str, str] = {}
    mail_links = [_mailto(link)[:_LONGEST_LINK] for link in source.links]
    linked = zip(mail_links, map(without_disguise, mail_links), strict=True)
    lines = dict.fromkeys(zip(source.lines, source.plain_lines, strict=True))
    for text, plain in (*lines, *linked):
        for address in _EMAIL.findall(plain):
            found.setdefault(_meant(address), "" if address in text else text)
    return found


def _meant(address: str) -> str:
    """ "rivera (at) example (dot) net" as the address that it is."""
    address = re.sub(r"\s?[\[(]at[\])]\s?", "@", address, flags=re.IGNORECASE)
    address = re.sub(r"\s?[\[(]dot[\])]\s?", ".", address, flags=re.IGNORECASE)
    return address.casefold().strip(".'-")


def _mailto(link: str) -> str:
    scheme, _colon, rest = link.partition(":")
    return unquote(rest.partition("?")[0]) if scheme.lower() == "mailto" else ""


def _phones(source: Source, record: Record | None, registry: Registry) -> Iterator[Finding]:
    known = _known(record, registry)
    told = set()
    for phone in _numbers(source):
        if phone.number in told or phone.number in known:
            continue
        told.add(phone.number)
        if _FAX.search(phone.label) or _FREE_OF_CHARGE.match(phone.number):
            continue
        if not phone.number:
            yield SHORT_PHONE.found(phone.written)
        elif _OWN.search(phone.label):
            yield PERSONAL_PHONE.found(phone.written)
        elif record is not None:
            yield PHONE_DIFFERS.found(phone.written)


def _known(record: Record | None, registry: Registry) -> set[str]:
    """The numbers that are the district's: the author's own, and those of the schools."""
    own = [phone.number for phone in record.phones] if record else []
    return {*map(_digits, (*own, *registry.phones))} - {""}


def _numbers(source: Source) -> Iterator[_Phone]:
    for line in source.different_lines:
        end = 0
        for found in _PHONE.finditer(line):
            # What stands before it says what it is; behind it, only where nothing else follows.
            before = line[max(end, found.start() - _LABEL) : found.start()]
            behind = line[found.end() : found.end() + _LABEL]
            end = found.end()
            label = before if _LETTER.search(before) else _BETWEEN.split(behind)[0]
            number = "" if found["short"] else _digits(found[0])
            if number or found["short"]:
                yield _Phone(found[0].strip(), number, label)
    for link in source.links:
        scheme, _colon, rest = link.partition(":")
        if scheme.lower() in ("tel", "sms", "callto") and (
            number := _digits(unquote(rest).partition(";")[0].partition("?")[0])
        ):
            yield _Phone(unquote(rest), number, "text" if scheme.lower() == "sms" else "")


def _digits(written: str) -> str:
    """A number in the form that all writings of it share (E.164), or "" for what is none."""
    try:
        number = phonenumbers.parse(written, _REGION)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number) or len(str(number.national_number)) < 8:
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
