"""What the site's search knows of the pages about messages and privacy."""

from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from district_cms.schools.search.sources import Screen, listing_of, register_listing

LISTING: Final = "messages"


def _screens() -> dict[str, Screen]:
    found = {
        "choose": Screen(
            _("Change your updates by email"),
            reverse("notifications:request_link"),
            "stop unsubscribe cancel emails email address preferences language pause family page "
            "subscription cancelar dejar de recibir correos electrónicos suscripción pausar idioma",
        ),
        "privacy": Screen(
            _("Privacy"),
            reverse("privacy"),
            "privacy personal data FERPA Title IX Section 504 nondiscrimination homeless report "
            "card datos personales privacidad",
        ),
    }
    if settings.TEXT_PROVIDER:
        found["texts"] = Screen(
            _("About our text messages"),
            reverse("texts:about"),
            "stop SMS text messages texts phone number "
            "mensajes de texto cancelar dejar de recibir celular",
        )
    return found


def register() -> None:
    register_listing(LISTING, listing_of(_screens))
