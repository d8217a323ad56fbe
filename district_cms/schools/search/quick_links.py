"""Adds the office's quick links to the site's search."""

from typing import Any, Final

from ..frame import frame_pages
from ..models import DistrictSettings
from ..models.settings import VERSION, bump
from .index import refresh_listing
from .sources import Screen

LISTING: Final = "quick"
# Words that families type, in English and Spanish.
_WORDS: Final = {
    "lunch": "lunch breakfast menus meals cafeteria food almuerzo desayuno menú comida comedor",
    "bus": "bus buses transportation routes schedule autobús autobuses camión transporte rutas",
    "absence": "attendance absent sick call in report absence asistencia ausencia falta enfermo",
    "portal": "parent portal grades PowerSchool Infinite Campus login calificaciones notas padres",
    "enrollment": "enroll enrollment register registration new student inscribir matrícula",
}


def screens() -> dict[str, Screen]:
    schools = {page.pk: f" – {page.title}" for page in frame_pages() if page.school_kind}
    return {
        f"{link['kind']}-{school or 0}": Screen(
            link["label"] + title, link["url"], _WORDS[link["kind"]]
        )
        for school, title in ({None: ""} | schools).items()
        for link in DistrictSettings.cached().quick_links_of(school)
    }


def settings_saved(**kwargs: Any) -> None:
    """Receives the saving of the district's settings."""
    bump(VERSION)
    refresh_listing(name=LISTING)
