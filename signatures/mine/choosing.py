"""The questions of "My signature": only what the person may have, with the current choice
ticked."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from ..catalog import School, statement_key
from ..options import SignatureOptions
from ..preferences import NO_PHONE, OWN_PHONE, SCHOOL_PHONES, SignaturePreferences

type Choice = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Questions:
    """Choices for `components/choice_list.html`; a question without choices is empty."""

    schools: list[Choice]
    phones: list[Choice]
    credentials: list[Choice]
    statements: list[Choice]
    quotes: list[Choice]


def questions(options: SignatureOptions, preferences: SignaturePreferences) -> Questions:
    schools = [each.pk for each in options.schools_for(preferences)]
    return Questions(
        schools=[
            _choice(each.pk, each.title, each.pk in schools, _without_logo(options, each))
            for each in options.schools
        ],
        phones=_phones(options, preferences),
        credentials=[
            _choice(
                each.pk,
                each.label,
                preferences.entitlements is None or each.pk in preferences.entitlements,
                each.organization_name,
            )
            for each in options.credentials
        ],
        statements=_statements(options, preferences),
        quotes=_quotes(options, preferences),
    )


def ended(options: SignatureOptions) -> int:
    """Returns how many of the last chosen memberships, credentials and quotes are no longer
    allowed."""
    allowed = {each.pk for each in options.credentials}
    quotes = {each.pk for each in options.quotes}
    chosen = set(options.preferences.entitlements or ()) - allowed
    return len(chosen) + bool(options.preferences.quote and options.preferences.quote not in quotes)


def one_of(name: str, wanted: str, labels: Iterable[tuple[str, str]]) -> list[Choice]:
    """Returns radio buttons: `wanted` is selected, or the first if it does not exist."""
    values = list(labels)
    known = wanted if wanted in dict(values) else values[0][0]
    return [_choice(value, label, value == known) for value, label in values]


def _without_logo(options: SignatureOptions, school: School) -> str:
    """Returns a note for a school without a logo, if others have one."""
    if school.organization_id in options.catalog.unfit:
        return _("Its logo is too wide to be shown in a signature.")
    if not options.catalog.logos or school.organization_id in options.catalog.logos:
        return ""
    return _("No logo of this school is registered.")


def _phones(options: SignatureOptions, preferences: SignaturePreferences) -> list[Choice]:
    labels = []
    if options.staff.phone:
        labels.append((OWN_PHONE, _("%(phone)s (mine)") % {"phone": options.staff.phone}))
    labels += [
        (str(each.pk), _("%(phone)s (%(school)s)") % {"phone": each.phone, "school": each.title})
        for each in options.schools
        if each.phone
    ]
    if len({each.phone for each in options.schools} - {""}) > 1:
        labels.append((SCHOOL_PHONES, _("The phones of the schools that it shows")))
    if options.staff.email:
        labels.append((NO_PHONE, _("No phone")))
    if len(labels) < 2:
        return []
    return one_of("phone", options.phone_for(preferences), labels)


def _statements(options: SignatureOptions, preferences: SignaturePreferences) -> list[Choice]:
    choices = []
    for each in options.statements:
        key = statement_key(each)
        approved = options.catalog.texts[key]
        label = approved.heading
        if each.language != settings.LANGUAGE_CODE:
            label = f"{label} ({each.get_language_display()})"
        choices.append(_choice(key, label, key in preferences.statements, approved.text))
    return choices


def _quotes(options: SignatureOptions, preferences: SignaturePreferences) -> list[Choice]:
    if not options.quotes:
        return []
    labels = [("", _("No quote"))]
    labels += [(str(each.pk), f"{each} – {each.author}") for each in options.quotes]
    return one_of("quote", str(preferences.quote or ""), labels)


def _choice(value: object, label: str, checked: bool, note: str = "") -> Choice:
    return {"value": value, "label": label, "checked": checked, "note": note}
