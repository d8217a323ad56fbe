"""What the site's search knows of the public pages about accessibility."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from district_cms.schools.search.public_screens import Screen, described, told
from district_cms.schools.search.sources import Entry, Listing, Told, register_listing

LISTING: Final = "accessibility"


def _screens() -> dict[str, Screen]:
    return {
        "statement": Screen(
            _("Accessibility of this website"),
            reverse("barriers:statement"),
            "accessibility statement ADA WCAG screen reader accesibilidad lector de pantalla",
        ),
        "report": Screen(
            _("Report an accessibility problem"),
            reverse("barriers:report"),
            "report a barrier problem broken feedback reportar barrera no funciona",
        ),
    }


def describe() -> Iterable[Entry]:
    return described(_screens)


def tell(keys: Sequence[str], today: dt.date) -> Mapping[str, Told]:
    return told(_screens(), keys)


def register() -> None:
    register_listing(LISTING, Listing(describe, tell))
