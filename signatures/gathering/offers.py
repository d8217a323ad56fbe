"""Everyone's choices and what is made of them: the queries do not grow with the people."""

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

from ..entitlements.selectors import Allowed, allowed_by_staff
from ..models import Entitlement, SignatureChoice
from ..policy import MOST_SCHOOLS, SHORT, Parts, Phone, Place, Quotation, Record
from ..render import Signature, render_signature
from ..wish import NO_PHONE, OWN_PHONE, SCHOOL_PHONES, Wish
from .shelf import Pinned, School, Shelf, logo_image, read_shelf, statement_key

AT_ONCE: Final = 5000
"""People whose rows are read together, by four queries: all of most districts, so that the screens
that ask of everyone keep their budget where two thousand or ten thousand people work."""


NOTHING: Final = Allowed()


@dataclass(frozen=True, slots=True)
class Offer:
    """One person and everything that the person may choose from."""

    staff: Staff
    shelf: Shelf
    schools: tuple[School, ...] = ()
    credentials: Sequence[Entitlement] = ()
    quotes: Sequence[Entitlement] = ()
    wish: Wish = field(default_factory=Wish)
    """What the person last chose."""

    @property
    def statements(self) -> list[Statement]:
        return self.shelf.statements_for(self.schools)

    def chosen(self, wish: Wish) -> Wish:
        """The same wish in numbers, also of who never chose: what a form has to send."""
        return replace(
            wish,
            phone=self.phone_for(wish),
            schools=tuple(each.pk for each in self.schools_for(wish)),
            entitlements=tuple(
                each.pk
                for each in self.credentials
                if wish.entitlements is None or each.pk in wish.entitlements
            ),
        )

    def schools_for(self, wish: Wish) -> tuple[School, ...]:
        """The chosen ones that are still the person's; after a move, and for who never chose, the
        first one. Whoever chose none has none."""
        if wish.schools is None:
            return self.schools[:1]
        own = {each.pk: each for each in self.schools}
        kept = tuple(own[pk] for pk in wish.schools if pk in own)[:MOST_SCHOOLS]
        return self.schools[:1] if wish.schools and not kept else kept

    def phone_for(self, wish: Wish) -> str:
        """What was chosen, in the words of a wish. Where that is gone, because the person moved or
        the school has no phone, another school's: never the person's own, which was not chosen."""
        theirs = {str(each.pk) for each in self.schools if each.phone}
        if wish.phone in {OWN_PHONE, NO_PHONE} | theirs:
            return wish.phone
        if wish.phone == SCHOOL_PHONES and any(each.phone for each in self.schools_for(wish)):
            return wish.phone
        near = (*self.schools_for(wish), *self.schools)
        return next((str(each.pk) for each in near if each.phone), NO_PHONE)


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

    def draw_short(self) -> Signature:
        """Name, title, place and contact alone, in the order of the template. Raises the same."""
        return render_signature(
            self.parts, tuple(block for block in self.template.blocks if block in SHORT)
        )


def offers(staff: Iterable[Staff], on: dt.date) -> Iterator[Offer]:
    """One for each, in their order; a few queries, and four for each 5,000. `on` is a day in the
    district's zone."""
    shelf = read_shelf(on)
    for people in batched(staff, AT_ONCE):
        ids = [each.pk for each in people]
        schools = _schools_of(ids, shelf)
        allowed = allowed_by_staff(ids, on)
        chosen = SignatureChoice.objects.filter(staff__in=ids)
        wishes = {choice.staff_id: choice.wish for choice in chosen}
        for each in people:
            yield Offer(
                staff=each,
                shelf=shelf,
                schools=tuple(schools[each.pk]),
                credentials=allowed.get(each.pk, NOTHING).credentials,
                quotes=allowed.get(each.pk, NOTHING).quotes,
                wish=wishes.get(each.pk, Wish()),
            )


def offer_for(staff: Staff, on: dt.date) -> Offer:
    """The same for one person."""
    return next(offers([staff], on))


def prepare(offer: Offer, wish: Wish | None = None) -> Prepared:
    """The signature of a wish, by default of what the person last chose. What is not allowed, or
    no longer, is left out. No query."""
    wish = offer.wish if wish is None else wish
    schools = offer.schools_for(wish)
    credentials = [
        each
        for each in offer.credentials
        if wish.entitlements is None or each.pk in wish.entitlements
    ]
    owners = (
        offer.shelf.district_id,
        *(each.organization_id for each in schools),
        *(each.organization_id for each in credentials),
    )
    logos = [
        offer.shelf.logos[pk] for pk in dict.fromkeys(owners) if pk and pk in offer.shelf.logos
    ]
    parts = Parts(
        record=_record(offer, schools, offer.phone_for(wish)),
        credentials=tuple(dict.fromkeys(each.label for each in credentials)),
        statements=tuple(
            offer.shelf.texts[key]
            for key in map(statement_key, offer.statements)
            if key in wish.statements
        ),
        quote=next(
            (Quotation(q.label, q.author) for q in offer.quotes if q.pk == wish.quote), None
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


def _record(offer: Offer, schools: Sequence[School], phone_of: str) -> Record:
    staff = offer.staff
    first = schools[0].place if schools else Place("")
    return Record(
        name=staff.full_name.strip(),
        title=staff.title,
        organization=offer.shelf.district_name,
        email=staff.email,
        phones=tuple(_phones(offer, schools, phone_of)),
        school=first.school,
        street=first.street,
        city=first.city,
        also_at=tuple(each.place for each in schools[1:]),
    )


def _phones(offer: Offer, schools: Sequence[School], phone_of: str) -> Iterator[Phone]:
    """What was chosen; of several schools each number once, with whose it is."""
    if phone_of == OWN_PHONE:
        found = {offer.staff.phone: ""}
    elif phone_of == SCHOOL_PHONES:
        found = {each.phone: each.title for each in reversed(schools)}
        found = dict(reversed(found.items()))
    else:
        found = {each.phone: "" for each in offer.schools if str(each.pk) == phone_of}
    found.pop("", None)
    for number, school in found.items():
        yield Phone(number, phone_link(number), school if len(found) > 1 else "")


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
        known = sorted(ids & place.keys(), key=place.__getitem__)
        found[staff_id] = [shelf.schools[pk] for pk in known]
    return found


@lru_cache(maxsize=4096)
def phone_link(phone: str) -> str:
    """ "tel:+1-406-555-0112" (RFC 3966), or "" for what is no number."""
    try:
        number = phonenumbers.parse(phone, REGION)
    except phonenumbers.NumberParseException:
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.RFC3966)
