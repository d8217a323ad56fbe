"""The office's quick links, and the directories of schools, in the search."""

from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from district_cms.web.versions import bump

from ..frame import frame_pages
from ..languages.titles import titles_read
from ..models import DistrictSettings
from ..models.settings import VERSION
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
    "staff": "staff directory teachers office phone numbers email nurse health office counselor "
    "secretary librarian custodian directorio personal enfermera consejera",
}


def screens() -> dict[str, Screen]:
    chosen, titles = DistrictSettings.cached(), titles_read()
    schools = {page.pk: page for page in frame_pages() if page.school_kind}
    names = {pk: titles.get(pk, page.title) for pk, page in schools.items()}
    links = [
        (link["kind"], pk, link["label"] + name, link["url"])
        for pk, name in [(None, ""), *((pk, f" – {name}") for pk, name in names.items())]
        for link in chosen.quick_links_of(pk)
    ] + [
        ("staff", pk, f"{_('Staff')}: {names[pk]}", reverse("staff_directory", args=[page.slug]))
        for pk, page in schools.items()
    ]
    return {f"{kind}-{pk}": Screen(title, url, _WORDS[kind]) for kind, pk, title, url in links}


def settings_saved(**kwargs: Any) -> None:
    """Receives the saving of the district's settings."""
    bump(VERSION)
    refresh_listing(name=LISTING)
