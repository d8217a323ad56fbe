"""What never meets the gate: unfinished work, and work on pages that would fail today."""

import json
from typing import Any

import pytest
from django.urls import reverse
from wagtail.models import Page

from classroom.models import UpdatePage
from tests.factories.editor import update_form
from tests.factories.pages import make_classroom
from tests.integration.publishing.paths.routes import edit
from tests.integration.publishing.paths.world import (
    FAULTS,
    MISSING,
    PRIVATE,
    TITLE,
    TYPED,
    Bad,
    World,
    signed_in,
    state,
    tomorrow,
)

pytestmark = pytest.mark.django_db

every_fault = pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
# What asks no check at all cannot tell one fault from another.
any_fault = pytest.mark.parametrize("fault", FAULTS[1:2], ids=lambda fault: fault.name)
JSON = {"Accept": "application/json"}


def add(world: World) -> str:
    place = ["classroom", "updatepage", world.district.classroom.pk]
    return reverse("wagtailadmin_pages:add", args=place)


def newest(page: Page) -> Any:
    return UpdatePage.objects.get(pk=page.pk).get_latest_revision_as_object()


# ---------------------------------------------------------------- unfinished work
@every_fault
def test_a_new_draft_is_saved_whatever_is_wrong_with_it(fault: Bad, world: World) -> None:
    signed_in(world.district.teacher).post(add(world), update_form(world.bad(fault)))

    page = UpdatePage.objects.get(title=TITLE)
    assert not page.live
    assert TYPED in str(newest(page).lesson)


@every_fault
def test_a_draft_is_saved_again_whatever_is_wrong_with_it(fault: Bad, world: World) -> None:
    page = world.draft(world.good(title="A beginning"))

    response = signed_in(world.district.teacher).post(edit(page), update_form(world.bad(fault)))

    assert response.status_code == 302
    assert newest(page).title == TITLE


@every_fault
def test_the_editor_autosaves_a_new_page(fault: Bad, world: World) -> None:
    response = signed_in(world.district.teacher).post(
        add(world), update_form(world.bad(fault)), headers=JSON
    )

    assert response.json()["success"] is True
    assert newest(UpdatePage.objects.get(pk=response.json()["pk"])).title == TITLE


@pytest.mark.parametrize("live", [False, True], ids=["draft", "live page"])
@every_fault
def test_the_editor_autosaves_changes_repeatedly(live: bool, fault: Bad, world: World) -> None:
    page = world.older() if live else world.draft(world.good(title="A beginning"))
    before = state().live
    client = signed_in(world.district.teacher)

    first = client.post(edit(page), update_form(world.bad(fault)), headers=JSON).json()
    more = {"overwrite_revision_id": str(first["revision_id"])}
    second = client.post(edit(page), update_form(world.bad(fault), **more), headers=JSON).json()

    assert first["success"] is second["success"] is True
    assert newest(page).title == TITLE
    assert state().live == before


@any_fault
def test_a_preview_shows_an_unfinished_page(fault: Bad, world: World) -> None:
    page = world.draft(world.good(title="A beginning"))
    address = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    client = signed_in(world.district.teacher)

    answer = client.post(address, update_form(world.bad(fault))).json()
    shown = client.get(address)

    assert answer == {"is_valid": True, "is_available": True}
    assert shown.status_code == 200
    assert TYPED in shown.content.decode()


def test_a_copy_that_is_not_published_may_be_unfinished(world: World) -> None:
    page = world.live(world.bad(MISSING))

    copy = page.copy(update_attrs={"slug": "copied"}, keep_live=False)

    assert not copy.live


# ---------------------------------------------------------------- pages that would fail today
@every_fault
def test_a_draft_of_a_live_page_that_would_fail_today_is_saved(fault: Bad, world: World) -> None:
    page = world.live(world.bad(fault))
    before = state().live

    response = signed_in(world.district.teacher).post(
        edit(page), update_form(world.bad(fault) | {"title": "Half fixed"})
    )

    assert response.status_code == 302
    assert newest(page).title == "Half fixed"
    assert state().live == before


@any_fault
def test_the_editor_of_a_live_page_that_would_fail_today_opens(fault: Bad, world: World) -> None:
    page = world.live(world.bad(fault))

    response = signed_in(world.district.teacher).get(edit(page))

    assert response.status_code == 200
    assert not response.context["form"].errors


