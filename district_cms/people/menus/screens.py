"""The guides in the editor's *Help*: their list, and each one whole."""

from typing import Any

from django.urls import path, reverse, reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from district_cms.web.accounts import SignedInRequest

from ..selectors import roles_of
from .guides import Guide, guide_for, guide_html, guides_for

LIST, ONE = "guides", "guide"


class GuidesView(WagtailAdminTemplateMixin, TemplateView):
    """Whoever enters the editor reads them; those of the own roles come first."""

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
        context = {"guide": self.guide, "guide_html": guide_html(self.guide.name, ONE)}
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
