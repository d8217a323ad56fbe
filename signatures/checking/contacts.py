"""Compares email addresses, phone numbers, accounts and sites with the staff record. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

import phonenumbers

from district_cms.checks.personal_accounts import (
    SOCIAL,
    VIDEO,
    addresses_in,
    is_free_mail,
    kind_of,
    place,
    unwrapped,
)
from district_cms.checks.translation import mark as _

from ..policy import Record
from .findings import Finding, Registry, Rule, Strength
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
ACCOUNT: Final = Rule(
    "social-link",
    "personal-accounts",
    Strength.QUESTION,
    _("Is this a personal account? %(excerpt)s"),
    _(
        "If it is yours, remove it, unless your supervisor has authorized it. If it is your "
        "school’s or the district’s, leave it."
    ),
)
SITE: Final = Rule(
    "personal-site",
    "personal-sites",
    Strength.QUESTION,
    _("Is this a website of your own? %(excerpt)s"),
    _(
        "Link to your class page on the district’s website instead. If your supervisor has "
        "authorized the other site, leave it."
    ),
)
RULES: Final = (
    *(PERSONAL_EMAIL, OTHER_EMAIL, EMAIL_DIFFERS),
    *(PERSONAL_PHONE, PHONE_DIFFERS),
    *(TEXT_ME, ACCOUNT, SITE),
)
_BY_KIND_OF_HOST: Final = {"messages": TEXT_ME, "social": ACCOUNT, "site": SITE}

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
# Toll-free numbers; never a personal phone.
_FREE_OF_CHARGE: Final = re.compile(r"\+1(?:800|833|844|855|866|877|888)")
_TEXT_ME: Final = re.compile(
    r"\b(?:text me|texts? welcome|text or call|call or text|dm me|message me on|snap me|venmo me"
    r"|whats ?app me|(?:find|reach|contact|add) me on (?:whats ?app|telegram|signal"
    r"|messenger|snapchat|discord|kik|wechat|groupme)"
    r"|(?:whats ?app|telegram|snapchat|snap|discord|kik|wechat)\s*:)",
    re.IGNORECASE,
)
_HANDLE: Final = re.compile(
    r"\b(?:facebook|instagram|insta|ig|twitter|x|tiktok|youtube|threads|bluesky|linkedin|fb)"
    r"\s*[:@]\s*@?[a-z_][\w.]{2,40}"
    r"|(?<![\w.@/])@[a-z]\w{2,30}\b(?!\.\w)"
    r"|\b(?:find|add|follow|friend) me on (?P<service>facebook|instagram|twitter|x|tiktok|youtube"
    r"|threads|bluesky|linkedin)\b",
    re.IGNORECASE,
)
_LABEL_LENGTH: Final = 24
_LONGEST_LINK: Final = 400


@dataclass(frozen=True, slots=True)
class _Phone:
    """`number` is in E.164."""

    written: str
    number: str
    label: str


def check(source: Source, record: Record | None, registry: Registry) -> Iterator[Finding]:
    """Yields what differs from the record, and what may be personal."""
    own = [phone.number for phone in record.phones] if record else []
    known = {*map(_e164, (*own, *registry.phones))} - {""}
    yield from _emails(source, record.email.casefold() if record else "", registry)
    yield from _phones(source, known, has_record=record is not None)
    for line in source.lines:
        if match := _TEXT_ME.search(line):
            numbers = {_e164(each[0]) for each in _PHONE.finditer(line)}
            if not numbers or not numbers <= known:  # a district phone may be texted
                yield TEXT_ME.finding(line[max(0, match.start() - 20) :])
    yield from _accounts(source)


def has_contact(source: Source) -> bool:
    """Returns True if a reader sees an email address or a phone number."""
    return any(_EMAIL.search(line) or _PHONE.search(line) for line in source.lines)


def _emails(source: Source, own: str, registry: Registry) -> Iterator[Finding]:
    domains = {domain.casefold() for domain in registry.email_domains}
    if "@" in own and not is_free_mail(own.rpartition("@")[2]):
        domains.add(own.rpartition("@")[2])
    linked = (
        unquote(link[7:].partition("?")[0])[:_LONGEST_LINK]
        for link in source.links
        if link.lower().startswith("mailto:")
    )
    written = (address for text in (*source.lines, *linked) for address in _EMAIL.findall(text))
    for address in dict.fromkeys(map(_plain_address, written)):
        domain = address.rpartition("@")[2]
        if address == own:
            continue
        if domain in domains:
            if own:
                yield EMAIL_DIFFERS.finding(address)
        elif not any(domain.endswith(f".{each}") for each in domains):
            yield (PERSONAL_EMAIL if is_free_mail(domain) else OTHER_EMAIL).finding(address)


def _plain_address(address: str) -> str:
    """Returns "rivera (at) example (dot) net" as a plain address."""
    address = re.sub(r"\s?[\[(]at[\])]\s?", "@", address, flags=re.IGNORECASE)
    address = re.sub(r"\s?[\[(]dot[\])]\s?", ".", address, flags=re.IGNORECASE)
    return address.casefold().strip(".'-")


def _phones(source: Source, known: set[str], *, has_record: bool) -> Iterator[Finding]:
    reported = set(known)
    for phone in _numbers(source):
        if phone.number in reported:
            continue
        reported.add(phone.number)
        if _FAX.search(phone.label) or _FREE_OF_CHARGE.match(phone.number):
            continue
        if _OWN.search(phone.label):
            yield PERSONAL_PHONE.finding(phone.written)
        elif has_record:
            yield PHONE_DIFFERS.finding(phone.written)


def _numbers(source: Source) -> Iterator[_Phone]:
    for line in source.lines:
        end = 0
        for match in _PHONE.finditer(line):
            # The label is before the number, or after it if nothing else follows.
            before = line[max(end, match.start() - _LABEL_LENGTH) : match.start()]
            behind = line[match.end() : match.end() + _LABEL_LENGTH]
            end = match.end()
            label = before if _LETTER.search(before) else _BETWEEN.split(behind)[0]
            if not match["short"] and (number := _e164(match[0])):
                yield _Phone(match[0].strip(), number, label)
    for link in source.links:
        scheme, _colon, rest = link.partition(":")
        if scheme.lower() in ("tel", "sms", "callto") and (
            number := _e164(unquote(rest).partition(";")[0].partition("?")[0])
        ):
            yield _Phone(unquote(rest), number, "text" if scheme.lower() == "sms" else "")


def _e164(written: str) -> str:
    try:
        number = phonenumbers.parse(written, _REGION)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number) or len(str(number.national_number)) < 8:
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _accounts(source: Source) -> Iterator[Finding]:
    """Yields each account and site once: link targets, addresses in the text, handles."""
    reported = set()
    written = (link for line in source.lines for link in addresses_in(line))
    for host, address in map(place, (*map(unwrapped, source.links), *written)):
        rule = _BY_KIND_OF_HOST.get(kind_of(host))
        if rule is not None and address not in reported and not VIDEO.search(address):
            reported.add(address)
            yield rule.finding(address)
    services = {each.partition("/")[0].rpartition(".")[0] for each in reported}
    for line in source.lines:
        if any(host in line.lower() for host in SOCIAL):
            continue  # already reported as an address
        for handle in _HANDLE.finditer(line):
            if (handle["service"] or "").lower() not in services:
                yield ACCOUNT.finding(handle[0])
