"""What the days of a school year are called."""

from typing import Final

from django.utils.html import format_html
from django.utils.translation import gettext as _

from district_cms.schools.languages.titles import SPANISH, reader
from district_cms.schools.models.year_marks import YearDays

OFFICE_WRITES: Final = "en"


def year_html(days: YearDays) -> str:
    """As `year_words`, for a page, on which the name is marked where it is in another language."""
    words = year_words(days)
    if not days.name or name_read(days) != days.name or reader() == OFFICE_WRITES:
        return words
    before, name, after = words.partition(days.name)
    return format_html('{}<span lang="{}">{}</span>{}', before, OFFICE_WRITES, name, after)


def year_words(days: YearDays) -> str:
    """ "No school: Harvest break", in the language that is active; the name in Spanish where the
    office wrote one."""
    name = name_read(days)
    if days.kind == "first":
        return _("First day of school")
    if days.kind == "last":
        return _("Last day of school")
    if days.kind == "term":
        return _("%(term)s begins") % {"term": name}
    no_school = _("No school")
    if name.casefold().startswith(("no school", no_school.casefold())):
        return name
    return _("No school: %(name)s") % {"name": name}


def name_read(days: YearDays) -> str:
    """The name in the reader's language, if it has one in it."""
    return (days.name_es if reader() == SPANISH else "") or days.name
