"""A class in one school year."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import RichTextField
from wagtail.search import index

from district_cms.procedure.slots import ClassSpan
from district_cms.schools.choices import SUBJECTS, GradeLevelsField, grade_label
from district_cms.schools.models import DistrictPage, SchoolYear
from district_cms.schools.phones import validate_phone
from district_cms.schools.richtext import SHORT_FEATURES
from district_cms.web.fields import RecordedDayField

from ..addresses import class_name, classroom_slug
from ..presentation import heads
from ..presentation.feeds import atom_response
from ..starting.forms import ClassroomForm, TemplatePanel
from .template import ClassTemplateVersion
from .update import ClassPermissions, UpdatePage


class ClassroomPage(RoutablePageMixin, DistrictPage):
    """A class is a separate page in every school year; the new page `continues` the old one.

    Its slug is unique among the teacher's classes of all years ("2026-27-math-3"); its address has
    the year as a path segment (".../2026-27/math-3/")."""

    base_form_class = ClassroomForm
    template = "classroom/pages/classroom_page.html"
    parent_page_types: ClassVar = ["classroom.TeacherPage"]
    subpage_types: ClassVar = ["classroom.UpdatePage"]
    select_when_served: tuple[str, ...] = ("school_year", "standing", "started_from")
    listed_by_search_engines = False
    permissions_class = ClassPermissions
    exclude_fields_in_copy: ClassVar = ["exempt_reason", "exempt_days"]

    subject = models.CharField(_("subject"), max_length=30, choices=SUBJECTS)
    grade_levels = GradeLevelsField(_("grade levels"))
    section = models.CharField(
        _("section"), max_length=60, blank=True, help_text=_("For example “Period 2”.")
    )
    room = models.CharField(_("room"), max_length=40, blank=True)
    school_year = models.ForeignKey(
        SchoolYear,
        verbose_name=_("school year"),
        on_delete=models.PROTECT,
        related_name="classrooms",
    )
    starts_on = RecordedDayField(
        _("starts on"),
        null=True,
        blank=True,
        help_text=_(
            "Only for a class that begins after the school year’s first day: earlier posting days "
            "do not count."
        ),
    )
    ends_on = models.DateField(
        _("ends on"),
        null=True,
        blank=True,
        help_text=_("Only for a class that ends before the school year’s last day."),
    )
    exempt_reason = models.CharField(
        _("exempt from posting days, because"),
        max_length=250,
        blank=True,
        help_text=_(
            "Only for a class such as library or music that posts when it has something: one "
            "sentence, for the log. It owes no posting days from the day on which you publish "
            "this. Empty it and publish, and it owes them again from that day on."
        ),
    )
    # [{"first", "last", "reason"}], written by `ledger.exemption`. It changes outside of revisions,
    # and no revision restores an earlier one.
    exempt_days = models.JSONField(default=list, blank=True, editable=False)
    contact_email = models.EmailField(_("email"), blank=True)
    contact_phone = models.CharField(
        _("phone"), max_length=30, blank=True, validators=[validate_phone]
    )
    contact_hours = models.CharField(
        _("when to call"), max_length=120, blank=True, help_text=_("For example “3:15 to 4:00 pm”.")
    )
    introduction = RichTextField(_("about this class"), blank=True, features=SHORT_FEATURES)
    good_to_know = RichTextField(
        _("good to know"),
        blank=True,
        features=SHORT_FEATURES,
        help_text=_("For example what to bring, or where students get help."),
    )
    # The version of the office's template that the page shows (docs/adr/0015). It changes outside
    # of revisions, and no revision restores an earlier one.
    started_from = models.ForeignKey(
        ClassTemplateVersion,
        verbose_name=_("class page template"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="classes",
    )
    continues = models.ForeignKey(
        "self",
        verbose_name=_("continues"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="continued_by",
        help_text=_("The same class in the year before."),
    )

    content_panels = [
        # Not Wagtail's title panel, which fills in the slug: the slug is made in code.
        FieldPanel(
            "title",
            help_text=_(
                "The name of the class as families know it, for example “Math 3”. Section, room "
                "and teacher have fields of their own."
            ),
        ),
        TemplatePanel(),
        FieldPanel("class_template"),
        FieldPanel("introduction"),
        FieldPanel("good_to_know"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("subject"), FieldPanel("section"), FieldPanel("room")]),
                FieldPanel("grade_levels"),
                FieldPanel("school_year"),
                FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")]),
                FieldPanel("continues"),
                FieldPanel("exempt_reason"),
            ],
            heading=_("The class"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("contact_email"),
                FieldPanel("contact_phone"),
                FieldPanel("contact_hours"),
            ],
            heading=_("How families reach you"),
            help_text=_(
                "If you leave the email or the phone empty, families see the one in the "
                "teacher’s staff record."
            ),
        ),
    ]
    # The address is made in code.
    promote_panels: ClassVar = [
        FieldPanel("seo_title"),
        FieldPanel("search_description"),
        FieldPanel("language"),
    ]
    search_fields = [
        *DistrictPage.search_fields,
        index.SearchField("introduction"),
        index.SearchField("good_to_know"),
        index.FilterField("school_year"),
        index.FilterField("subject"),
    ]

    class Meta:
        verbose_name = _("class page")

    def with_content_json(self, content: Any) -> Any:
        page = super().with_content_json(content)
        page.started_from_id = self.started_from_id
        page.exempt_days = self.exempt_days
        return page

    @property
    def span(self) -> ClassSpan:
        """The days on which the class runs, and those on which it owes no update."""
        return ClassSpan.of(self.starts_on, self.ends_on, self.exempt_days)

    @property
    def grade_label(self) -> str:
        return grade_label(self.grade_levels)

    @property
    def name_in_title(self) -> str:
        return class_name(self)

    def whose_in_title(self, context: dict[str, Any]) -> str:
        return heads.whose(context)

    def head_description(self, context: dict[str, Any]) -> str:
        return heads.class_description(class_name(self), context, self.school_title_read)

    def structured_data(self, context: dict[str, Any], url: str) -> list[dict[str, Any]]:
        return heads.class_structured_data(
            name=class_name(self),
            description=self.head_description(context),
            language=self.content_language,
            context=context,
            url=url,
        )

    def make_slug(self) -> None:
        # Also for a class that was copied into another year: its address contains the year.
        slug: str = self.slug  # type: ignore[has-type]  # Wagtail's fields have no types
        if self.school_year_id and not slug.startswith(f"{self.school_year.slug}-"):
            self.slug = classroom_slug(self)

    def live_updates(self) -> "models.QuerySet[UpdatePage]":
        """Returns the class's published updates, newest first. Leaves out updates with a view
        restriction of their own, because the class page is open to everyone."""
        open_to_all = UpdatePage.objects.child_of(self).live().filter(view_restrictions=None)
        return open_to_all.order_by(models.F("period_start").desc(nulls_last=True), "-path")

    def set_url_path(self, parent: Any) -> str:
        """Makes the year a path segment of the address; in the slug it is a prefix."""
        super().set_url_path(parent)
        year = f"{self.school_year.slug}-" if self.school_year_id else ""
        if parent and year and self.slug.startswith(year):
            self.url_path = f"{parent.url_path}{year[:-1]}/{self.slug[len(year) :]}/"
        return str(self.url_path)

    @path("feed/", name="feed")
    def feed(self, request: HttpRequest) -> Any:
        """Returns the class's updates as an Atom feed (RFC 4287)."""
        return atom_response(self, request, self.live_updates(), "lesson")
