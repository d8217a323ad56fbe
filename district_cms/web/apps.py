from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebConfig(AppConfig):
    name = "district_cms.web"
    label = "web"
    verbose_name = _("Website")

    def ready(self) -> None:
        from django.core.checks import Tags, register

        from . import heartbeat
        from .editor_values import guard_values
        from .old_database import check_database_is_not_old

        guard_values()
        register(check_database_is_not_old, Tags.database)
        heartbeat.connect()
