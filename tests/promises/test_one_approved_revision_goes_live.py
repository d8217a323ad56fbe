"""What was approved goes live, and no other revision of the page."""

import pytest
from pytest_django.fixtures import Settings
from wagtail.models import Page, TaskState

from classroom.models import UpdatePage
from tests.integration.publishing.paths.routes import step_address
from tests.integration.publishing.paths.world import MISSING, World, live_with_the_title, signed_in

pytestmark = pytest.mark.django_db


def test_a_newer_revision_of_someone_else_is_not_approved_with_the_older_one(
    world: World,
) -> None:
    page = world.submitted(world.good(title="Fractions, as submitted"))
    newer = world.changed(page, world.good())

    signed_in(world.district.principal).post(step_address(page, "approve"))

    assert live_with_the_title() == 0
    assert TaskState.objects.get(status=TaskState.STATUS_IN_PROGRESS).revision_id == newer.pk


def test_where_no_second_approval_is_asked_exactly_what_was_approved_goes_live(
    settings: Settings, world: World
) -> None:
    settings.WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = False
    page = world.submitted(world.good())
    world.changed(page, world.good(title="Fractions, still being written"))

    signed_in(world.district.principal).post(step_address(page, "approve"))

    assert live_with_the_title() == 1
    assert newest_title(page) == "Fractions, still being written"


def newest_title(page: Page) -> str:
    title: str = UpdatePage.objects.get(pk=page.pk).get_latest_revision().content["title"]
    return title


def test_a_newer_bad_revision_of_someone_else_stays_down_when_the_older_one_is_approved(
    world: World,
) -> None:
    page = world.submitted(world.good(title="Fractions, as submitted"))
    world.changed(page, world.bad(MISSING))
    principal = signed_in(world.district.principal)

    principal.post(step_address(page, "approve"))
    principal.post(step_address(page, "approve"))

    assert live_with_the_title() == 0
