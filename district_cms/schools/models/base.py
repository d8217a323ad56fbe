"""What all pages share: the publish gate, the frame around them, search and permissions."""

from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, TitleFieldPanel
from wagtail.blocks import StreamValue
from wagtail.fields import StreamField
from wagtail.models import Page, PageViewRestriction, Workflow, WorkflowPage

from district_cms.checks.controls import all_without_controls, without_controls
from district_cms.publishing.forms.page import PublishGateForm
from district_cms.publishing.gate import PublishGateMixin

from ..banners.visible import notices
from ..frame import HOME_DEPTH, curriculum_link, footer_links, frame_pages, school_links
from ..heads import head
from ..heads.head import head_of
from ..heads.reserved_slugs import DistrictCopyForm, is_taken, slug_is_taken
from ..languages.fields import LanguageField
from ..languages.offered import DEFAULT
from ..languages.titles import title_read, titles_read
from ..page_context import provided_context
from .page_permissions import DistrictPagePermissions
from .settings import DistrictSettings

# Foreign keys of a page that no revision changes.
OF_THE_ROW = frozenset(
    {"alias_of", "content_type", "latest_revision", "locale", "locked_by", "owner"}
)


class TitlePanel(TitleFieldPanel):
    """Shows the page type's `title_help` as help text. Wagtail's own text is the same for all
    pages."""

    help_text: Any

    def on_model_bound(self) -> None:
        super().on_model_bound()
        self.help_text = self.help_text or self.model.title_help


