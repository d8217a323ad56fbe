from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebConfig(AppConfig):
    name = "district_cms.web"
    label = "web"
    verbose_name = _("Website")

    def ready(self) -> None:
        from django.core.checks import register

        from .queue import heartbeat
        from .refused.editor_values import guard_values
        from .statements import folded
        from .stylesheets import check_files_are_collected
        from .tables.spreadsheets import guard_spreadsheets
        from .tables.usage import read_usage_by_pages
        from .templatetags.drawn_icons import draw_icons_once
        from .templatetags.editor_times import say_when_in_words

        guard_values()
        guard_spreadsheets()
        read_usage_by_pages()
        say_when_in_words()
        draw_icons_once()
        register(check_files_are_collected, deploy=True)
        heartbeat.connect()
        folded.connect()
