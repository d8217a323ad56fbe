from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EditorChecksConfig(AppConfig):
    """Part of governance; an app of its own, so that Wagtail finds its hooks."""

    name = "district_cms.governance.editor_checks"
    label = "editor_checks"
    verbose_name = _("Checks in the editor")

    def ready(self) -> None:
        from .side_panel import show_in_page_editor

        show_in_page_editor()
