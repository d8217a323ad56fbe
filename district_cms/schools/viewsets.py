"""The screens of school years and logos."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup

from .models import Logo, SchoolYear


class SchoolYearViewSet(ModelViewSet):
    model = SchoolYear
    icon = "calendar-alt"
    menu_label = _("School years")
    list_display = ["name", "first_day", "last_day"]
    ordering = ["-first_day"]


class LogoViewSet(ModelViewSet):
    model = Logo
    icon = "image"
    menu_label = _("Logos")
    list_display = ["name", "owner_kind", "school", "active"]
    list_filter = ["owner_kind", "school", "active"]
    ordering = ["name"]


class DistrictViewSetGroup(ModelViewSetGroup):
    menu_label = _("District")
    menu_icon = "home"
    menu_order = 310
    items = (SchoolYearViewSet("school-years"), LogoViewSet("logos"))


district_viewset_group = DistrictViewSetGroup()
