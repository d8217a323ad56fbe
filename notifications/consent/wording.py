"""What a person reads when they agree. The same words are displayed and recorded.

All in the active language.
"""

from collections.abc import Iterable

from django.conf import settings
from django.utils.translation import gettext as _

from ..models import Scope
from ..sources import Place


def by_email(place: Place) -> str:
    """Returns what the button of the confirmation page means."""
    if place.scope in {Scope.NOTICES, Scope.ACTIVITY}:
        return _what(place)
    return f"{_what(place)} {_('A teacher’s short notice comes as a separate message.')}"


def _what(place: Place) -> str:
    if place.scope == Scope.NOTICES:
        return _("Press the button to get urgent notices of %(title)s by email.") % {
            "title": place.title
        }
    if place.scope == Scope.SCHOOL:
        return _("Press the button to get what is new in the classes of %(title)s by email.") % {
            "title": place.title
        }
    return _("Press the button to get what is new in %(title)s (%(school)s) by email.") % {
        "title": place.title,
        "school": place.school,
    }


def by_letter(places: Iterable[Place]) -> str:
    """Returns what the button of a letter's page means; the page displays each line by itself."""
    button = _("Press the button to get what is new in these classes by email.")
    notice = _("A teacher’s short notice comes as a separate message.")
    return "\n".join([f"{button} {notice}", *(f"{each.title} – {each.school}" for each in places)])


def by_email_gone() -> str:
    """Returns what it means for a page that was taken down meanwhile."""
    return _(
        "The page you asked for is gone. Press the button only if you want its updates in case it "
        "comes back."
    )


def by_text() -> str:
    """Returns what typing a number means: program, frequency, price, STOP and HELP, as the carriers
    require (CTIA Messaging Principles, 5.1). Names no class, because the form above does."""
    return _(
        "You agree to get recurring text messages from %(program)s at this number: updates and "
        "notices of your classes, up to %(number)d a week, and urgent notices of their schools at "
        "any hour. Message and data rates may apply. Text STOP to stop, HELP for help. "
        "You do not have to agree: everything is on the website too."
    ) % {"program": program(), "number": settings.TEXTS_A_WEEK_AT_MOST}


def changed_on_own_page(label: str, channel: str) -> str:
    """Returns what a box on the person's own page means."""
    if channel == "text":
        return _("%(what)s, by text message. %(terms)s") % {"what": label, "terms": by_text()}
    return _("%(what)s, by email.") % {"what": label}


def program() -> str:
    """Returns the name under which the district's texts are registered with the carriers."""
    return settings.TEXT_PROGRAM or _("%(district)s class updates") % {
        "district": settings.DISTRICT_NAME
    }
