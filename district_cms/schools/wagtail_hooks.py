"""Registers the screens and log actions of the package."""

from typing import Any

from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import path
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogFormatter

from district_cms.publishing.scheduled import REFUSED
from district_cms.web.accounts import SignedInRequest

from .choosing import bulk
from .choosing.bulk import describe_school
from .choosing.titles import pages_to_choose
from .heads.reserved_slugs import refuse_move
from .languages.report import report_item, report_urls
from .richtext.editor import register_language
from .typed_dates.views import say_typed_date
from .viewsets import district_viewset_group


@hooks.register("register_admin_viewset")
def register_district_viewsets() -> Any:
    return district_viewset_group


@hooks.register("register_admin_urls")
def typed_dates_url() -> list[Any]:
    return [path("typed-dates/", say_typed_date, name="schools_typed_date")]


hooks.register("register_rich_text_features", register_language)


hooks.register("register_reports_menu_item", report_item)
hooks.register("register_admin_urls", report_urls)


@hooks.register("insert_global_admin_css")
def admin_stylesheet() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))


@hooks.register("insert_editor_js")
def pasting() -> str:
    return render_to_string("schools/admin/pasting.html")


@hooks.register("insert_global_admin_js")
def picker_script() -> str:
    return format_html('<script src="{}"></script>', static("js/pickers.js"))


@hooks.register("construct_page_chooser_queryset")
def leave_out_drafts_of_others(pages: Any, request: SignedInRequest) -> Any:
    # Each row of the chooser shows whether its page is scheduled to be published.
    return pages_to_choose(pages, request).annotate_approved_schedule()


hooks.register("before_copy_page", bulk.check_new_parent)
hooks.register("before_move_page", refuse_move)
for action in (*bulk.PAGE_ACTIONS, *bulk.FILE_ACTIONS):  # after Wagtail's own, in their place
    hooks.register("register_bulk_action", action, order=100)


hooks.register("describe_collection_contents", describe_school)


@hooks.register("construct_admin_api", order=100)  # after Wagtail's own, in their place
def leave_out_files_of_others(router: Any) -> None:
    router.register_endpoint("images", bulk.OwnPictures)
    router.register_endpoint("documents", bulk.OwnDocuments)


@hooks.register("construct_help_menu")
def leave_out_news_of_wagtail(request: SignedInRequest, items: list[Any]) -> None:
    """Release notes are for those who maintain the software, not for a teacher between lessons."""
    items[:] = [item for item in items if not item.name.startswith("whats-new-in-wagtail")]


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    @actions.register_action(REFUSED)
    class ScheduleRefused(LogFormatter):
        label = _("Scheduled publication refused")

        def format_message(self, log_entry: Any) -> Any:
            return log_entry.data.get("message") or self.label

        def format_comment(self, log_entry: Any) -> str:
            return ""
