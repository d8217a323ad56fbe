"""Planning for later, and the command that does what is due."""

import datetime as dt
import io
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry, Revision
from wagtail.signals import published

from classroom.models import UpdatePage
from district_cms.publishing.gate import PublishBlocked
from district_cms.publishing.scheduled import REFUSED
from tests.factories.editor import update_form
from tests.integration.publishing.paths.routes import PUBLISH, edit
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
HOUR = dt.timedelta(hours=1)


def planned(world: World, content: dict[str, Any], when: dt.datetime) -> Revision:
    """A draft whose time is or was `when`, planned before there were rules."""
    page = world.draft(content)
    revision: Revision = page.save_revision(clean=False, approved_go_live_at=when)
    return revision


def run_command(**options: bool) -> str:
    said = io.StringIO()
    call_command("publish_scheduled", stdout=said, **options)
    return said.getvalue()


# ---------------------------------------------------------------- planning
@pytest.mark.parametrize("place", ["new", "draft", "live"])
@every_fault
def test_the_editor_does_not_plan_a_bad_page(place: str, fault: Bad, world: World) -> None:
    address, client = form_for(place, world)
    before = state()

    response = client.post(address, for_tomorrow(world.bad(fault)))

    assert state() == before
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [fault.field]
    assert TYPED in response.content.decode()


@pytest.mark.parametrize("place", ["new", "draft", "live"])
def test_the_editor_plans_a_good_page_which_is_not_live_by_that(place: str, world: World) -> None:
    address, client = form_for(place, world)
    before = state()

    client.post(address, for_tomorrow(world.good()))

    assert len(state().scheduled) == 1
    assert state().live == before.live


def form_for(place: str, world: World) -> tuple[str, Client]:
    principal = signed_in(world.district.principal)
    if place == "new":
        where = ["classroom", "updatepage", world.district.classroom.pk]
        return reverse("wagtailadmin_pages:add", args=where), signed_in(world.office)
    page = world.older() if place == "live" else world.draft(world.good())
    return edit(page), principal


def for_tomorrow(content: dict[str, Any]) -> dict[str, str]:
    local = timezone.localtime(tomorrow())
    return update_form(content, go_live_at=f"{local:%Y-%m-%d %H:%M}", **PUBLISH)


@pytest.mark.parametrize("field", ["go_live_at", "expire_at"])
@pytest.mark.parametrize(
    "typed, said",
    [
        (
            "2027-03-14 02:30",
            (
                "On Sunday, March 14 the clocks go forward, and there is no 2:30 am. "
                "Choose 1:30 am or 3:30 am."
            ),
        ),
        (
            "2027-11-07 01:30",
            (
                "On Sunday, November 7 the clocks go back, and 1:30 am comes twice. "
                "Choose 12:30 am or 2:30 am."
            ),
        ),
    ],
)
def test_an_hour_that_does_not_exist_or_exists_twice_is_refused_at_the_field(
    field: str, typed: str, said: str, world: World
) -> None:
    address, client = form_for("draft", world)
    before = state()

    response = client.post(address, update_form(world.good(), **{field: typed}, **PUBLISH))

    assert state() == before
    assert response.context["form"].errors[field] == [said]


@every_fault
def test_code_does_not_plan_a_bad_revision(fault: Bad, world: World) -> None:
    revision = world.draft(world.bad(fault) | {"go_live_at": tomorrow()}).get_latest_revision()
    before = state()

    with pytest.raises(PublishBlocked):
        revision.publish()

    assert state() == before


@every_fault
def test_a_refusal_does_not_change_the_schedule_of_the_page(fault: Bad, world: World) -> None:
    page = world.older()
    planned = world.changed(page, world.good(), go_live_at=tomorrow())
    planned.publish()
    bad = world.changed(page, world.bad(fault), go_live_at=None)
    before = state()
    assert [pk for pk, _when in before.scheduled] == [planned.pk]

    with pytest.raises(PublishBlocked):
        bad.publish()

    assert state() == before


