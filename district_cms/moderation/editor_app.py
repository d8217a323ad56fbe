"""Wagtail's editor, without the mails that it sends for every step of a review."""

from wagtail.admin.apps import WagtailAdminAppConfig


class DistrictEditorConfig(WagtailAdminAppConfig):
    def ready(self) -> None:
        super().ready()
        from .tasks import silence_wagtails_own_notices

        # Only now: Wagtail has just connected them.
        silence_wagtails_own_notices()
