"""A post of an activity, or of the news of a school or the district."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from classroom.addresses import update_slug
from classroom.blocks import EventsBlock
from classroom.presentation import heads
from district_cms.brand.website import website
from district_cms.schools.blocks import ContentBlock
from district_cms.schools.frame import SCHOOL_DEPTH
from district_cms.schools.models import DistrictPage


def _empty_text() -> list[tuple[str, str]]:
    """A new post starts with an empty text block."""
    return [("prose", "")]


class PostPage(DistrictPage):
    """A title, a text and optional dates."""

    template = "activities/pages/post_page.html"
    parent_page_types: ClassVar = ["activities.ActivityPage"]
    subpage_types: ClassVar[list[str]] = []
    listed_by_search_engines = False
    listed_down_to = SCHOOL_DEPTH + 1
    authors_take_down = True
    is_article = True

    body = StreamField(ContentBlock(), verbose_name=_("text"), blank=True, default=_empty_text)
    events = StreamField(EventsBlock(), verbose_name=_("dates"), blank=True)

    content_panels: ClassVar = [
        FieldPanel(
            "title",
            help_text=_(
                "What it is about, for example “Home game on Friday”. Families read it first."
            ),
        ),
        FieldPanel("body"),
        FieldPanel("events", help_text=_("Games, concerts, meetings: families find them by day.")),
        FieldPanel("language"),
    ]
    # Code computes the slug, and menus do not show posts.
    promote_panels: ClassVar[list[Any]] = []
    search_fields = [
        *DistrictPage.search_fields,
        index.SearchField("body"),
        # Without places and times, which may be for families only.
        index.SearchField("event_titles"),
    ]

    class Meta:
        verbose_name = _("post")

    # Class updates have assignments. Messages, the family page and its calendar read both types.
    assignments: ClassVar[tuple[()]] = ()

    def with_content_json(self, content: Any) -> Any:
        page = super().with_content_json(content)
        # A revision does not change the address.
        page.slug, page.url_path = self.slug, self.url_path
        return page

    def event_titles(self) -> list[str]:
        return [event.value["title"] for event in self.events]

    def head_description(self, context: dict[str, Any]) -> str:
        # People who get a link to a board meeting want to know its topic.
        if context["excerpt"]:
            return str(context["excerpt"])
        words = {
            "activity": context["activity"]["title"],
            "school": self.school_title_read or website().name,
        }
        return _("Posted by %(activity)s at %(school)s.") % words

    def structured_data(self, context: dict[str, Any], url: str) -> list[dict[str, Any]]:
        return heads.events_beyond_class(self, context, context["events"], url)

    def make_slug(self) -> None:
        if not self.slug:  # type: ignore[has-type]  # Page is untyped
            self.slug = update_slug(self)
