"""The office's list of words that mean the same."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.model import ModelViewSet

from .models import SameWords


class SameWordsViewSet(ModelViewSet):
    model = SameWords
    icon = "search"
    menu_label = _("Search words")
    list_display = ("words",)
    search_fields = ("words",)
    list_export = ("words",)
    ordering = ("words",)
