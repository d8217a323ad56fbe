"""What people may choose for their signatures, and the signatures prepared from it."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import batched
from typing import Final

import phonenumbers

from district_cms.brand.models import Statement
from district_cms.brand.selectors import LogoFile
from district_cms.people.models import Staff
from district_cms.schools.phones import REGION

from .catalog import (
    ApprovedTemplate,
    School,
    SignatureCatalog,
    logo_image,
    read_catalog,
    statement_key,
)
from .entitlements.selectors import Allowed, allowed_by_staff
from .models import Entitlement, SignatureChoice
from .policy import (
    MOST_SCHOOLS,
    SHORT,
    Block,
    Parts,
    Phone,
    Place,
    Quotation,
    Record,
    allowed_blocks,
)
from .preferences import NO_PHONE, OWN_PHONE, SCHOOL_PHONES, SignaturePreferences
from .render import Signature, render_signature

AT_ONCE: Final = 5000
"""How many people are read with the same four queries. This covers most districts at once, so that
screens about everyone keep their query budget with two thousand or ten thousand people."""


NOTHING: Final = Allowed()


@dataclass(frozen=True, slots=True)
class SignatureOptions:
    """One person, and everything that the person may choose from."""

    staff: Staff
    catalog: SignatureCatalog
    schools: tuple[School, ...] = ()
    credentials: Sequence[Entitlement] = ()
    quotes: Sequence[Entitlement] = ()
    preferences: SignaturePreferences = field(default_factory=SignaturePreferences)
    """The person's last choice."""

    @property
    def statements(self) -> list[Statement]:
        return self.catalog.statements_for(self.schools)

    def chosen(self, preferences: SignaturePreferences) -> SignaturePreferences:
        """Returns the preferences with explicit keys, also for a person who never chose, as a form
        needs them."""
        return replace(
            preferences,
            phone=self.phone_for(preferences),
            schools=tuple(each.pk for each in self.schools_for(preferences)),
            entitlements=tuple(
                each.pk
                for each in self.credentials
                if preferences.entitlements is None or each.pk in preferences.entitlements
            ),
        )

    def schools_for(self, preferences: SignaturePreferences) -> tuple[School, ...]:
        """Returns the chosen schools that are still the person's, none if the person chose none.
        After a move, and for a person who never chose, the first one."""
        if preferences.schools is None:
            return self.schools[:1]
        own = {each.pk: each for each in self.schools}
        chosen_schools = tuple(own[pk] for pk in preferences.schools if pk in own)[:MOST_SCHOOLS]
        return self.schools[:1] if preferences.schools and not chosen_schools else chosen_schools

    def phone_for(self, preferences: SignaturePreferences) -> str:
        """Returns the chosen phone. If it is gone, because the person moved or the school has no
        phone, returns another school's: never the person's own, which was not chosen."""
        theirs = {str(each.pk) for each in self.schools if each.phone}
        if preferences.phone in {OWN_PHONE, NO_PHONE} | theirs:
            return preferences.phone
        if preferences.phone == SCHOOL_PHONES and any(
            each.phone for each in self.schools_for(preferences)
        ):
            return preferences.phone
        near = (*self.schools_for(preferences), *self.schools)
        return next((str(each.pk) for each in near if each.phone), NO_PHONE)


@dataclass(frozen=True, slots=True)
class PreparedSignature:
    """A person's signature, ready to render, and the versions it uses."""

    staff: Staff
    preferences: SignaturePreferences
    parts: Parts
    template: ApprovedTemplate
    logos: tuple[LogoFile, ...]

    @property
    def logo_ids(self) -> tuple[int, ...]:
        return tuple(logo.logo_id for logo in self.logos)

    @property
    def logo_versions(self) -> list[int]:
        return [logo.version_id for logo in self.logos]

    def render(self) -> Signature:
        """Raises `SignatureIncomplete` or `SignatureTooLong`."""
        return render_signature(self.parts, self.template.blocks)

    def render_short(self) -> Signature:
        """Renders only name, title, place and contact, in the order of the template. Raises the
        same."""
        return render_signature(
            self.parts, tuple(block for block in self.template.blocks if block in SHORT)
        )


