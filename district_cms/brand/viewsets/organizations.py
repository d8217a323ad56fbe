"""The screens of professional organizations."""

from typing import Any

from django.db.models import ProtectedError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.views.generic import DeleteView, EditView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet

from district_cms.media.in_use import InUse
from district_cms.publishing.objects import QuestionsPanel

from ..forms import OrganizationForm
from ..models import Organization
from ..services import delete_professional


class ProfessionalOnly:
    """The names of the district and the schools follow their pages, and are changed there."""

    def get_queryset(self) -> Any:
        return Organization.objects.filter(kind=Organization.Kind.PROFESSIONAL)


class ProfessionalIndexView(IndexView):
    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().filter(kind=Organization.Kind.PROFESSIONAL)


class ProfessionalEditView(ProfessionalOnly, EditView):
    pass


class ProfessionalDeleteView(ProfessionalOnly, DeleteView):
    def delete_action(self) -> None:
        try:
            delete_professional(organization=self.object, user=self.request.user)
        except ProtectedError as error:
            # Does not list the members: memberships are visible only to their owners and the
            # office.
            raise InUse(
                _now(
                    "“%(name)s” stays: it has a logo or a statement, or someone has it among their "
                    "memberships and credentials."
                )
                % {"name": self.object.name},
                item=self.object,
            ) from error


class OrganizationViewSet(ModelViewSet):
    model = Organization
    icon = "group"
    menu_label = _("Professional organizations")
    list_display = ["name"]
    list_export = list_display
    ordering = ["name"]
    copy_view_enabled = False
    index_view_class = ProfessionalIndexView
    edit_view_class = ProfessionalEditView
    delete_view_class = ProfessionalDeleteView
    edit_handler = ObjectList(
        [FieldPanel("name"), QuestionsPanel()], base_form_class=OrganizationForm
    )
