"""Everything that signatures are made from, for one person or for all: the queries do not grow
with the people."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import batched
from typing import Final

import phonenumbers
from django.conf import settings
from django.utils.translation import gettext

from district_cms.brand.models import Organization, Statement
from district_cms.brand.selectors import LogoFile, logo_file, statements_of
from district_cms.people.models import Staff
from district_cms.schools.models import SchoolPage
from district_cms.schools.phones import REGION

from .allowed import AllowedQuote, Credential, credentials_by_staff, quotes_by_staff
from .models import SignatureChoice, SignatureTemplate, TemplateVersion
from .policy import (
    MOST_SCHOOLS,
    STANDARD,
    ApprovedText,
    Block,
    LogoImage,
    Parts,
    Place,
    Quotation,
    Record,
)
from .render import Signature, render_signature
from .wish import NO_PHONE, OWN_PHONE, Wish

AT_ONCE: Final = 1000
"""People whose rows are read together."""


@dataclass(frozen=True, slots=True)
class School:
    """Of a school's page what a signature says."""

    pk: int
    title: str
    street: str
    city: str
    phone: str
    organization_id: int | None

    @property
    def place(self) -> Place:
        return Place(self.title, self.street, self.city)


@dataclass(frozen=True, slots=True)
class Pinned:
    """Which blocks, and which version of a template they are; None as delivered."""

    blocks: tuple[Block, ...] = STANDARD
    version_id: int | None = None


@dataclass(frozen=True, slots=True)
class Shelf:
    """What is the same for everyone on one day."""

    on: dt.date
    district_id: int | None
    schools: Mapping[int, School]
    logos: Mapping[int, LogoFile]
    statements: Sequence[Statement]
    general: Pinned
    by_school: Mapping[int, Pinned]

    def template_for(self, schools: Sequence[School]) -> Pinned:
        """That of the first school that has one of its own."""
        return next(
            (self.by_school[each.pk] for each in schools if each.pk in self.by_school),
            self.general,
        )

    def statements_for(self, schools: Iterable[School]) -> list[Statement]:
        """Those of the district and these schools."""
        wanted = {self.district_id, *(each.organization_id for each in schools)}
        return [each for each in self.statements if each.organization_id in wanted]


@dataclass(frozen=True, slots=True)
class Offer:
    """One person and everything that the person may choose from."""

    staff: Staff
    shelf: Shelf
    schools: tuple[School, ...] = ()
    credentials: tuple[Credential, ...] = ()
    quotes: tuple[AllowedQuote, ...] = ()
    wish: Wish = field(default_factory=Wish)
    """What the person last chose."""

    @property
    def statements(self) -> list[Statement]:
        return self.shelf.statements_for(self.schools)


@dataclass(frozen=True, slots=True)
class Prepared:
    """One person's signature, ready to be drawn, and what it is pinned to."""

    staff: Staff
    wish: Wish
    parts: Parts
    template: Pinned
    logos: tuple[LogoFile, ...]

    @property
    def logo_ids(self) -> tuple[int, ...]:
        return tuple(logo.logo_id for logo in self.logos)

    @property
    def logo_versions(self) -> list[int]:
        return [logo.version_id for logo in self.logos]

    def draw(self) -> Signature:
        """Raises `SignatureIncomplete` or `SignatureTooLong`."""
        return render_signature(self.parts, self.template.blocks)


def offers(staff: Iterable[Staff], on: dt.date) -> Iterator[Offer]:
    """One for each, in their order; a few queries for each thousand. `on` is a day in the
    district's zone."""
    shelf = read_shelf(on)
    for people in batched(staff, AT_ONCE):
        ids = [each.pk for each in people]
        schools = _schools_of(ids, shelf)
        credentials = credentials_by_staff(ids, on)
        quotes = quotes_by_staff(ids)
        chosen = SignatureChoice.objects.filter(staff__in=ids)
        wishes = {choice.staff_id: choice.wish for choice in chosen}
        for each in people:
            yield Offer(
                staff=each,
                shelf=shelf,
                schools=tuple(schools[each.pk]),
                credentials=credentials.get(each.pk, ()),
                quotes=quotes.get(each.pk, ()),
                wish=wishes.get(each.pk, Wish()),
            )


def offer_for(staff: Staff, on: dt.date) -> Offer:
    """The same for one person."""
    return next(offers([staff], on))


def read_shelf(on: dt.date) -> Shelf:
    """Five queries."""
    rows = SchoolPage.objects.order_by("title", "pk").values_list(
        "pk", "title", "street", "city", "phone", "organization_id"
    )
    schools = {row[0]: School(*row) for row in rows}
    organizations = dict(Organization.objects.values_list("pk", "kind"))
    general, by_school = _templates()
    return Shelf(
        on=on,
        district_id=next(
            (pk for pk, kind in organizations.items() if kind == Organization.Kind.DISTRICT), None
        ),
        schools=schools,
        logos=logo_file(organizations, on),
        statements=statements_of(organizations, on),
        general=general,
        by_school=by_school,
    )


