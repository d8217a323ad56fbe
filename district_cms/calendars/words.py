"""What the days of a school year are called."""

from django.utils.translation import gettext as _

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
