"""What the screens that a staff record leads to share: whose they are, and the way back."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from district_cms.people.models import Staff
from district_cms.web.accounts import SignedInRequest


class OnStaffRecord(WagtailAdminTemplateMixin, FormView):
    """`staff` is set by whoever lets the person in: each screen has its own rule."""

    header_icon = "user"
    request: SignedInRequest
    staff: Staff

    @property
    def back_url(self) -> str:
        return reverse("staff:edit", args=[self.staff.pk])

    def get_page_subtitle(self) -> str:
        return self.staff.full_name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("staff:index"), "label": _("Staff")},
            {"url": self.back_url, "label": self.staff.full_name},
            {"url": "", "label": self.page_title},
        ]
