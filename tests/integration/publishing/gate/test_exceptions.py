"""An administrator's exception: for what, by whom, why, and until when."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from time_machine import TimeMachineFixture
from wagtail.models import Page

from classroom.models import UpdatePage
from district_cms.audit_log.models import AuditEntry
from district_cms.checks import accessibility
from district_cms.checks.findings import CHECK_FAILED
from district_cms.people.models import User
from district_cms.people.roles import Role
from district_cms.publishing.content import faults
from district_cms.publishing.exceptions import end_exception, make_exception
from district_cms.publishing.gate import PublishBlocked
from district_cms.publishing.models import GateException
from tests.factories.people import make_account
from tests.integration.publishing.gate.questions import (
    again,
    asking,
    picture,
    prose,
)
from tests.integration.publishing.paths.world import MISSING, PRIVATE, UNSEEN, World

pytestmark = pytest.mark.django_db

REASON = "The picture is needed for tonight's notice."


@pytest.fixture
def administrator(world: World) -> User:
    return make_account(Role.ADMINISTRATOR)


def except_(page: Page, user: User, **values: Any) -> GateException:
    today = timezone.localdate()
    return make_exception(
        **{
            "page": page,
            "findings": page.blocking_findings(),
            "reason": REASON,
            "last_day": today,
            "user": user,
            **values,
        }
    )


def publish(page: UpdatePage) -> None:
    page.get_latest_revision().publish()


# ---------------------------------------------------------------- what it does
def test_an_excepted_page_goes_live(world: World, administrator: User) -> None:
    page = world.draft(world.bad(UNSEEN))
    except_(page, administrator)

    publish(page)

    assert again(page).live
    [found] = [f for f in again(page).publish_findings() if f.rule == UNSEEN.rule]
    assert (found.excepted, found.blocks, found.asks) == (True, False, False)


def test_an_exception_lifts_only_the_selected_findings(world: World, administrator: User) -> None:
    unseen = picture(world, "")
    page = world.draft(world.good(lesson=[prose(), unseen, picture(world, "photo")]))
    first, second = page.blocking_findings()
    except_(page, administrator, findings=[first])

    with pytest.raises(PublishBlocked) as refusal:
        publish(page)

    assert [found.rule for found in refusal.value.findings] == [second.rule]


def test_an_exception_holds_for_its_page_alone(world: World, administrator: User) -> None:
    except_(world.draft(world.bad(UNSEEN)), administrator)

    with pytest.raises(PublishBlocked):
        publish(world.draft(world.bad(UNSEEN)))


def test_an_exception_survives_moving_the_block_and_dies_with_its_content(
    world: World, administrator: User
) -> None:
    page = world.draft(world.bad(UNSEEN))
    except_(page, administrator)

    world.changed(page, world.good(lesson=[picture(world, ""), prose()])).publish()
    changed = picture(world, "")
    changed[1]["caption"] = "Our wall"
    with pytest.raises(PublishBlocked):
        world.changed(page, world.good(lesson=[prose(), changed])).publish()


def test_a_check_that_broke_off_can_be_excepted(
    world: World, administrator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def check_picture(*values: Any) -> list[Any]:
        raise RuntimeError

    faults.clear_cache()
    monkeypatch.setattr(accessibility, "check_picture", check_picture)
    page = world.draft(asking(world))
    assert [found.rule for found in page.blocking_findings()] == [CHECK_FAILED]
    except_(page, administrator)

    publish(page)

    assert again(page).live


def test_a_check_that_broke_off_lifts_no_other_check(
    world: World, administrator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def inspect_html(html: str, **options: Any) -> Any:
        raise RuntimeError

    faults.clear_cache()
    monkeypatch.setattr(accessibility, "inspect_html", inspect_html)
    page = world.draft(world.bad(PRIVATE))
    failed = [found for found in page.blocking_findings() if found.rule == CHECK_FAILED]
    except_(page, administrator, findings=failed)

    with pytest.raises(PublishBlocked) as refusal:
        publish(page)

    assert [found.rule for found in refusal.value.findings] == [PRIVATE.rule]


# ---------------------------------------------------------------- its end
def test_an_exception_holds_through_its_last_day_and_no_longer(
    world: World, administrator: User, time_machine: TimeMachineFixture
) -> None:
    page = world.draft(world.bad(UNSEEN))
    day = timezone.localdate() + dt.timedelta(days=3)
    exception = except_(page, administrator, last_day=day)
    midnight = timezone.make_aware(dt.datetime.combine(day + dt.timedelta(days=1), dt.time.min))
    assert exception.last_day == day

    time_machine.move_to(midnight - dt.timedelta(seconds=1), tick=False)
    assert page.blocking_findings() == []
    time_machine.move_to(midnight, tick=False)

    assert [found.rule for found in page.blocking_findings()] == [UNSEEN.rule]


def test_a_live_page_stays_live_after_its_exception_has_ended(
    world: World, administrator: User
) -> None:
    page = world.draft(world.bad(UNSEEN))
    exception = except_(page, administrator)
    publish(page)

    end_exception(exception=exception, user=administrator)

    assert again(page).live
    with pytest.raises(PublishBlocked):
        world.changed(page, {"title": "Fractions, changed"}).publish()


def test_ending_early_is_recorded_once(world: World, administrator: User) -> None:
    exception = except_(world.draft(world.bad(UNSEEN)), administrator)

    for _time in range(2):
        end_exception(exception=exception, user=administrator)

    row = GateException.objects.get()
    assert row.ended_by == administrator.get_full_name()
    assert row.ended_at is not None
    entry = AuditEntry.objects.get(action="gate.exception_ended")
    assert entry.data["exception"] == exception.pk


# ---------------------------------------------------------------- who, what, why, how long
def test_an_exception_is_recorded_with_reason_and_end(world: World, administrator: User) -> None:
    page = world.draft(world.bad(UNSEEN))

    exception = except_(page, administrator)

    entry = AuditEntry.objects.get(action="gate.exception")
    assert (entry.actor, entry.page_uuid) == (str(administrator), page.translation_key)
    assert entry.data["reason"] == REASON
    assert entry.data["rules"] == [UNSEEN.rule]
    assert (exception.school, exception.title) == (world.district.school.title, page.title)
    assert exception.lifts[0]["message"]


@pytest.mark.parametrize("fault", [PRIVATE, MISSING], ids=["privacy", "a required part"])
def test_privacy_and_required_parts_are_never_excepted(
    fault: Any, world: World, administrator: User
) -> None:
    page = world.draft(world.bad(fault))

    with pytest.raises(ValidationError) as refusal:
        except_(page, administrator)

    assert (
        "not for student privacy or the required parts" in refusal.value.message_dict["findings"][0]
    )
    assert not GateException.objects.exists()
    assert not AuditEntry.objects.filter(action="gate.exception").exists()


def test_a_row_that_names_a_private_fact_lifts_nothing(world: World, administrator: User) -> None:
    page = world.draft(world.bad(PRIVATE))
    [found] = page.blocking_findings()
    GateException.objects.create(
        page_uuid=page.translation_key,
        page_id=page.pk,
        title=page.title,
        lifts=[{"rule": found.rule, "fingerprint": found.fingerprint, "message": ""}],
        reason=REASON,
        by="someone",
        by_id=1,
        expires_at=timezone.now() + dt.timedelta(days=1),
    )

    with pytest.raises(PublishBlocked):
        publish(page)
