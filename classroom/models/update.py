"""A class update: what the procedure asks teachers to post."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, Panel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, PageManager
from wagtail.search import index

from district_cms.checks.findings import Finding
from district_cms.people.selectors import leads_school_of
from district_cms.procedure.versions import COLUMNS
from district_cms.schools.blocks import ContentBlock
from district_cms.schools.models import DistrictPage
from district_cms.schools.models.page_permissions import DistrictPagePermissions
from district_cms.schools.richtext import SHORT_FEATURES

from ..addresses import update_slug
from ..blocks import (
    AssignmentsBlock,
    CurriculumBlock,
    EventsBlock,
    FurtherPartsBlock,
    PicturesBlock,
)
from ..editing.page_form import ClassNamePanel, UpdateForm
from ..parts import title_of
from ..presentation import heads
from ..requirements.same_days import same_days_findings
from ..starting.forms import GuidedPanel
from ..states import Standing, standing_among


def _leads(user: Any, page: Page) -> bool:
    return bool(not user.is_superuser and user.is_active and leads_school_of(user, page))


class ClassPermissions(DistrictPagePermissions):
    def can_publish_subpage(self) -> bool:
        # Pages below a class are updates, and whoever adds one is its author.
        return bool(super().can_publish_subpage()) and not _leads(self.user, self.page)


class UpdatePermissions(DistrictPagePermissions):
    def can_publish(self) -> bool:
        """A principal may publish what a teacher of the school wrote. What principals started
        themselves needs another principal or a stand-in."""
        is_own = self.page.owner_id is not None and self.page.owner_id == self.user.pk
        return bool(super().can_publish()) and not (is_own and _leads(self.user, self.page))


def _empty_text() -> list[tuple[str, str]]:
    """Starts a new update with an empty text block."""
    return [("prose", "")]


def _empty_link() -> list[tuple[str, dict[str, object]]]:
    """Starts a new update with an empty curriculum link."""
    return [("page", {"page": None, "note": ""})]


def _none_field() -> models.BooleanField[bool, bool]:
    return models.BooleanField(_("none this period"), default=False)


def _reason_field() -> models.CharField[str, str]:
    return models.CharField(
        _("because"), max_length=150, blank=True, help_text=_("Families read it. Optional.")
    )


def _part_panel(part: str) -> GuidedPanel:
    return GuidedPanel(
        [
            FieldPanel(part),
            FieldRowPanel([FieldPanel(f"{part}_none"), FieldPanel(f"{part}_none_reason")]),
        ],
        part=part,
        heading=title_of(part),
    )


class UpdateManager(PageManager):
    """Updates from one query load missing data together, so that a list makes one query for
    standings."""

    def get_queryset(self) -> Any:
        return super().get_queryset().fetch_mode(models.FETCH_PEERS)


class UpdatePage(DistrictPage):
    """Each required part is filled in or ticked "none this period"; an update with nothing at all
    says why. The gate enforces this; drafts may be incomplete."""

    base_form_class = UpdateForm
    template = "classroom/pages/update_page.html"
    parent_page_types: ClassVar = ["classroom.ClassroomPage"]
    subpage_types: ClassVar[list[str]] = []
    listed_by_search_engines = False
    authors_take_down = True
    is_article = True
    exclude_fields_in_copy: ClassVar = ["batch_id"]

    period_start = models.DateField(_("from"), null=True, blank=True)
    period_end = models.DateField(_("to"), null=True, blank=True)

    lesson = StreamField(
        ContentBlock(), verbose_name=_("lesson content"), blank=True, default=_empty_text
    )
    lesson_none = _none_field()
    lesson_none_reason = _reason_field()
    assignments = StreamField(AssignmentsBlock(), verbose_name=_("assignments"), blank=True)
    assignments_none = _none_field()
    assignments_none_reason = _reason_field()
    curriculum = StreamField(
        CurriculumBlock(), verbose_name=_("curriculum links"), blank=True, default=_empty_link
    )
    curriculum_none = _none_field()
    curriculum_none_reason = _reason_field()
    events = StreamField(EventsBlock(), verbose_name=_("special events"), blank=True)
    events_none = _none_field()
    events_none_reason = _reason_field()

    nothing_reason = models.CharField(
        _("why there is nothing to report"),
        max_length=250,
        blank=True,
        help_text=_(
            "One sentence that families read, for example “No school this week: fall break.” "
            "Needed only when every part says “none this period”."
        ),
    )

    further = StreamField(FurtherPartsBlock(), verbose_name=_("further parts"), blank=True)
    assessments = RichTextField(_("tests and quizzes"), blank=True, features=SHORT_FEATURES)
    pictures = StreamField(PicturesBlock(), verbose_name=_("pictures"), blank=True)
    batch_id = models.UUIDField(
        null=True,
        blank=True,
        editable=False,
        db_index=True,
        help_text=_("Shared by updates that were posted to several sections together"),
    )
    content_panels: ClassVar = [
        ClassNamePanel(),
        # Not Wagtail's title panel, which fills in the slug: the slug is made in code.
        FieldPanel(
            "title",
            help_text=_(
                "What it is about, for example “Fractions on a number line”. Families read it "
                "first, on the class page and in their messages."
            ),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [
                        FieldPanel("period_start", required_on_save=False),
                        FieldPanel("period_end", required_on_save=False),
                    ]
                )
            ],
            heading=_("Which days does this update cover?"),
        ),
        *map(_part_panel, COLUMNS),
        FieldPanel("further", heading=_("Further parts")),
        # Visible when all parts say "none"; see static/css/admin/nothing.css.
        MultiFieldPanel(
            [FieldPanel("nothing_reason")],
            heading=_("Nothing at all this period?"),
            classname="nothing-at-all",
        ),
        MultiFieldPanel(
            [FieldPanel("assessments"), FieldPanel("pictures"), FieldPanel("language")],
            heading=_("Optional"),
            help_text=_(
                "Upcoming tests, and pictures of student work, never grades or names. And the "
                "language, if it is not English."
            ),
            classname="collapsed",
        ),
    ]
    # The address is made in code, and updates do not appear in menus.
    promote_panels: ClassVar[list[Panel]] = []
    objects: ClassVar[Any] = UpdateManager()
    permissions_class = UpdatePermissions

    search_fields = [
        *DistrictPage.search_fields,
        index.SearchField("lesson"),
        index.SearchField("assignments"),
        index.SearchField("further"),
        index.SearchField("assessments"),
        # Titles only: places and times may be for families only.
        index.SearchField("event_titles"),
        index.SearchField("nothing_reason"),
        index.FilterField("period_start"),
    ]

    class Meta:
        verbose_name = _("class update")

    def event_titles(self) -> list[str]:
        """Returns the titles of the update's events, for the search index."""
        return [event.value["title"] for event in self.events]

    @property
    def standing(self) -> Standing:
        return standing_among(self)

    @property
    def status_string(self) -> str:
        """Returns the same words in Wagtail's lists and panels as on every other screen."""
        return str(self.standing.words)

    def with_content_json(self, content: Any) -> Any:
        # The batch is not part of what the author wrote.
        page = super().with_content_json(content)
        page.batch_id = self.batch_id
        # Nor is the address: the update may have moved to another class.
        page.slug, page.url_path = self.slug, self.url_path
        return page

    def questions_to_author(self, parent: Any = None) -> Iterator[Finding]:
        class_path = parent.path if parent is not None else self.path[: -self.steplen]
        return same_days_findings(self, class_path)

    def head_description(self, context: dict[str, Any]) -> str:
        return heads.update_description(context, self.school_title_read)

    def structured_data(self, context: dict[str, Any], url: str) -> list[dict[str, Any]]:
        return heads.events_at_school(context, context["public_events"], url)

    def make_slug(self) -> None:
        if not self.slug:  # type: ignore[has-type]  # Page is untyped
            self.slug = update_slug(self)