@any_fault
def test_a_page_that_would_fail_today_can_be_taken_down(fault: Bad, world: World) -> None:
    page = world.live(world.bad(fault))

    signed_in(world.district.principal).post(
        reverse("wagtailadmin_pages:unpublish", args=[page.pk])
    )

    assert not UpdatePage.objects.get(pk=page.pk).live


def test_a_class_is_taken_down_with_a_page_that_would_fail_today(world: World) -> None:
    page = world.live(world.bad(MISSING))

    signed_in(world.district.principal).post(
        reverse("wagtailadmin_pages:unpublish", args=[world.district.classroom.pk]),
        {"include_descendants": "on"},
    )

    assert not UpdatePage.objects.get(pk=page.pk).live


@any_fault
def test_a_live_page_that_would_fail_today_can_be_moved(fault: Bad, world: World) -> None:
    page = world.live(world.bad(fault))
    other = make_classroom(world.district.teacher_page, title="Math 4")

    response = signed_in(world.office).post(
        reverse("wagtailadmin_pages:move_confirm", args=[page.pk, other.pk])
    )

    assert response.status_code == 302
    moved = UpdatePage.objects.get(pk=page.pk)
    assert moved.live
    assert moved.get_parent().pk == other.pk
    assert moved.url_path.startswith(other.url_path)
    assert not any(Page.find_problems())


def test_a_class_is_moved_with_a_page_that_would_fail_today(world: World) -> None:
    page = world.live(world.bad(MISSING))
    address = UpdatePage.objects.get(pk=page.pk).url_path

    world.district.teacher_page.specific.move(world.district.other_school, pos="last-child")

    moved = UpdatePage.objects.get(pk=page.pk)
    assert moved.live
    assert moved.url_path == address.replace("/juniper-creek/", "/larkspur-middle/")


@any_fault
def test_a_page_that_would_fail_today_can_be_locked_and_unlocked(fault: Bad, world: World) -> None:
    page = world.live(world.bad(fault))
    principal = signed_in(world.district.principal)

    principal.post(reverse("wagtailadmin_pages:lock", args=[page.pk]))
    locked = UpdatePage.objects.get(pk=page.pk).locked
    principal.post(reverse("wagtailadmin_pages:unlock", args=[page.pk]))

    assert locked
    assert not UpdatePage.objects.get(pk=page.pk).locked


def test_a_plan_for_a_page_that_would_fail_today_can_be_given_up(world: World) -> None:
    page = world.draft(world.bad(PRIVATE))
    revision = page.save_revision(clean=False, approved_go_live_at=tomorrow())

    signed_in(world.district.principal).post(
        reverse("wagtailadmin_pages:revisions_unschedule", args=[page.pk, revision.pk])
    )

    assert not state().scheduled


def test_a_page_that_would_fail_today_can_be_deleted(world: World) -> None:
    page = world.live(world.bad(MISSING))

    signed_in(world.office).post(reverse("wagtailadmin_pages:delete", args=[page.pk]))

    assert not UpdatePage.objects.filter(pk=page.pk).exists()


def test_an_alias_of_a_page_that_would_fail_today_can_become_a_page_of_its_own(
    world: World,
) -> None:
    page = world.older()
    alias = page.create_alias(update_slug="copied")
    UpdatePage.objects.filter(pk=alias.pk).update(assignments=json.dumps([]))

    signed_in(world.office).post(reverse("wagtailadmin_pages:convert_alias", args=[alias.pk]))

    converted = UpdatePage.objects.get(pk=alias.pk)
    assert converted.alias_of_id is None
    assert converted.live


def test_a_slug_of_a_parent_can_change_above_a_page_that_would_fail_today(world: World) -> None:
    page = world.live(world.bad(MISSING))
    school = world.district.school
    school.slug = "juniper-creek-school"

    school.save()

    assert "/juniper-creek-school/" in UpdatePage.objects.get(pk=page.pk).url_path


def test_a_live_page_that_would_fail_today_is_still_served(world: World) -> None:
    page = world.live(world.bad(MISSING))

    response = signed_in(world.office).get(page.get_url())

    assert response.status_code == 200
    assert TYPED in response.content.decode()
