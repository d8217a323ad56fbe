"""The checklist on the first screen until all is done, and under *Settings* at any time."""

from collections.abc import Mapping
from typing import Any, Final

from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import path, reverse_lazy
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from district_cms.web.accounts import AnyAccount, SignedInRequest

from .lines import checklist

_DONE: Final = "people.setting_up.done"
_DONE_KEPT_SECONDS: Final = 60 * 60


def may_look(user: AnyAccount) -> bool:
    """The communications office and administrators: whoever looks after the whole district."""
    return bool(user.has_perm("schools.change_districtsettings"))


class SettingUpPanel(Component):
    """Nothing at all once every line is done; that is asked anew each hour."""

    name = "setting_up"
    template_name = "people/admin/setting_up_panel.html"
    order = 4

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        user = parent_context["request"].user
        if not may_look(user) or cache.get(_DONE):
            return {"lines": []}
        lines = checklist(user)
        if all(line.done for line in lines):
            cache.set(_DONE, True, _DONE_KEPT_SECONDS)
            return {"lines": []}
        return {"lines": lines}


class SettingUpView(WagtailAdminTemplateMixin, TemplateView):
    template_name = "people/admin/setting_up.html"
    page_title = gettext_lazy("Set-up checklist")
    header_icon = "list-ul"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_look(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "lines": checklist(self.request.user)}  # type: ignore[arg-type]  # a permission is asked


class SettingUpItem(MenuItem):
    def is_shown(self, request: SignedInRequest) -> bool:
        return may_look(request.user)


def menu_item() -> MenuItem:
    return SettingUpItem(
        gettext_lazy("Set-up checklist"),
        reverse_lazy("setting_up"),
        icon_name="list-ul",
        order=10,
    )


def urls() -> list[Any]:
    return [path("set-up/", SettingUpView.as_view(), name="setting_up")]


def add_panel(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(SettingUpPanel())
