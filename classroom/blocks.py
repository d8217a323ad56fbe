"""The blocks of a class update: assignments, curriculum links, events."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from district_cms.media.addresses import document_at
from district_cms.media.models import DistrictDocument
from district_cms.procedure.versions import PartKind
from district_cms.schools.blocks import PictureBlock, ProseBlock, ShortProseBlock
from district_cms.schools.languages.fields import LanguageBlock
from district_cms.schools.typed_dates.blocks import ClockTimeBlock, DayBlock
from district_cms.web.times import span_text

from .parts import further_choices

EVERYONE = "everyone"
FAMILIES = "families"


class AssignmentBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=150, label=_("Assignment"))
    details = ShortProseBlock(required=False, label=_("Details"))
    due = DayBlock(required=False, label=_("Due"))
    language = LanguageBlock()

    class Meta:
        icon = "task"
        label = _("Assignment")
        template = "classroom/blocks/assignment.html"


class AssignmentsBlock(blocks.StreamBlock):
    assignment = AssignmentBlock()


class CurriculumPageLinkBlock(blocks.StructBlock):
    page = blocks.PageChooserBlock(
        # Optional here: the gate requires it, unless "none this period" is ticked.
        required=False,
        page_type="schools.CurriculumPage",
        label=_("Page in the curriculum section"),
    )
    note = blocks.CharBlock(
        required=False,
        max_length=150,
        label=_("Note"),
        help_text=_("For example which unit or which part of the page."),
    )
    language = LanguageBlock()

    class Meta:
        icon = "doc-full-inverse"
        label = _("Curriculum page")
        template = "classroom/blocks/curriculum_page_link.html"


class CurriculumExternalLinkBlock(blocks.StructBlock):
    check_as = "link"

    url = blocks.URLBlock(label=_("Web address"))
    text = blocks.CharBlock(max_length=120, label=_("Link text"))
    language = LanguageBlock()

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        host = urlsplit(value.get("url") or "").hostname or ""
        if host and not host_is_allowed(host):
            raise blocks.StructBlockValidationError(
                block_errors={
                    "url": ValidationError(
                        _(
                            "“%(host)s” is not on the district's list of curriculum sites. "
                            "Choose a page in the curriculum section instead, or ask the "
                            "communications office to add the site."
                        ),
                        params={"host": host},
                    )
                }
            )
        return value

    def extract_references(self, value: Any) -> Any:
        yield from super().extract_references(value)
        if key := document_at(value.get("url") or ""):
            yield DistrictDocument, str(key), "url", "url"

    class Meta:
        icon = "link"
        label = _("Curriculum site on the district's list")
        template = "classroom/blocks/curriculum_external_link.html"


def host_is_allowed(host: str) -> bool:
    """Returns True if `host` or one of its parent domains is in `CURRICULUM_LINK_HOSTS`."""
    host = host.casefold()
    return any(
        host == allowed.casefold() or host.endswith(f".{allowed.casefold()}")
        for allowed in settings.CURRICULUM_LINK_HOSTS
    )


class CurriculumBlock(blocks.StreamBlock):
    page = CurriculumPageLinkBlock()
    link = CurriculumExternalLinkBlock()


class EventBlock(blocks.StructBlock):
    AUDIENCES = [
        (EVERYONE, _("Everyone may see the place and time")),
        (FAMILIES, _("Place and time for families only")),
    ]

    title = blocks.CharBlock(max_length=120, label=_("Event"))
    date = DayBlock(label=_("Day"))
    start_time = ClockTimeBlock(required=False, label=_("From"))
    end_time = ClockTimeBlock(required=False, label=_("Until"))
    place = blocks.CharBlock(required=False, max_length=150, label=_("Place"))
    off_campus = blocks.BooleanBlock(
        required=False,
        label=_("Off campus"),
        help_text=_("A trip, a visit, a game somewhere else."),
    )
    audience = blocks.ChoiceBlock(
        choices=AUDIENCES,
        required=False,
        label=_("Who may see the place and time?"),
        help_text=_(
            "If you leave this empty, everyone may see them; for off-campus events, families "
            "only. The public page then "
            "shows the title and the day."
        ),
    )
    language = LanguageBlock()

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        start, end = value.get("start_time"), value.get("end_time")
        if start and end and end <= start:
            raise blocks.StructBlockValidationError(
                block_errors={"end_time": ValidationError(_("The event ends before it begins."))}
            )
        return value

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        hidden = families_only(value)
        context["families_only"] = hidden
        context["time_label"] = (
            "" if hidden else span_text(value.get("start_time"), value.get("end_time"))
        )
        return context

    class Meta:
        icon = "calendar-alt"
        label = _("Event")
        template = "classroom/blocks/event.html"


def families_only(event: Any) -> bool:
    """Returns True if the public page hides the place and time of an event.

    If the author chose no audience, this is true for anything off campus only."""
    audience = event.get("audience") or (FAMILIES if event.get("off_campus") else EVERYONE)
    return bool(audience == FAMILIES)


class EventsBlock(blocks.StreamBlock):
    event = EventBlock()


class PartBlock(blocks.ChoiceBlock):
    """The further part that a block belongs to. Migrations name Wagtail's `CharBlock`, because the
    choices are the procedure's."""

    def __init__(self, kind: PartKind | None = None, **kwargs: Any) -> None:
        super().__init__(
            choices=lambda: further_choices(kind), label=_("Part"), search_index=False, **kwargs
        )

    def deconstruct(self) -> Any:
        return "wagtail.blocks.CharBlock", (), {}


class FurtherTextBlock(blocks.StructBlock):
    part = PartBlock(PartKind.TEXT)
    text = ProseBlock(required=False, label=_("Text"))
    language = LanguageBlock()

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "classroom/blocks/further_text.html"


class FurtherEventBlock(EventBlock):
    part = PartBlock(PartKind.DATED)


class NothingBlock(blocks.StructBlock):
    part = PartBlock()
    because = blocks.CharBlock(
        required=False,
        max_length=150,
        label=_("because"),
        help_text=_("Families read it. Optional."),
    )

    class Meta:
        icon = "circle-check"
        label = _("none this period")


class FurtherPartsBlock(blocks.StreamBlock):
    """The parts that the procedure names and that have no columns; see `parts`."""

    text = FurtherTextBlock()
    event = FurtherEventBlock()
    nothing = NothingBlock()


class PicturesBlock(blocks.StreamBlock):
    picture = PictureBlock()