# ---------------------------------------------------------------- all or nothing
def test_a_publication_that_fails_when_the_page_is_saved_loses_no_plan(world: World) -> None:
    world.older()
    page = world.draft(world.good(go_live_at=tomorrow()))
    page.get_latest_revision().publish()
    taken = UpdatePage.objects.exclude(pk=page.pk).get().slug
    hurried = world.changed(page, {"slug": taken}, go_live_at=None)
    before = state()
    assert len(before.scheduled) == 1

    with pytest.raises(ValidationError) as failure:
        hurried.publish()

    assert "slug" in failure.value.message_dict
    assert state() == before


def test_a_publication_that_fails_after_the_page_is_saved_leaves_nothing_behind(
    world: World,
) -> None:
    page = world.draft(world.good(go_live_at=tomorrow()))
    page.get_latest_revision().publish()
    hurried = world.changed(page, {}, go_live_at=None)
    before = state()

    def fail(**kwargs: Any) -> None:
        raise RuntimeError("someone who listens falls over")

    published.connect(fail, sender=UpdatePage)
    try:
        with pytest.raises(RuntimeError):
            hurried.publish()
    finally:
        published.disconnect(fail, sender=UpdatePage)

    assert state() == before


# ---------------------------------------------------------------- the command
@every_fault
def test_the_command_refuses_the_bad_page_alone(fault: Bad, world: World) -> None:
    now = timezone.now()
    planned(world, world.good(title="Comes first"), now - 3 * HOUR)
    bad = planned(world, world.bad(fault), now - 2 * HOUR)
    planned(world, world.good(title="Comes after"), now - HOUR)
    later = planned(world, world.good(title="Comes tomorrow"), tomorrow())

    said = run_command()

    live = set(UpdatePage.objects.filter(live=True).values_list("title", flat=True))
    assert live == {"Comes first", "Comes after"}
    assert [pk for pk, _when in state().scheduled] == [later.pk]
    refused = [line for line in said.splitlines() if line.startswith("refused:")]
    assert len(refused) == 1
    assert TITLE in refused[0]
    assert fault.says in refused[0]
    entry = PageLogEntry.objects.get(action=REFUSED)
    assert entry.revision_id == bad.pk
    assert entry.data["reasons"] == [fault.rule]
    assert fault.says in entry.data["message"]


def test_a_live_page_stays_live_when_its_scheduled_change_is_refused(world: World) -> None:
    page = world.older()
    change = world.changed(page, world.bad(MISSING))
    Revision.objects.filter(pk=change.pk).update(approved_go_live_at=timezone.now() - HOUR)
    before = state().live

    run_command()

    assert state().live == before
    assert not state().scheduled


def test_the_history_of_a_refused_page_says_why_to_its_author(world: World) -> None:
    revision = planned(world, world.bad(PRIVATE), timezone.now() - HOUR)
    run_command()

    page = signed_in(world.district.teacher).get(
        reverse("wagtailadmin_pages:history", args=[revision.object_id])
    )

    assert PRIVATE.says in page.content.decode()
    assert "204981" not in page.content.decode()


def test_a_dry_run_changes_nothing(world: World) -> None:
    planned(world, world.good(), timezone.now() - HOUR)
    planned(world, world.bad(MISSING), timezone.now() - HOUR)
    before = state()

    said = run_command(dryrun=True)

    assert state() == before
    assert said.count(f"would go live: {TITLE}") == 2


def test_a_page_that_would_fail_today_is_still_taken_down_when_its_time_is_over(
    world: World,
) -> None:
    page = world.live(world.bad(MISSING) | {"expire_at": timezone.now() - HOUR})

    said = run_command()

    assert not UpdatePage.objects.get(pk=page.pk).live
    assert f"taken down: {TITLE}" in said
