"""Screens of templates that the office drafts and approves, version by version."""

from collections.abc import Callable
from typing import Any

from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet

from district_cms.web.accounts import SignedInRequest
from district_cms.web.tables import StackedTable


class PinnedTemplate:
    """Pages or signatures are pinned to versions, so no template is ever deleted."""

    def get_delete_url(self, instance: Any = None) -> None:
        return None


class TemplateIndexView(PinnedTemplate, IndexView):
    table_class = StackedTable
    FORMATS = ()

    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().annotate(newest=Max("versions__number"))


class SavesDraft:
    """Saves by the app's `save_draft`, with its entry in the log. Redirects to the screen of the
    route `inspect_route`, where the draft is approved."""

    object: Any
    form: Any
    request: SignedInRequest
    save_draft: Callable[..., Any]
    inspect_route: str

    def save_instance(self) -> Any:
        return self.save_draft(form=self.form, user=self.request.user)

    def get_success_url(self) -> str:
        return reverse(self.inspect_route, args=[self.object.pk])


class VersionedTemplateViewSet(ModelViewSet):
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    index_view_class = TemplateIndexView
    list_display = ("name", Column("newest", label=_("Approved version")))
    list_per_page = 50

    def get_common_view_kwargs(self, **kwargs: Any) -> Any:
        return super().get_common_view_kwargs(**{"usage_url_name": None, **kwargs})

    def get_urlpatterns(self) -> Any:
        return [each for each in super().get_urlpatterns() if each.name not in {"delete", "usage"}]
