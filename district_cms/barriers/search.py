"""Adds the public pages about accessibility to the site's search."""

from django.urls import reverse
from django.utils.translation import gettext as _

from district_cms.schools.search.sources import Screen


def public_screens() -> dict[str, Screen]:
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
