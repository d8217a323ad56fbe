"""The words of the rules about tables."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from ..rule import RuleWording
from .entry import words

WORDS: Final[dict[str, RuleWording]] = dict(
    (
        words(
            "table-no-headers",
            _("The table that begins with “%(excerpt)s” has no heading row or column."),
            _("A screen reader says the headings with each cell, so that numbers have a meaning."),
            _("Choose which row or column holds the headings."),
        ),
        words(
            "table-empty-header",
            _("A heading cell of the table is empty: row %(row)s, column %(column)s."),
            _("A screen reader says the heading with each cell, and here it has nothing to say."),
            _("Fill it in."),
        ),
        words(
            "table-caption",
            _("The table that begins with “%(excerpt)s” has no title."),
            _("With a title, one knows what the table is about before going through it."),
            _("Give it a short title."),
        ),
        words(
            "table-header-unused",
            _("The heading cell “%(excerpt)s” has no cells: row %(row)s, column %(column)s."),
            _("A screen reader says the heading with each cell, and this one with none."),
            _("Fill in the cells that it is for, or delete it."),
        ),
        words(
            "table-bad-headers-ref",
            _(
                "A cell of the table names “%(excerpt)s” as its heading, and no other cell is "
                "called so: row %(row)s, column %(column)s."
            ),
            _("A screen reader then says no heading with the cell, or a wrong one."),
            _("Name the id of a heading cell in the same table, or take out “headers”."),
        ),
        words(
            "table-layout",
            _("The table that begins with “%(excerpt)s” seems to hold passages, not facts."),
            _("A screen reader reads it cell by cell, and on a phone the columns get narrow."),
            _("Make paragraphs with headings of it, or confirm that it is a table of facts."),
        ),
    )
)
