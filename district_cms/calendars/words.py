"""What the days of a school year are called."""

from django.utils.translation import gettext as _

from district_cms.schools.models.year_marks import YearDays


def year_words(days: YearDays) -> str:
    """ "No school: Harvest break", in the language that is active; the name as the office wrote
    it."""
    return "".join(year_parts(days))


def year_parts(days: YearDays) -> tuple[str, str, str]:
    """The same in three: what stands before the name, the name, and what stands after it."""
    if days.kind == "first":
        return _("First day of school"), "", ""
    if days.kind == "last":
        return _("Last day of school"), "", ""
    if days.kind == "term":
        before, _name, after = _("%(term)s begins").partition("%(term)s")
        return before, days.name, after
    if days.name.casefold().startswith(("no school", _("No school").casefold())):
        return "", days.name, ""
    before, _name, after = _("No school: %(name)s").partition("%(name)s")
    return before, days.name, after
