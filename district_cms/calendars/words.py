"""What the days of a school year are called."""

from typing import Final

from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from district_cms.schools.models.year_marks import YearDays

OFFICE_WRITES: Final = "en"


def year_html(days: YearDays) -> str:
    """As `year_words`, for a page, on which the name is marked where it is in another language."""
    words = year_words(days)
    if not days.name or (get_language() or "").startswith(OFFICE_WRITES):
        return words
    before, name, after = words.partition(days.name)
    return format_html('{}<span lang="{}">{}</span>{}', before, OFFICE_WRITES, name, after)


def year_words(days: YearDays) -> str:
    """ "No school: Harvest break", in the language that is active; the name as the office wrote
    it."""
    if days.kind == "first":
        return _("First day of school")
    if days.kind == "last":
        return _("Last day of school")
    if days.kind == "term":
        return _("%(term)s begins") % {"term": days.name}
    no_school = _("No school")
    if days.name.casefold().startswith(("no school", no_school.casefold())):
        return days.name
    return _("No school: %(name)s") % {"name": days.name}
