"""Adds the office's quick links to the site's search."""

from typing import Any, Final

from ..frame import frame_pages
from ..models import DistrictSettings
from ..models.settings import VERSION, bump
from .index import refresh_listing
from .sources import Screen, listing_of, register_listing

_LISTING: Final = "quick"
# Words that families type, in English and Spanish.
_WORDS: Final = {
    "lunch": "lunch breakfast menus meals cafeteria food almuerzo desayuno menú comida comedor",
    "bus": "bus buses transportation routes schedule autobús autobuses camión transporte rutas",
    "absence": "attendance absent sick call in report absence asistencia ausencia falta enfermo",
    "portal": "parent portal grades PowerSchool Infinite Campus login calificaciones notas padres",
    "enrollment": "enroll enrollment register registration new student inscribir matrícula",
}


def _screens() -> dict[str, Screen]:
    chosen = DistrictSettings.cached()
    schools = {page.pk: page for page in frame_pages() if page.school_kind is not None}
    screens = {}
    for school in (None, *schools):
        for link in chosen.quick_links_of(school):
            title = f"{link['label']} – {schools[school].title}" if school else link["label"]
            about = _WORDS[link["kind"]]
            screens[f"{link['kind']}-{school or 0}"] = Screen(title, link["url"], about)
    return screens


def settings_saved(**kwargs: Any) -> None:
    """Receives the saving of the district's settings."""
    bump(VERSION)
    refresh_listing(name=_LISTING)


def register() -> None:
    register_listing(_LISTING, listing_of(_screens))
