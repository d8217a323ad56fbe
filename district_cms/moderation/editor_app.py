"""Wagtail's editor without the mail that it sends for every step of a review."""

from wagtail.admin.apps import WagtailAdminAppConfig


class DistrictEditorConfig(WagtailAdminAppConfig):
    def ready(self) -> None:
        super().ready()
        from .tasks import silence_wagtails_own_notices

        # Must run after Wagtail's `ready()`, which connects them.
        silence_wagtails_own_notices()