def options_of(staff: Iterable[Staff], on: dt.date) -> Iterator[SignatureOptions]:
    """Yields the options of each person, in order. A few queries, and four more per 5,000 people.
    `on` is a day in the district's time zone."""
    catalog, blocks = read_catalog(on), allowed_blocks()
    for people in batched(staff, AT_ONCE):
        ids = [each.pk for each in people]
        schools = _schools_of(ids, catalog)
        allowed = allowed_by_staff(ids, on)
        chosen = SignatureChoice.objects.filter(staff__in=ids)
        preferences = {choice.staff_id: choice.preferences for choice in chosen}
        for each in people:
            yield SignatureOptions(
                staff=each,
                catalog=catalog,
                schools=tuple(schools[each.pk]),
                credentials=allowed.get(each.pk, NOTHING).credentials
                if Block.CREDENTIALS in blocks
                else (),
                quotes=allowed.get(each.pk, NOTHING).quotes if Block.QUOTE in blocks else (),
                preferences=preferences.get(each.pk, SignaturePreferences()),
            )


def options_for(staff: Staff, on: dt.date) -> SignatureOptions:
    """Returns the options of one person."""
    return next(options_of([staff], on))


def prepare(
    options: SignatureOptions, preferences: SignaturePreferences | None = None
) -> PreparedSignature:
    """Prepares a signature with these preferences, by default the person's last ones, without what
    is not allowed anymore. No query."""
    preferences = options.preferences if preferences is None else preferences
    schools = options.schools_for(preferences)
    credentials = [
        each
        for each in options.credentials
        if preferences.entitlements is None or each.pk in preferences.entitlements
    ]
    owners = (
        options.catalog.district_id,
        *(each.organization_id for each in schools),
        *(each.organization_id for each in credentials),
    )
    logos = [
        options.catalog.logos[pk]
        for pk in dict.fromkeys(owners)
        if pk and pk in options.catalog.logos
    ]
    parts = Parts(
        record=_record(options, schools, options.phone_for(preferences)),
        credentials=tuple(dict.fromkeys(each.label for each in credentials)),
        statements=tuple(
            options.catalog.texts[key]
            for key in map(statement_key, options.statements)
            if key in preferences.statements
        ),
        quote=next(
            (Quotation(q.label, q.author) for q in options.quotes if q.pk == preferences.quote),
            None,
        ),
        logos=tuple(logo_image(logo) for logo in logos),
    )
    return PreparedSignature(
        staff=options.staff,
        preferences=preferences,
        parts=parts,
        template=options.catalog.template_for(schools or options.schools),
        logos=tuple(logos),
    )


def _record(options: SignatureOptions, schools: Sequence[School], phone_of: str) -> Record:
    staff = options.staff
    first = schools[0].place if schools else Place("")
    return Record(
        name=staff.full_name.strip(),
        title=staff.title,
        organization=options.catalog.district_name,
        email=staff.email,
        phones=tuple(_phones(options, schools, phone_of)),
        school=first.school,
        street=first.street,
        city=first.city,
        also_at=tuple(each.place for each in schools[1:]),
    )


def _phones(options: SignatureOptions, schools: Sequence[School], phone_of: str) -> Iterator[Phone]:
    """Yields the chosen phones; with several, each number once, with its school."""
    if phone_of == OWN_PHONE:
        numbers = {options.staff.phone: ""}
    elif phone_of == SCHOOL_PHONES:
        numbers = {each.phone: each.title for each in reversed(schools)}
        numbers = dict(reversed(numbers.items()))
    else:
        numbers = {each.phone: "" for each in options.schools if str(each.pk) == phone_of}
    numbers.pop("", None)
    for number, school in numbers.items():
        yield Phone(number, phone_link(number), school if len(numbers) > 1 else "")


def _schools_of(staff_ids: list[int], catalog: SignatureCatalog) -> dict[int, list[School]]:
    """Returns the schools by person, in the order of the catalog. One query."""
    rows = Staff.schools.through.objects.filter(staff__in=staff_ids)
    pairs = rows.values_list("staff_id", "schoolpage_id")
    at: dict[int, set[int]] = defaultdict(set)
    for staff_id, school_id in pairs:
        at[staff_id].add(school_id)
    place = {pk: number for number, pk in enumerate(catalog.schools)}
    by_person: dict[int, list[School]] = defaultdict(list)
    for staff_id, ids in at.items():
        known = sorted(ids & place.keys(), key=place.__getitem__)
        by_person[staff_id] = [catalog.schools[pk] for pk in known]
    return by_person


@lru_cache(maxsize=4096)
def phone_link(phone: str) -> str:
    """Returns "tel:+1-406-555-0112" (RFC 3966), or "" if `phone` is not a number."""
    try:
        number = phonenumbers.parse(phone, REGION)
    except phonenumbers.NumberParseException:
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.RFC3966)
