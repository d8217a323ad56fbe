"""The page of an activity or of news, and its leaders, who may post to it."""

from typing import Any, ClassVar, Final

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index

from classroom.addresses import free_slug
from classroom.presentation import heads
from classroom.presentation.feeds import atom_response
from district_cms.brand.website import website
from district_cms.people.models import Staff, StaffRole
from district_cms.people.models.contact import DistrictContactForm
from district_cms.publishing.forms.page import PublishGateForm
from district_cms.schools.frame import HOME_DEPTH, SCHOOL_DEPTH, school_path_in
from district_cms.schools.heads.reserved_slugs import DistrictCopyForm
from district_cms.schools.models import DistrictPage
from district_cms.schools.richtext import SHORT_FEATURES

from .post import PostPage


class ActivityLeaderQuerySet(models.QuerySet["ActivityLeader"]):
    def working(self) -> "ActivityLeaderQuerySet":
        """Filters leaders who work at the activity's school today. District news has no leaders."""
        school = school_path_in(OuterRef("activity__path"))
        roles = StaffRole.objects.filter(staff=OuterRef("staff"))
        today = roles.current().filter(Q(school=None) | Q(school__path=school))
        named = Staff.schools.through.objects.filter(
            staff=OuterRef("staff"), schoolpage__path=school
        )
        had_role = Exists(roles.filter(school__path=school))
        return self.filter(
            Exists(today) | (Exists(named) & ~had_role),
            staff__active=True,
            activity__depth__gt=SCHOOL_DEPTH,
        )


class ActivityLeader(models.Model):
    """Written only by `services.set_leaders`; reverting a page does not change it."""

    activity = models.ForeignKey(
        "activities.ActivityPage", on_delete=models.CASCADE, related_name="leading"
    )
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="leading")

    objects = ActivityLeaderQuerySet.as_manager()

    class Meta:
        verbose_name = _("leader of an activity")
        verbose_name_plural = _("leaders of activities")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["activity", "staff"], name="activity_leader_once")
        ]

    def __str__(self) -> str:
        return f"{self.staff}: {self.activity}"


ONLY_NEWS: Final = _(
    "Only district news can be next to the schools. Put activities and school news under a school."
)


class ActivityForm(DistrictContactForm, PublishGateForm):
    """Accepts only email addresses of the district; directly below the home page only district
    news."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.parent_page is not None and self.parent_page.depth == HOME_DEPTH:
            self.fields.pop("kind", None)
            self.instance.kind = self.instance.Kind.NEWS


class ActivityCopyForm(DistrictCopyForm):
    """Refuses to copy a team or a club outside of a school."""

    def clean(self) -> Any:
        cleaned = super().clean()
        parent = cleaned.get("new_parent_page") or self.page.get_parent()
        if parent.depth == HOME_DEPTH and not self.page.specific.is_news:
            self.add_error("new_parent_page", ONLY_NEWS)
        return cleaned


class ActivityPage(RoutablePageMixin, DistrictPage):
    """A team, a club, or news. Has no posting days and no school year; see docs/adr/0008."""

    class Kind(models.TextChoices):
        NEWS = "news", _("School news")
        ATHLETICS = "athletics", _("Athletics")
        MUSIC = "music", _("Music and performing arts")
        CLUB = "club", _("Club")
        OTHER = "other", _("Other activity")

    base_form_class = ActivityForm
    copy_form_class = ActivityCopyForm
    template = "activities/pages/activity_page.html"
    parent_page_types: ClassVar = ["schools.HomePage", "schools.SchoolPage"]
    subpage_types: ClassVar = ["activities.PostPage"]
    select_when_served: tuple[str, ...] = ()
    listed_by_search_engines = False
    listed_down_to = SCHOOL_DEPTH

    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    meets = models.CharField(
        _("when and where"),
        max_length=150,
        blank=True,
        help_text=_("For example “Tuesdays and Thursdays, 3:15 to 4:30 pm, gym”."),
    )
    contact_email = models.EmailField(_("email"), blank=True)
    introduction = RichTextField(_("introduction"), blank=True, features=SHORT_FEATURES)

    content_panels = [
        # Without Wagtail's sync to a slug field: code computes the slug.
        FieldPanel(
            "title",
            help_text=_("The name that families know, for example “Girls’ soccer” or “Band”."),
        ),
        FieldPanel("kind"),
        FieldPanel("introduction"),
        FieldPanel("meets"),
        FieldPanel("contact_email"),
    ]
    # Code computes the slug.
    promote_panels: ClassVar[list[Any]] = [
        FieldPanel("seo_title"),
        FieldPanel("search_description"),
        FieldPanel("show_in_menus"),
        FieldPanel("language"),
    ]
    search_fields = [
        *DistrictPage.search_fields,
        index.SearchField("introduction"),
        index.FilterField("kind"),
    ]

    class Meta:
        verbose_name = _("activity or news page")
        verbose_name_plural = _("activity and news pages")

    def make_slug(self) -> None:
        if not self.slug:  # type: ignore[has-type]  # Page is untyped
            self.slug = free_slug(self, slugify(self.title) or "activity")

    def clean(self) -> None:
        super().clean()
        self._check_kind()

    def minimal_clean(self) -> None:
        # A copy starts as a draft.
        super().minimal_clean()
        self._check_kind()

    def _check_kind(self) -> None:
        if self.is_of_district and not self.is_news:
            raise ValidationError({"kind": ONLY_NEWS})

    def can_move_to(self, parent: Page) -> bool:
        beside_schools = parent.depth + 1 == SCHOOL_DEPTH
        return bool(super().can_move_to(parent) and (self.is_news or not beside_schools))

    def head_description(self, context: dict[str, Any]) -> str:
        words = {"activity": self.title, "school": self.school_title_read or website().name}
        return _("%(activity)s at %(school)s: news and dates.") % words

    def structured_data(self, context: dict[str, Any], url: str) -> list[dict[str, Any]]:
        return heads.events_beyond_class(self, context, context["coming_up"], url)

    @property
    def is_of_district(self) -> bool:
        """Whether the page is directly below the home page instead of in a school."""
        return bool(self.depth == SCHOOL_DEPTH)

    @property
    def kind_label(self) -> str:
        """The name of its kind for families."""
        return str(_("District news") if self.is_of_district else self.get_kind_display())

    @property
    def is_news(self) -> bool:
        return bool(self.kind == self.Kind.NEWS)

    def live_posts(self) -> "models.QuerySet[PostPage]":
        """Returns the live posts without restrictions, newest first."""
        open_to_all = PostPage.objects.child_of(self).live().filter(view_restrictions=None)
        return open_to_all.order_by("-first_published_at", "-path")

    @path("feed/", name="feed")
    def feed(self, request: HttpRequest) -> Any:
        """The posts as an Atom feed (RFC 4287)."""
        return atom_response(self, request, self.live_posts(), "body")
