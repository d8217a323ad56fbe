"""What someone has at hand in the composer to fix what was found, by the place where it stands.

The rules' own words speak of the page editor's buttons and fields. What this form does not show is
changed there; in its boxes signs do what buttons do there.
"""

from collections.abc import Mapping
from enum import Enum, auto
from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from wagtail.blocks.stream_block import StreamValue

from district_cms.checks.findings import Finding
from district_cms.checks.rules import NOT_KEPT
from district_cms.checks.translation import translated

from ..models import UpdatePage
from .boxes import is_shown
from .notation import can_show
from .rows import ROW_FORMS


class Place(Enum):
    """Where in the composer something stands: in a box that may have headings and tables, in one
    that has none, in a line or a choice, about the update as a whole, or in what it does not show.
    """

    BOX = auto()
    SMALL_BOX = auto()
    LINE = auto()
    WHOLE = auto()
    EDITOR = auto()


LINES: Final = frozenset(
    {
        "title",
        "slug",  # made of the title
        "period_start",
        "period_end",
        "nothing_reason",
        "go_live_at",
        *(
            f"{part}_{name}"
            for part in ("lesson", "assignments", "curriculum", "events")
            for name in ("none", "none_reason")
        ),
    }
)
"""The fields of an update that are lines, days or ticks here as well."""

_IN_EDITOR: Final = _("This form does not show it; change it in the page editor. %(fix)s")
_KEPT_BY_EDITOR: Final = _(
    "Open the page editor, see that your words are all there, and save: what is in the way goes."
)
_LANGUAGE_OF_LINE: Final = _(
    "Change the letters in brackets before the line: [es] stands for Spanish."
)
_LIST: Final = _("Write each item on its own line, with “- ” or “1. ” before it.")
_EVERYWHERE: Final[dict[str, Any]] = {
    "lang-block-unmarked": _(
        "If all of it is in another language, open the page editor and choose that language under "
        "“Language of the block”. Or confirm that it is right as it is."
    ),
    "lang-page-unmarked": _(
        "If the whole update is in another language, open the page editor and choose that language "
        "under “Language of this page”. If not, write this line in the language of the update. Or "
        "confirm that it is right as it is."
    ),
    "same-days": _(
        "Open that one (the link is at the top) and add to it, or change the days here. If both "
        "are right, confirm it."
    ),
    "animated-gif": _("Confirm that this frame says enough, or choose another picture."),
    "doc-recording": _("Put its words on the page, or confirm that they are there."),
}
_IN_ANY_BOX: Final[dict[str, Any]] = {
    "lang-part-missing": _(
        "Write [%(tag)s] and a space before the line that is in it. If only a few words are, or it "
        "is right as it is, confirm that."
    ),
    "lang-part-wrong": _LANGUAGE_OF_LINE,
    "lang-part-invalid": _LANGUAGE_OF_LINE,
    "caps-block": _(
        "Write it in lowercase letters. Put ** before and after the words that matter most: they "
        "become bold."
    ),
    "link-same-text": _(
        "Say in each link, between its brackets, what is different about the page that it opens."
    ),
    "link-raw-url": _(
        "Put the name of the page in brackets, and the address in parentheses behind it: [Spelling "
        "list, week 3](https://…)."
    ),
    "link-generic": _(
        "Name the page between the brackets of the link instead, such as “Spelling list, week 3”."
    ),
    "link-generic-in-context": _(
        "Put the words that name the page between the brackets of the link, such as “Spelling "
        "list, week 3”."
    ),
    "list-fake": _LIST,
    "list-structure": _LIST,
}
_BY_PLACE: Final[Mapping[Place, dict[str, Any]]] = {
    Place.BOX: {
        **_IN_ANY_BOX,
        "heading-fake": _("If it is a heading, write ## and a space before it. If not, confirm."),
        "heading-h1": _("Write ## and a space before it."),
        "heading-skip": _(
            "Change the number of # before it: ## begins a heading, and ### one below that."
        ),
        "table-caption": _(
            "On a line above it, write “Table:” and a short title, such as “Table: Pages to read”."
        ),
        "table-empty-header": _("Write a heading for each column into the first row of the table."),
        "table-no-headers": _("Write a heading for each column into the first row of the table."),
    },
    Place.SMALL_BOX: {
        **_IN_ANY_BOX,
        "heading-fake": _(
            "If it is a heading, begin the text below with it, such as “Homework: read chapter 4”. "
            "This box has no headings. If not, confirm."
        ),
    },
    Place.LINE: {},
    Place.WHOLE: {},
}


def place_of(page: UpdatePage, finding: Finding) -> Place:
    """Where in the composer that stands of which a finding speaks."""
    name, path = finding.field, finding.path
    if name is None:
        return Place.WHOLE
    if name == "assessments":
        return _small_box(page.assessments)
    stream = getattr(page, name, None)
    if not isinstance(stream, StreamValue):
        return Place.LINE if name in LINES else Place.EDITOR
    if not path:
        return Place.LINE  # the part itself, which is missing or empty
    index = path[0]
    if not isinstance(index, int) or index >= len(stream):
        return Place.EDITOR
    return _of_block(name, stream[index], path[1] if len(path) > 1 else None)


def fix_at(place: Place, finding: Finding) -> Any:
    """What to do about it by hand at this place of the composer."""
    if finding.fix == translated(NOT_KEPT):
        return _KEPT_BY_EDITOR
    if place is Place.EDITOR:
        return _IN_EDITOR % {"fix": finding.fix}
    words = _BY_PLACE[place].get(finding.rule) or _EVERYWHERE.get(finding.rule)
    return words % {"tag": finding.language} if words else finding.fix


def _of_block(name: str, child: Any, part: str | int | None) -> Place:
    if name == "lesson":
        return Place.BOX if is_shown(child) else Place.EDITOR
    if name == "curriculum":
        return Place.LINE if child.block_type == "page" and part != "note" else Place.EDITOR
    if name not in ROW_FORMS or (part is not None and part not in ROW_FORMS[name].names):
        # A picture itself is not among the fields of its row, which shows it.
        return Place.LINE if (name, part) == ("pictures", "image") else Place.EDITOR
    return _small_box(child.value["details"]) if part == "details" else Place.LINE


def _small_box(rich: Any) -> Place:
    source = getattr(rich, "source", rich) or ""
    return Place.SMALL_BOX if can_show(source, headings=False) else Place.EDITOR
