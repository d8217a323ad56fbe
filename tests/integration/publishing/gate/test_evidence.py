"""What was found, confirmed and excepted is kept with each revision that goes through."""

import datetime as dt

import pytest
from django.utils import timezone

from classroom.models import UpdatePage
from district_cms.checks.accessibility import RULESET_VERSION
from district_cms.moderation.services import approve, submit_for_approval
from district_cms.people.roles import Role
from district_cms.publishing.answers import confirm_findings
from district_cms.publishing.exceptions import make_exception
from district_cms.publishing.gate import PublishBlocked
from district_cms.publishing.models import RevisionFindings
from district_cms.publishing.models.records import WrittenOnce
from tests.factories.pages import make_standard_page
from tests.factories.people import make_account
from tests.integration.publishing.gate.questions import (
    LONG,
    PUBLISH,
    again,
    asking,
    post,
    questions,
    ticks,
)
from tests.integration.publishing.paths.world import MISSING, UNSEEN, World, signed_in, tomorrow

pytestmark = pytest.mark.django_db


def entries(page: UpdatePage) -> list[RevisionFindings]:
    return list(RevisionFindings.objects.filter(page_uuid=page.translation_key).order_by("pk"))


def test_a_page_with_nothing_to_say_of_it_leaves_an_entry_that_says_so(world: World) -> None:
    page = world.older()

    [entry] = entries(page)

    assert (entry.outcome, entry.findings, entry.title) == ("went_live", [], page.title)
    assert entry.revision_id == page.live_revision_id
    assert entry.ruleset == RULESET_VERSION


def test_an_entry_holds_no_key_of_another_table() -> None:
    assert [f.name for f in RevisionFindings._meta.get_fields() if f.is_relation] == []


def test_an_unanswered_question_is_stored_as_unconfirmed(world: World) -> None:
    page = world.draft(asking(world))

    page.get_latest_revision().publish()

    [found] = entries(page)[-1].findings
    assert (found["rule"], found["confirmed"], found["excepted"]) == (LONG, None, None)
    assert found["message"]
    assert found["fingerprint"] == questions(page)[0].fingerprint


def test_a_tick_of_the_same_form_is_in_the_entry_with_name_and_note(world: World) -> None:
    page = world.draft(asking(world))
    found = questions(page)
    principal = world.district.principal

    post(signed_in(principal), page, asking(world), PUBLISH, ticks(found, found, "It is needed."))

    [told] = entries(page)[-1].findings
    assert told["confirmed"]["by"] == principal.get_full_name()
    assert told["confirmed"]["note"] == "It is needed."
    moment = dt.datetime.fromisoformat(told["confirmed"]["at"])
    assert abs(timezone.now() - moment) < dt.timedelta(minutes=5)


def test_submitting_and_going_live_are_two_entries(world: World) -> None:
    page = world.draft(asking(world))
    confirm_findings(subject=page, findings=questions(page), user=world.district.teacher)

    submit_for_approval(page=page, user=world.district.teacher)
    approve(page=again(page), user=world.district.principal)

    submitted, live = entries(page)
    assert [submitted.outcome, live.outcome] == ["submitted", "went_live"]
    assert submitted.revision_id == live.revision_id
    for entry in (submitted, live):
        assert entry.findings[0]["confirmed"]["by"] == world.district.teacher.get_full_name()


def test_scheduling_a_change_of_a_live_page_differs_from_going_live(world: World) -> None:
    page = world.older()
    revision = world.changed(page, world.good(), go_live_at=tomorrow())

    revision.publish()

    assert [entry.outcome for entry in entries(page)] == ["went_live", "planned"]
    assert entries(page)[-1].revision_id == revision.pk


def test_a_page_that_code_makes_live_by_saving_it_leaves_an_entry(world: World) -> None:
    page = world.draft(asking(world))
    page.live = True

    page.save()

    [entry] = entries(page)
    assert (entry.outcome, entry.revision_id) == ("went_live", None)
    assert [found["rule"] for found in entry.findings] == [LONG]


def test_a_refusal_leaves_no_entry(world: World) -> None:
    page = world.draft(world.bad(MISSING))

    with pytest.raises(PublishBlocked):
        page.get_latest_revision().publish()

    assert entries(page) == []


def test_saving_a_draft_leaves_no_entry(world: World) -> None:
    page = world.draft(asking(world))

    post(signed_in(world.district.teacher), page, asking(world), {})

    assert entries(page) == []


def test_an_exception_is_in_the_entry_with_its_reason(world: World) -> None:
    page = world.draft(world.bad(UNSEEN))
    administrator = make_account(Role.ADMINISTRATOR)
    exception = make_exception(
        page=page,
        findings=page.blocking_findings(),
        reason="The picture of the lost child is needed tonight.",
        last_day=timezone.localdate(),
        user=administrator,
    )

    page.get_latest_revision().publish()

    [found] = [one for one in entries(page)[-1].findings if one["excepted"]]
    assert found["rule"] == UNSEEN.rule
    assert found["excepted"]["by"] == administrator.get_full_name()
    assert found["excepted"]["reason"] == exception.reason
    assert found["excepted"]["exception"] == exception.pk


def test_an_entry_outlives_its_page(world: World) -> None:
    page = make_standard_page(world.district.home)
    uuid = page.translation_key

    page.delete()

    assert RevisionFindings.objects.filter(page_uuid=uuid).count() == 1


def test_an_entry_is_neither_changed_nor_deleted(world: World) -> None:
    [entry] = entries(world.older())

    entry.findings = ["nothing"]
    with pytest.raises(WrittenOnce):
        entry.save()
    with pytest.raises(WrittenOnce):
        entry.delete()
    with pytest.raises(WrittenOnce):
        RevisionFindings.objects.filter(pk=entry.pk).update(findings=[])
    with pytest.raises(WrittenOnce):
        RevisionFindings.objects.all().delete()
    assert RevisionFindings.objects.get(pk=entry.pk).findings == []
