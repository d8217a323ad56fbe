"""The questions of "My signature": only what the person may have, ticked as it was chosen."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from ..gathering import Offer, School, statement_key
from ..wish import NO_PHONE, OWN_PHONE, SCHOOL_PHONES, Wish

type Choice = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Questions:
    """Choices as `components/choice_list.html` shows them; a question with nothing to choose is
    empty."""

    schools: list[Choice]
    phones: list[Choice]
    credentials: list[Choice]
    statements: list[Choice]
    quotes: list[Choice]


def questions(offer: Offer, wish: Wish) -> Questions:
    schools = [each.pk for each in offer.schools_for(wish)]
    return Questions(
        schools=[
            _choice(each.pk, each.title, each.pk in schools, _without_logo(offer, each))
            for each in offer.schools
        ],
        phones=_phones(offer, wish),
        credentials=[
            _choice(
                each.pk,
                each.label,
                wish.entitlements is None or each.pk in wish.entitlements,
                each.organization_name,
            )
            for each in offer.credentials
        ],
        statements=_statements(offer, wish),
        quotes=_quotes(offer, wish),
    )


def ended(offer: Offer) -> int:
    """How many memberships, credentials and quotes the person last chose and may no longer have."""
    allowed = {each.pk for each in offer.credentials}
    quotes = {each.pk for each in offer.quotes}
    chosen = set(offer.wish.entitlements or ()) - allowed
    return len(chosen) + bool(offer.wish.quote and offer.wish.quote not in quotes)


def one_of(name: str, wanted: str, labels: Iterable[tuple[str, str]]) -> list[Choice]:
    """Rounds of which one is marked: the wanted one, else the first."""
    values = list(labels)
    known = wanted if wanted in dict(values) else values[0][0]
    return [_choice(value, label, value == known) for value, label in values]


def _without_logo(offer: Offer, school: School) -> str:
    """That a school's logo cannot be in it, where others' are."""
    if school.organization_id in offer.shelf.unfit:
        return _("Its logo is too wide to be shown in a signature.")
    if not offer.shelf.logos or school.organization_id in offer.shelf.logos:
        return ""
    return _("No logo of this school is registered.")


def _phones(offer: Offer, wish: Wish) -> list[Choice]:
    labels = []
    if offer.staff.phone:
        labels.append((OWN_PHONE, _("%(phone)s (mine)") % {"phone": offer.staff.phone}))
    labels += [
        (str(each.pk), _("%(phone)s (%(school)s)") % {"phone": each.phone, "school": each.title})
        for each in offer.schools
        if each.phone
    ]
    if len({each.phone for each in offer.schools} - {""}) > 1:
        labels.append((SCHOOL_PHONES, _("The phones of the schools that it shows")))
    if offer.staff.email:
        labels.append((NO_PHONE, _("No phone")))
    if len(labels) < 2:
        return []
    return one_of("phone", offer.phone_for(wish), labels)


def _statements(offer: Offer, wish: Wish) -> list[Choice]:
    found = []
    for each in offer.statements:
        key = statement_key(each)
        said = offer.shelf.texts[key]
        label = said.heading
        if each.language != settings.LANGUAGE_CODE:
            label = f"{label} ({each.get_language_display()})"
        found.append(_choice(key, label, key in wish.statements, said.text))
    return found


def _quotes(offer: Offer, wish: Wish) -> list[Choice]:
    if not offer.quotes:
        return []
    labels = [("", _("No quote"))]
    labels += [(str(each.pk), f"{each} – {each.author}") for each in offer.quotes]
    return one_of("quote", str(wish.quote or ""), labels)


def _choice(value: object, label: str, checked: bool, note: str = "") -> Choice:
    return {"value": value, "label": label, "checked": checked, "note": note}
