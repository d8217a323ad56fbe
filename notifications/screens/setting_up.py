"""Lines of the set-up checklist: the senders of the district's mail, and the settings for privacy
and records."""

from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse
from django.utils.translation import gettext as _

from district_cms.people.models import User
from district_cms.people.setting_up import Facts, Line
from district_cms.schools.models import DistrictSettings

from ..models import Channel
from ..providers.registry import provider_class

OWN_MACHINE: Final = frozenset({"localhost", "127.0.0.1", "::1"})


def lines(facts: Facts, user: User) -> Iterator[Line]:
    """Runs no query: the district's settings are cached."""
    office = DistrictSettings.cached()
    missing = [*_of_provider(), *_of_office(office)]
    there = _("Families get email from %(address)s") % {"address": settings.CLASS_MAIL_FROM}
    url = reverse("wagtailsettings:edit", args=["schools", "districtsettings"])
    notices = ", ".join(office.missing_notices)
    missing_notices = _("Not on the privacy page yet: %(notices)s.") % {"notices": notices}
    yield Line(52, _("Required notices"), "", missing_notices if notices else "", url)
    schedule = office.retention_schedule
    advice = _(
        "Enter its name and date: until then nothing that may be a public record is deleted."
    )
    yield Line(54, _("Records retention schedule"), schedule, "" if schedule else advice, url)
    yield Line(60, _("Senders"), there, " ".join(missing), url)


def _of_provider() -> Iterator[str]:
    try:
        reaches_people = provider_class(Channel.EMAIL).reaches_people
    except ImproperlyConfigured:
        reaches_people = False
    # On a developer's own machine, where nobody can follow a link, this is expected.
    trial = urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname in OWN_MACHINE
    if not reaches_people and not trial:
        yield _("No email is sent yet: ask whoever runs the website to set MAIL_PROVIDER.")
    if settings.CLASS_MAIL_FROM.rpartition("@")[2].endswith(".example") and not trial:
        yield _("This address is nobody’s: ask whoever runs the website to set CLASS_MAIL_FROM.")


def _of_office(office: DistrictSettings) -> Iterator[str]:
    if not office.street or not office.city:
        yield _("The district’s postal address is missing: it has to be in every email.")
    if not office.email:
        yield _("The address that replies go to is missing.")
