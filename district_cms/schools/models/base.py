"""What every page of the site shares: the gate, the frame around it, its searchability."""

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


class TitlePanel(TitleFieldPanel):
    """Says of the title what the page's type says in `title_help`. Wagtail says the same of every
    page, and nothing of who reads it where."""

    help_text: Any

    def on_model_bound(self) -> None:
        super().on_model_bound()
        self.help_text = self.help_text or self.model.title_help


class DistrictPage(PublishGateMixin, Page):
    """Base of all page types.

    `frame_chain` is set by `schools.routing` when the page is served from
    its address; elsewhere (preview, feeds) it is read when first asked for.
    """

    base_form_class = PublishGateForm
    copy_form_class = DistrictCopyForm
    # Foreign keys that the page's template needs, read in the same query as the page.
    select_when_served: tuple[str, ...] = ()
    # Whether search engines may list it.
    listed_by_search_engines = True

    # How deep in the tree it is listed in any case: the district's own are, and of the same type
    # those of a school may not be.
    listed_down_to = 0

    # Whether it is one of several pieces that appear one after the other.
    is_article = False

    # Whether whoever may edit it may also take it down at once, see `moderation.taking_down`.
    authors_take_down = False

    # Whether it is the page of a school.
    is_school = False

    # What the editor says below the title: who reads it, and where.
    title_help: Any = ""

    permissions_class: type[DistrictPagePermissions] = DistrictPagePermissions
    _permissions: DistrictPagePermissions | None = None

    frame_chain: list[Page] | None = None
    # Whether a page of the chain, this one included, is restricted or an alias.
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
        """The tag of the language that everything on the page is in that says no other."""
        return self.language or DEFAULT

    def permissions_for_user(self, user: Any) -> DistrictPagePermissions:
        # A line of a list asks ten times. Kept for the account of this request, as Wagtail keeps
        # with it what it may do.
        kept = self._permissions
        if kept is None or not kept.are_of(user, self):
            kept = self._permissions = self.permissions_class(user, self)
        return kept

    def make_slug(self) -> None:
        """For page types whose slug is made in code: called before Wagtail makes one of the title.

        Both for drafts, of which Wagtail cleans a few fields only, and for live pages.
        """

    def _remove_controls(self) -> None:
        """From every text of the page, whichever form, file or program it came from."""
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
        # Wagtail makes a slug of the title by this: "Calendar" gets "calendar-2".
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
        """The pages above this one, home page first, without Wagtail's root."""
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
        """The same in the reader's language."""
        school = self._school()
        return title_read(school) if school is not None else ""

    @property
    def has_workflow(self) -> bool:
        return self.get_workflow() is not None

    def get_workflow(self) -> Workflow | None:
        """The active workflow of the page or of the nearest page above it. One query, where
        Wagtail's own asks four."""
        above = [self.path[:end] for end in range(self.steplen, len(self.path) + 1, self.steplen)]
        rows = WorkflowPage.objects.filter(page__path__in=above, workflow__active=True)
        nearest = rows.select_related("workflow").order_by("-page__depth").first()
        return nearest.workflow if nearest is not None else None

    @property
    def title_read(self) -> str:
        """Its title in the reader's language, if it has one in it."""
        return str(self.title)

    @property
    def name_in_title(self) -> str:
        """The page's own name in the title of the browser's window."""
        return self.title_read

    @property
    def written_title(self) -> str:
        """What its author wrote for that in its place, "" where nothing."""
        return str(self.seo_title)

    def whose_in_title(self, context: dict[str, Any]) -> str:
        """What stands beside it there: the page above, below the home page."""
        above = self.ancestor_chain[1:]
        return title_read(above[-1]) if above else ""

    def head_description(self, context: dict[str, Any]) -> str:
        """What the page is about, for search engines and whoever gets a link to it, where its
        author wrote no description."""
        return ""

    def written_description(self, context: dict[str, Any]) -> str:
        return self.search_description or self.head_description(context)

    def structured_data(self, context: dict[str, Any], url: str) -> list[head.Thing]:
        """What the page, at the whole address `url`, is about in the words of head.org."""
        return []

    def get_view_restrictions(self) -> Any:
        # One query or none instead of Wagtail's three. An alias follows its source: Wagtail's way.
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
        context["notices"] = notices(self.path, is_front_door=self.depth == HOME_DEPTH)
        context.update(provided_context(self, request))
        listed = self.listed_by_search_engines or 0 < self.depth <= self.listed_down_to
        context["noindex"] = not listed and settings.NOINDEX_CLASS_PAGES
        context["head"] = head_of(self, context, frame, request)
        return context


def _as_json(value: StreamValue) -> list[Any]:
    """What Wagtail would store, without the ids that it gives to new blocks while it says so: by
    them the editor would no longer know which block is meant."""
    # Those that are read from the database have theirs, and are not read for this.
    new = [] if value.is_lazy else [block for block in value if not block.id]
    raw: list[Any] = value.get_prep_value()
    for block in new:
        block.id = None
    return raw
