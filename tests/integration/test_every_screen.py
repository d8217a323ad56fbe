"""The inventory of screens is complete: each address stands in it, or here with the reason."""

from fnmatch import fnmatchcase
from typing import Final

import pytest
from django.urls import resolve
from wagtail.contrib.settings.registry import registry
from wagtail.models import get_page_models

from district_cms.schools.models import DistrictPage
from tests.addresses import every_route
from tests.integration.conftest import Clock
from tests.integration.test_query_budgets import inhabited
from tests.screens import SCREENS
from tests.world import World

__all__ = ["inhabited"]
pytestmark = pytest.mark.django_db

NOT_LISTED: Final[dict[str, tuple[str, ...]]] = {
    "a part of a listed screen, which its own script asks for": (
        *("*_results",),
        *("publishing_session", "publishing_live_check*", "brand_color_proof"),
        *("schools_typed_date", "classroom_same_days", "classroom_compose_moment"),
        *("wagtailadmin_editing_sessions:*", "wagtailadmin_block_preview", "signatures:preview"),
        *("wagtailadmin_pages:preview_on_*", "wagtailsettings:preview_on_edit"),
        *("wagtailadmin_tag_*autocomplete", "wagtailadmin_api:*", "wagtailadmin_dismissibles"),
        *("*:chosen", "*:chosen_multiple", "*chosen_multiple", "*:task_chosen"),
        "wagtailadmin_choose_page_*_link",
        *("wagtailimages:preview", "wagtailimages:url_generator*", "*_chooser:select_format"),
        *("wagtailembeds:*", "wagtailadmin_workflows:task_chooser*", "*_chooser:create"),
        *("wagtaildocs:*_multiple*", "wagtailimages:*_multiple*", "*:sample", "*:preview"),
        *("outbox:html", "*:add_multiple", "signatures_of_staff:frame"),
    ),
    "takes what a listed screen sends, and leads on": (
        *("site_audit_start", "site_audit_stop", "moderation_decide", "moderation_mark_read"),
        *("moderation_approve", "moderation_put_back", "classroom_start_from_last"),
        *("classroom_start_example", "classroom_school_remind", "classroom_feedback"),
        *("classroom_school_feedback", "operations_try_again", "signatures_approve"),
        *("publishing_end_exception", "caseload_follow", "caseload_stop", "set_language"),
        *("signatures:take", "signatures:report_*", "signatures:*_remove", "signatures:*_end"),
        *("signatures:entitlement_renew", "wagtailadmin_logout", "wagtailredirects:process_import"),
        *("wagtailadmin_pages:lock", "wagtailadmin_pages:unlock", "wagtailadmin_pages:workflow_*"),
        *("wagtailadmin_pages:collect_*", "wagtailadmin_pages:set_page_position", "wording:test"),
        *("logos:again", "notices:end", "webhooks:*", "texts:remove_number", "wording:approve"),
        *("sign_in:remove_*", "wagtailadmin_pages:choose_parent", "wagtailsettings:edit"),
        *("activities_for_district", "signatures_of_staff:ask", "outbox:send_again"),
        "outbox:reply",
        "signatures:staff_area",
    ),
    "all that a class posted, to be printed: asks for each update, as its own test says": (
        "classroom_record_whole",
    ),
    "a file, which asks what its screen asks, or nothing": (
        *(
            "classroom_school_export",
            "figures_export",
            "deviations_download",
            "signatures_of_staff:download",
            "authorizations_download",
            "signatures:contact_card",
        ),
        *("signatures:evidence", "media", "wagtaildocs_serve", "brand:*", "icon", "favicon"),
        *("shared_picture", "manifest", "robots", "security_txt", "wagtailadmin_sprite"),
        *("wagtailadmin_javascript_catalog", "health", "health_details"),
    ),
    "before somebody is known: nothing of a district is listed": (
        *("accept_invitation", "sign_in:second_step", "sign_in:passkey", "wagtailadmin_login"),
        *("sign_in:recovery_codes", "wagtailadmin_password_reset*", "wagtailcore_login"),
        *("*authenticate_with_password", "notifications:sent", "notifications:confirm"),
        *("texts:code", "text_news", "barriers:sent", "wagtailadmin_error_test"),
    ),
    "Wagtail's own, of one row: as much as its list or its form, which are listed": (
        *("*:delete", "*:history", "*:usage", "*:copy", "wagtaildocs:document_usage"),
        *("wagtailimages:image_usage", "wagtailadmin_collections:*", "wagtailsites:*"),
        *("wagtailadmin_workflows:*", "wagtailusers_groups:*", "wagtailsnippets:index"),
        *("wagtaildocs:add", "wagtailimages:add", "wagtailredirects:start_import"),
    ),
    "Wagtail's own, of one page: a list of its revisions, or one question about it": (
        *("wagtailadmin_pages:revisions_*", "wagtailadmin_pages:move_confirm"),
        *("wagtailadmin_pages:view_draft", "wagtailadmin_pages:convert_alias"),
        *("wagtailadmin_pages:confirm_workflow_cancellation", "wagtail_bulk_action"),
    ),
    "one question about one row that waits, whose own screen is listed": (
        *("moderation_send_back", "moderation_read_live", "signatures_refuse", "reset_second_step"),
        *("publishing_make_exception", "notices:edit", "class-notices:edit"),
        *("urgent-notices:edit", "urgent-notices:inspect", "urgent-notices:report"),
        *("signature_templates:edit", "signature_templates:inspect"),
    ),
}


def reasons(name: str) -> list[str]:
    return [
        reason
        for reason, patterns in NOT_LISTED.items()
        if any(fnmatchcase(name, pattern) for pattern in patterns)
    ]


@pytest.fixture
def listed(inhabited: World, db: None, clock: Clock) -> set[str]:
    """The addresses of all screens, as the table of addresses has them. Ours take the place of some
    of Wagtail's and have no names of their own."""
    clock("2026-11-10 09:00")
    addresses = (screen.address(inhabited).partition("?")[0] for screen in SCREENS.values())
    return {resolve(address).route for address in addresses}


def test_every_address_is_a_listed_screen_or_says_why_not(listed: set[str]) -> None:
    unlisted = {route.name for route in every_route() if route.below not in listed}
    assert sorted(name for name in unlisted if not reasons(name)) == []
    # And no reason stands for nothing.
    patterns = [pattern for found in NOT_LISTED.values() for pattern in found]
    idle = [each for each in patterns if not any(fnmatchcase(name, each) for name in unlisted)]
    assert idle == []


def test_every_type_of_page_is_listed_as_families_see_it_and_as_its_editor_does(
    inhabited: World, db: None, clock: Clock
) -> None:
    clock("2026-11-10 09:00")
    types = [model for model in get_page_models() if issubclass(model, DistrictPage)]
    addresses = {screen.address(inhabited) for screen in SCREENS.values()}
    for model in types:
        pages = list(model.objects.all())
        assert any(page.url in addresses for page in pages), model
        assert any(f"/admin/pages/{page.pk}/edit/" in addresses for page in pages), model


def test_every_setting_is_listed(inhabited: World, db: None, clock: Clock) -> None:
    clock("2026-11-10 09:00")
    addresses = [screen.address(inhabited) for screen in SCREENS.values()]
    for model in registry:
        below = f"/admin/settings/{model._meta.app_label}/{model._meta.model_name}/"
        assert any(address.startswith(below) for address in addresses), model
