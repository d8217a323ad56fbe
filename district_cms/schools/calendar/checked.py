"""Names that a file brings pass the same checks as those that are typed: families read them."""

from collections.abc import Collection, Iterator

from district_cms.imports.located import LONGEST_VALUE, Located
from district_cms.publishing.objects import which_block

from ..models import NoSchoolDay
from .rows import CalendarRows, NoSchoolRow, TermRow


def refused_names(rows: CalendarRows, new: Collection[str]) -> Iterator[Located]:
    """Where those of the `new` names stand that may not be on a page."""
    if not new:
        return
    blocking = which_block(NoSchoolDay(name=name) for name in sorted(set(new)))
    refused = {each.name for each in blocking}
    named: tuple[NoSchoolRow | TermRow, ...] = (*rows.no_school, *rows.terms)
    for row in named:
        if row.name in refused:
            yield Located(row.row, "", row.name[:LONGEST_VALUE], "refused-name")
