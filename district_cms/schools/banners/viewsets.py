"""The screen of notices, designed for phones: two taps from the home screen to the website."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import CreateView, EditView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import policy_registry

from district_cms.web.accounts import Account, SignedInRequest
from district_cms.web.tables import StackedTable
from district_cms.web.times import moment_text

from .models import Banner
from .permissions import has_a_place, may_for_district, schools_to_choose
from .services import end_banner
from .wording import USUAL, usual_end, words_of

STANDINGS = {
    "shown": gettext_lazy("On the website now"),
    "planned": gettext_lazy("Planned"),
    "over": gettext_lazy("Over"),
}


def _policy() -> Any:
    return policy_registry.get_by_type(Banner)


def own_banner(user: Account, banner: Banner) -> Banner:
    """Returns the notice. Raises `PermissionDenied` if the account may not change it."""
    if not _policy().user_has_permission_for_instance(user, "change", banner):
        raise PermissionDenied(_("This notice belongs to another school."))
    return banner


class BannerIndexView(IndexView):
    FORMATS = ()  # no export
    table_class = StackedTable

    def get_base_queryset(self) -> Any:
        own = _policy().instances_user_has_any_permission_for(self.request.user, {"change"})
        return own.select_related("school")

    def get_add_url(self) -> Any:
        # Stand-ins may have no school today.
        return super().get_add_url() if has_a_place(self.request.user) else None


class BannerCreateView(CreateView):
    submit_button_label = gettext_lazy("Put it on the website")

    def dispatch(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> Any:
        # Stand-ins may have no school today, and a principal none yet.
        if not has_a_place(request.user):
            raise PermissionDenied(_("There is no school for which you may put up a notice today."))
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        schools = list(schools_to_choose(self.request.user)[:2])
        only = schools[0] if len(schools) == 1 else None
        if may_for_district(self.request.user):
            only = None
        usual = words_of(self.request.GET.get("usual", ""), only.title if only else "")
        return {**super().get_initial(), "school": only, "ends_at": usual_end(), **usual}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = Banner.objects.not_over().filter(self._shown_alongside()).select_related("school")
        return {
            **super().get_context_data(**kwargs),
            "usual": usual_links(),
            # Shown so that nobody puts up a notice that contradicts another.
            "already": list(shown[:6]),
        }

    def _shown_alongside(self) -> Q:
        """Filters notices that families of the account's schools see: their school's and the
        district's."""
        own = schools_to_choose(self.request.user).values("pk")
        return Q(school__isnull=True) | Q(school__in=own)

    def get_success_message(self, instance: Any) -> str:
        if instance.standing() == "shown":
            return _("The notice is at the top of the website now.")
        return _("The notice is planned. It appears and disappears automatically.")


class BannerEditView(EditView):
    def get_object(self, queryset: Any = None) -> Any:
        return own_banner(self.request.user, super().get_object(queryset))

    @cached_property
    def end_url(self) -> str:
        over = self.object.standing() == "over"
        return "" if over else reverse("notices:end", args=[self.object.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "end_url": self.end_url}


@require_POST
def end_now(request: SignedInRequest, pk: int) -> HttpResponse:
    banner = own_banner(request.user, get_object_or_404(Banner, pk=pk))
    end_banner(banner=banner, user=request.user)
    messages.success(request, _("The notice is gone from the website."))
    return redirect("notices:index")


def usual_links() -> list[dict[str, Any]]:
    """Returns [{"label", "url"}] of the usual notices; each opens a form with the text filled
    in."""
    add = reverse("notices:add")
    return [{"label": usual.label, "url": f"{add}?usual={usual.key}"} for usual in USUAL]


def _where(banner: Banner) -> str:
    return banner.school.title if banner.school is not None else _("The whole district")


def _until(banner: Banner) -> str:
    return moment_text(banner.ends_at)


def _standing(banner: Banner) -> Any:
    return STANDINGS[banner.standing()]


class BannerViewSet(ModelViewSet):
    model = Banner
    icon = "warning"
    menu_label = gettext_lazy("Notices")
    menu_name = "notices"
    menu_order = 60
    add_to_admin_menu = True
    copy_view_enabled = False
    inspect_view_enabled = False
    index_view_class = BannerIndexView
    add_view_class = BannerCreateView
    edit_view_class = BannerEditView
    create_template_name = "schools/admin/banner_create.html"
    edit_template_name = "schools/admin/banner_edit.html"
    list_display = [
        "text_en",
        Column("where", label=gettext_lazy("Where"), accessor=_where),
        Column("standing", label=gettext_lazy("Status"), accessor=_standing),
        Column("until", label=gettext_lazy("Until"), accessor=_until, sort_key="ends_at"),
    ]
    list_filter = ["tone"]
    ordering = ["-starts_at"]

    def get_urlpatterns(self) -> Any:
        return [*super().get_urlpatterns(), path("<int:pk>/end/", end_now, name="end")]


banner_viewset = BannerViewSet("notices")


class NoticesPanel(Component):
    name = "notices"
    template_name = "schools/admin/notices_panel.html"
    order = 22

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        user = parent_context["request"].user
        policy = policy_registry.get_by_type(Banner)
        if not policy.user_has_permission(user, "add"):
            return {"shown": False}
        if not has_a_place(user):
            return {"shown": False}
        own = policy.instances_user_has_any_permission_for(user, {"change"})
        return {
            "shown": True,
            "rows": list(own.not_over().select_related("school")[:6]),
            "usual": usual_links(),
        }
