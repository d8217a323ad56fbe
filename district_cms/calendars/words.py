"""What the days of a school year are called."""

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from district_cms.schools.languages.offered import DEFAULT
from district_cms.schools.models.year_marks import YearDays


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


def year_words_shown(days: YearDays) -> SafeString:
    """The same in HTML: what the office wrote says which language it is in, where the words around
    it are in another one."""
    words = year_words(days)
    if not days.name or get_language() == DEFAULT or days.name not in words:
        return format_html("{}", words)
    before, name, after = words.partition(days.name)
    return format_html('{}<span lang="{}">{}</span>{}', before, DEFAULT, name, after)