def prepare(offer: Offer, wish: Wish | None = None) -> Prepared:
    """The signature of a wish, by default of what the person last chose. What is not allowed, or
    no longer, is left out. No query."""
    wish = offer.wish if wish is None else wish
    schools = offer.schools[:1]
    if wish.schools is not None:
        own = {each.pk: each for each in offer.schools}
        schools = tuple(own[pk] for pk in wish.schools if pk in own)[:MOST_SCHOOLS]
    credentials = [
        each
        for each in offer.credentials
        if wish.entitlements is None or each.entitlement_id in wish.entitlements
    ]
    owners = (
        offer.shelf.district_id,
        *(each.organization_id for each in schools),
        *(each.organization_id for each in credentials),
    )
    logos = [offer.shelf.logos[pk] for pk in dict.fromkeys(owners) if pk in offer.shelf.logos]
    parts = Parts(
        record=_record(offer, schools, wish.phone),
        credentials=tuple(dict.fromkeys(each.label for each in credentials)),
        statements=tuple(
            approved_text(each) for each in offer.statements if each.pk in wish.statements
        ),
        quote=next(
            (Quotation(q.text, q.author) for q in offer.quotes if q.quote_id == wish.quote), None
        ),
        logos=tuple(logo_image(logo) for logo in logos),
    )
    return Prepared(
        staff=offer.staff,
        wish=wish,
        parts=parts,
        template=offer.shelf.template_for(schools or offer.schools),
        logos=tuple(logos),
    )


def statement_key(statement: Statement) -> str:
    """What a choice keeps: the same for all wordings of it in one language."""
    return f"{statement.key}-{statement.language}"


def approved_text(statement: Statement) -> ApprovedText:
    heading = gettext("%(kind)s of %(owner)s") % {
        "kind": statement.get_kind_display(),
        "owner": statement.organization.name,
    }
    return ApprovedText(heading, statement.text, statement.language)


def logo_image(logo: LogoFile) -> LogoImage:
    return LogoImage(
        url=settings.WAGTAILADMIN_BASE_URL + logo.url,
        description=logo.description,
        width=logo.width,
        height=logo.height,
        smallest_height=logo.smallest_height,
    )


def phone_link(phone: str) -> str:
    """ "tel:+1-406-555-0112" (RFC 3966), or "" for what is no number."""
    try:
        number = phonenumbers.parse(phone, REGION)
    except phonenumbers.NumberParseException:
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.RFC3966)


def _record(offer: Offer, schools: Sequence[School], wanted: str) -> Record:
    staff = offer.staff
    phones = {OWN_PHONE: staff.phone, NO_PHONE: ""}
    phones |= {str(each.pk): each.phone for each in offer.schools}
    phone = phones.get(wanted, staff.phone)
    first = schools[0].place if schools else Place("")
    return Record(
        name=staff.full_name.strip(),
        title=staff.title,
        organization=settings.DISTRICT_NAME,
        email=staff.email,
        phone=phone,
        phone_link=phone_link(phone),
        school=first.school,
        street=first.street,
        city=first.city,
        also_at=tuple(each.place for each in schools[1:]),
    )


def _schools_of(staff_ids: list[int], shelf: Shelf) -> dict[int, list[School]]:
    """By person, in the order of the shelf. One query."""
    rows = Staff.schools.through.objects.filter(staff__in=staff_ids)
    pairs = rows.values_list("staff_id", "schoolpage_id")
    at: dict[int, set[int]] = defaultdict(set)
    for staff_id, school_id in pairs:
        at[staff_id].add(school_id)
    place = {pk: number for number, pk in enumerate(shelf.schools)}
    found: dict[int, list[School]] = defaultdict(list)
    for staff_id, ids in at.items():
        found[staff_id] = [shelf.schools[pk] for pk in sorted(ids, key=place.__getitem__)]
    return found


def _templates() -> tuple[Pinned, dict[int, Pinned]]:
    """The newest version of each template: that for all schools, and those of schools."""
    newest: dict[int, TemplateVersion] = {}
    for version in TemplateVersion.objects.order_by("number"):
        newest[version.template_id] = version
    general, by_school = Pinned(), {}
    schools = defaultdict(list)
    for template_id, school_id in SignatureTemplate.schools.through.objects.values_list(
        "signaturetemplate_id", "schoolpage_id"
    ):
        schools[template_id].append(school_id)
    for template_id, version in sorted(newest.items()):  # of several, the one added last counts
        pinned = Pinned(version.in_order, version.pk)
        if template_id in schools:
            by_school |= dict.fromkeys(schools[template_id], pinned)
        else:
            general = pinned
    return general, by_school
