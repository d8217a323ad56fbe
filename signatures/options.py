"""What people may choose for their signatures, and the signatures made of it."""

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
from .policy import MOST_SCHOOLS, SHORT, Parts, Phone, Place, Quotation, Record
from .preferences import NO_PHONE, OWN_PHONE, SCHOOL_PHONES, SignaturePreferences
from .render import Signature, render_signature

AT_ONCE: Final = 5000
"""People whose rows are read together, by four queries: all of most districts, so that the screens
that ask of everyone keep their budget where two thousand or ten thousand people work."""


NOTHING: Final = Allowed()


@dataclass(frozen=True, slots=True)
class SignatureOptions:
    """One person and everything that the person may choose from."""

    staff: Staff
    catalog: SignatureCatalog
    schools: tuple[School, ...] = ()
    credentials: Sequence[Entitlement] = ()
    quotes: Sequence[Entitlement] = ()
    preferences: SignaturePreferences = field(default_factory=SignaturePreferences)
    """What the person last chose."""

    @property
    def statements(self) -> list[Statement]:
        return self.catalog.statements_for(self.schools)

    def chosen(self, preferences: SignaturePreferences) -> SignaturePreferences:
        """The same preferences in numbers, also of who never chose: what a form has to send."""
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
        """The chosen ones that are still the person's; after a move, and for who never chose, the
        first one. Whoever chose none has none."""
        if preferences.schools is None:
            return self.schools[:1]
        own = {each.pk: each for each in self.schools}
        kept = tuple(own[pk] for pk in preferences.schools if pk in own)[:MOST_SCHOOLS]
        return self.schools[:1] if preferences.schools and not kept else kept

    def phone_for(self, preferences: SignaturePreferences) -> str:
        """The chosen phone. Where that is gone, because the person moved or the school has no
        phone, another school's: never the person's own, which was not chosen."""
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
    """One person's signature, ready to be drawn, and what it is pinned to."""

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
        """Name, title, place and contact alone, in the order of the template. Raises the same."""
        return render_signature(
            self.parts, tuple(block for block in self.template.blocks if block in SHORT)
        )


def options_of(staff: Iterable[Staff], on: dt.date) -> Iterator[SignatureOptions]:
    """One for each, in their order; a few queries, and four for each 5,000. `on` is a day in the
    district's zone."""
    catalog = read_catalog(on)
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
                credentials=allowed.get(each.pk, NOTHING).credentials,
                quotes=allowed.get(each.pk, NOTHING).quotes,
                preferences=preferences.get(each.pk, SignaturePreferences()),
            )


def options_for(staff: Staff, on: dt.date) -> SignatureOptions:
    """The same for one person."""
    return next(options_of([staff], on))


def prepare(
    options: SignatureOptions, preferences: SignaturePreferences | None = None
) -> PreparedSignature:
    """The signature with these preferences, by default the person's last ones, without what is not
    allowed anymore. No query."""
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
    """What was chosen; of several schools each number once, with whose it is."""
    if phone_of == OWN_PHONE:
        found = {options.staff.phone: ""}
    elif phone_of == SCHOOL_PHONES:
        found = {each.phone: each.title for each in reversed(schools)}
        found = dict(reversed(found.items()))
    else:
        found = {each.phone: "" for each in options.schools if str(each.pk) == phone_of}
    found.pop("", None)
    for number, school in found.items():
        yield Phone(number, phone_link(number), school if len(found) > 1 else "")


def _schools_of(staff_ids: list[int], catalog: SignatureCatalog) -> dict[int, list[School]]:
    """By person, in the order of the catalog. One query."""
    rows = Staff.schools.through.objects.filter(staff__in=staff_ids)
    pairs = rows.values_list("staff_id", "schoolpage_id")
    at: dict[int, set[int]] = defaultdict(set)
    for staff_id, school_id in pairs:
        at[staff_id].add(school_id)
    place = {pk: number for number, pk in enumerate(catalog.schools)}
    found: dict[int, list[School]] = defaultdict(list)
    for staff_id, ids in at.items():
        known = sorted(ids & place.keys(), key=place.__getitem__)
        found[staff_id] = [catalog.schools[pk] for pk in known]
    return found


@lru_cache(maxsize=4096)
def phone_link(phone: str) -> str:
    """ "tel:+1-406-555-0112" (RFC 3966), or "" for what is no number."""
    try:
        number = phonenumbers.parse(phone, REGION)
    except phonenumbers.NumberParseException:
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.RFC3966)