class DistrictPage(PublishGateMixin, Page):
    """Base of all page types.

    `schools.routing` sets `frame_chain` when it serves a page from its address; elsewhere
    (previews, feeds) the chain is read on first use.
    """

    base_form_class = PublishGateForm
    copy_form_class = DistrictCopyForm
    # Foreign keys that the template needs, read in the same query as the page.
    select_when_served: tuple[str, ...] = ()
    # Whether search engines may list pages of this type.
    listed_by_search_engines = True

    # Pages down to this depth are listed in any case: the district's pages of a type are, while
    # those of a school may not be.
    listed_down_to = 0

    # Whether the page is an article in a series, such as a news post.
    is_article = False

    # Whether everyone who may edit the page may also take it down at once, see
    # `moderation.taking_down`.
    authors_take_down = False

    is_school = False

    # Help text below the title in the editor: who reads it, and where.
    title_help: Any = ""

    permissions_class: type[DistrictPagePermissions] = DistrictPagePermissions
    _permissions: DistrictPagePermissions | None = None

    frame_chain: list[Page] | None = None
    # Whether the page or one of its ancestors is restricted or an alias.
    frame_restricted = True

    language = LanguageField(
        _("language of this page"),
        help_text=_("Choose another one only if the title and all texts are in it."),
    )

    content_panels: ClassVar[list[Any]] = [TitlePanel("title")]
    promote_panels: ClassVar[list[Any]] = [*Page.promote_panels, FieldPanel("language")]

    class Meta:
        abstract = True

    @property
    def content_language(self) -> str:
        """The language tag of all content on the page that sets no other language."""
        return self.language or DEFAULT

    def permissions_for_user(self, user: Any) -> DistrictPagePermissions:
        # A row of a list asks ten times. Cached for the account of this request.
        tester = self._permissions
        if tester is None or not tester.are_of(user, self):
            tester = self._permissions = self.permissions_class(user, self)
        return tester

    def with_content_json(self, content: Any) -> Any:
        # Wagtail looks up each of these, and then takes them from the row.
        content = {name: value for name, value in content.items() if name not in OF_THE_ROW}
        page = super().with_content_json(content)
        if self.depth > 1:
            page._cached_parent_obj = self.get_parent()
        return page

    def is_site_root(self) -> bool:
        # Wagtail looks it up after every save.
        return self.depth <= HOME_DEPTH and bool(super().is_site_root())

    def make_slug(self) -> None:
        """For page types that compute their slug. Runs before Wagtail makes one from the title, for
        drafts, of which Wagtail cleans a few fields only, and for live pages."""

    def _remove_controls(self) -> None:
        """Removes control characters from all texts of the page, from whatever source they came."""
        deferred = self.get_deferred_fields()
        for field in self._meta.concrete_fields:
            if field.attname in deferred:
                continue
            value = getattr(self, field.attname)
            if isinstance(value, str):
                setattr(self, field.attname, without_controls(value))
            elif isinstance(field, StreamField) and value:
                raw = _as_json(value)
                if (cleaned := all_without_controls(raw)) != raw:
                    setattr(self, field.attname, field.stream_block.to_python(cleaned))

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        self._remove_controls()
        self.make_slug()
        super().full_clean(*args, **kwargs)

    def minimal_clean(self) -> None:
        self._remove_controls()
        self.make_slug()
        super().minimal_clean()

    @staticmethod
    def _slug_is_available(slug: str, parent_page: Page | None, page: Any = None) -> bool:
        # Wagtail calls this when it makes a slug from a title: "Calendar" becomes "calendar-2".
        available: bool = Page._slug_is_available(slug, parent_page, page)
        return available and not is_taken(slug, parent_page, page)

    def refused_slug(self, slug: str, parent: Page | None) -> str:
        return slug_is_taken(slug) if is_taken(slug, parent, self) else ""

    def _check_slug_is_unique(self) -> None:
        if refused := self.refused_slug(self.slug, self.get_parent()):
            raise ValidationError({"slug": refused})
        super()._check_slug_is_unique()

    @cached_property
    def ancestor_chain(self) -> list[Page]:
        """The ancestors of the page, home page first, without Wagtail's root."""
        if self.frame_chain is not None:
            return self.frame_chain
        parent = self.get_parent() if not self.pk and self.path == "" else None
        if parent is not None:
            return [p for p in parent.get_ancestors(inclusive=True) if p.depth > 1]
        return [p for p in self.get_ancestors() if p.depth > 1]

    def _school(self) -> Page | None:
        chain = [*self.ancestor_chain, self] if self.path else []
        schools = (page for page in chain if getattr(page.specific_class, "is_school", False))
        return next(schools, None)

    @property
    def school_title(self) -> str:
        """The title of the school that this page belongs to, "" for a page of the district."""
        school = self._school()
        return str(school.title) if school is not None else ""

    @property
    def school_title_read(self) -> str:
        """`school_title` in the reader's language."""
        school = self._school()
        return title_read(school) if school is not None else ""

    @property
    def has_workflow(self) -> bool:
        return self.get_workflow() is not None

    def get_workflow(self) -> Workflow | None:
        """Returns the active workflow of the page or of its nearest ancestor. One query instead of
        Wagtail's four."""
        above = [self.path[:end] for end in range(self.steplen, len(self.path) + 1, self.steplen)]
        rows = WorkflowPage.objects.filter(page__path__in=above, workflow__active=True)
        nearest = rows.select_related("workflow").order_by("-page__depth").first()
        return nearest.workflow if nearest is not None else None

    @property
    def title_read(self) -> str:
        """The title in the reader's language if it is translated, else the title."""
        return str(self.title)

    @property
    def name_in_title(self) -> str:
        """The page's own name within the `<title>` element."""
        return self.title_read

    @property
    def written_title(self) -> str:
        """The `<title>` that an author wrote in place of `name_in_title`, "" for none."""
        return str(self.seo_title)

    def whose_in_title(self, context: dict[str, Any]) -> str:
        """Returns the name that follows the page's own in `<title>`: the parent page's, unless that
        is the home page."""
        above = self.ancestor_chain[1:]
        return title_read(above[-1]) if above else ""

    def head_description(self, context: dict[str, Any]) -> str:
        """Returns a description for search engines and link previews, used where an author wrote
        none."""
        return ""

    def written_description(self, context: dict[str, Any]) -> str:
        return self.search_description or self.head_description(context)

    def structured_data(self, context: dict[str, Any], url: str) -> list[head.Thing]:
        """Returns what the page, at the absolute address `url`, is about in schema.org's
        vocabulary."""
        return []

    def get_view_restrictions(self) -> Any:
        # One query or none instead of Wagtail's three. Aliases follow their source as in Wagtail.
        if not self.frame_restricted:
            return PageViewRestriction.objects.none()
        pages = [*self.ancestor_chain, self]
        if any(page.alias_of_id for page in pages):
            return super().get_view_restrictions()
        return PageViewRestriction.objects.filter(page_id__in=[page.pk for page in pages])

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["content_language"] = self.content_language
        titles = titles_read()
        context["breadcrumbs"] = [
            {"title": titles.get(page.pk, page.title), "url": page.get_url(request)}
            for page in self.ancestor_chain
        ]
        here = {page.pk for page in self.ancestor_chain} | {self.pk}
        frame = frame_pages()
        context["schools"] = school_links(frame, request, here)
        context["footer_links"] = footer_links(frame, request)
        context["curriculum_link"] = curriculum_link(frame, request)
        if self.is_school or self.depth == HOME_DEPTH:
            context["quick_links"] = DistrictSettings.cached().quick_links_of(self.pk, None)
        context["notices"] = notices(self.path, is_front_door=self.depth == HOME_DEPTH)
        context.update(provided_context(self, request))
        is_listed = self.listed_by_search_engines or 0 < self.depth <= self.listed_down_to
        context["noindex"] = not is_listed and settings.NOINDEX_CLASS_PAGES
        context["head"] = head_of(self, context, frame, request)
        return context


def _as_json(value: StreamValue) -> list[Any]:
    """Returns the value as stored, without the ids that Wagtail gives new blocks on serializing.
    With those ids the editor could no longer match errors to blocks."""
    # Lazy values come from the database: their blocks have ids and need not be loaded for this.
    without_id = [] if value.is_lazy else [block for block in value if not block.id]
    raw: list[Any] = value.get_prep_value()
    for block in without_id:
        block.id = None
    return raw
