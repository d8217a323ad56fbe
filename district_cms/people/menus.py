"""Removes what people who work in a school do not use from the editor's first screen, and puts the
guides in place of Wagtail's help."""

from functools import cache as once
from typing import Any, Final

from django.core.cache import cache
from django.db.models import Q
from django.urls import path, reverse, reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.navigation import get_site_for_user
from wagtail.admin.site_summary import PagesSummaryItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page
from wagtail.permissions import policy_registry

from district_cms.publishing.models.snapshots import published_clauses
from district_cms.web.accounts import SignedInRequest

from .guides import Guide, guide_for, guide_html, guides_for
from .selectors import roles_of

# Wagtail's help on screens that we replaced; ours are in `guides`.
FOREIGN_HELP: Final = "editor-guide"
_DISTRICT: Final = "schools.change_districtsettings"
_PAGES_CACHED_SECONDS: Final = 300


def without_foreign_help(request: SignedInRequest, items: list[Any]) -> None:
    items[:] = [item for item in items if item.name != FOREIGN_HELP]


def without_counts_of_the_whole_site(request: SignedInRequest, items: list[Any]) -> None:
    """Removes the counts of pages and pictures, which would push the tasks of the day down."""
    if not request.user.has_perm(_DISTRICT):
        items.clear()


def with_one_site_lookup(request: SignedInRequest, items: list[Any]) -> None:
    """Makes the first screen look up the site of the explorable root page once. Each count looks it
    up on the same page object, which Wagtail stores with the account for the request."""
    root = policy_registry.get_by_type(Page).explorable_root_instance(request.user)
    if root is not None:
        root.get_site = once(root.get_site)


def with_pages_counted_seldom(request: SignedInRequest, items: list[Any]) -> None:
    items[:] = [_PagesBelow(request) if type(item) is PagesSummaryItem else item for item in items]


class _PagesBelow(PagesSummaryItem):
    """Shows a page count that is at most five minutes old. In a large district, counting pages
    takes longer than the rest of the first screen."""

    def get_context_data(self, parent_context: Any) -> Any:
        site = get_site_for_user(self.request.user)
        root = site["root_page"]
        if root is None or root.is_root():
            return super().get_context_data(parent_context)
        pages = cache.get_or_set(
            f"people.pages_below.{root.path}", lambda: pages_below(root), _PAGES_CACHED_SECONDS
        )
        return {"root_page": root, "total_pages": pages, "site_name": site["site_name"]}


def pages_below(root: Page) -> int:
    """Returns the number of pages at and below a page that holds nearly all of them. Two queries:
    the index counts all pages without reading them, and the few others are counted by path, whose
    alphabet ends with Z."""
    last = root.path.ljust(Page._meta.get_field("path").max_length or 0, "Z")
    others = Page.objects.filter(Q(path__lt=root.path) | Q(path__gt=last))
    return int(Page.objects.order_by().count() - others.order_by().count())


LIST, ONE = "guides", "guide"


class GuidesView(WagtailAdminTemplateMixin, TemplateView):
    """Lists the guides for everyone who enters the editor; those of the user's own roles come
    first."""

    template_name = "people/admin/guides.html"
    page_title = gettext_lazy("Guides")
    header_icon = "help"
    request: SignedInRequest

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        own, others = guides_for(roles_of(self.request.user))
        context = {"own": own, "others": others, "one_guide": ONE}
        return {**super().get_context_data(**kwargs), **context}


class GuideView(GuidesView):
    template_name = "people/admin/guide.html"

    def get_page_title(self) -> Any:
        return self.guide.title

    @cached_property
    def guide(self) -> Guide:
        return guide_for(roles_of(self.request.user), self.kwargs["name"])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        *above, _here = super().get_breadcrumbs_items()
        guides = {"url": reverse(LIST), "label": self.page_title}
        return [*above, guides, {"url": "", "label": self.guide.title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        html = guide_html(self.guide.name, ONE, published_clauses())
        context = {"guide": self.guide, "guide_html": html}
        return {**WagtailAdminTemplateMixin.get_context_data(self, **kwargs), **context}


def urls() -> list[Any]:
    return [
        path("guides/", GuidesView.as_view(), name=LIST),
        path("guides/<slug:name>/", GuideView.as_view(), name=ONE),
    ]


def menu_item() -> MenuItem:
    return MenuItem(
        gettext_lazy("Guides"), reverse_lazy(LIST), name=LIST, icon_name="help", order=100
    )
