from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebConfig(AppConfig):
    name = "district_cms.web"
    label = "web"
    verbose_name = _("Website")

    def ready(self) -> None:
        from django.core.checks import register

        from . import folded_search
        from .malformed_requests import guard_values
        from .queue import heartbeat
        from .stylesheets import check_files_are_collected
        from .tables import guard_spreadsheets, read_usage_by_pages
        from .wagtail_tags import draw_icons_once, say_when_in_words

        guard_values()
        guard_spreadsheets()
        read_usage_by_pages()
        say_when_in_words()
        draw_icons_once()
        register(check_files_are_collected, deploy=True)
        heartbeat.connect()
        folded_search.connect()
