"""An update that was written in bulk leaves the rows that the services leave."""

import datetime as dt
from typing import Any

import pytest
from time_machine import TimeMachineFixture
from wagtail.models import PageLogEntry

from classroom.models import UpdatePage
from classroom.services.updates import CONTENT_FIELDS, add_draft
from district_cms.demo.at_size.plans import End
from district_cms.demo.at_size.sizes import Sizes
from district_cms.demo.at_size.walks import COMMENT
from district_cms.moderation.services.approval import approve, send_back, submit_for_approval
from tests.integration.at_size.rows import differences

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("at-size")]

WITHOUT = {
    End.LIVE: {"wagtail.publish"},
    End.SCHEDULED: {"wagtail.publish.schedule"},
    End.RETURNED: {"wagtail.workflow.reject"},
}


def update_with(end: End) -> UpdatePage:
    """An update of the district that has come so far, the newest one."""
    pages = UpdatePage.objects.order_by("-pk")
    if end == End.LIVE:
        return pages.filter(live=True)[0]
    log = PageLogEntry.objects.filter(page_id__in=pages.filter(live=False).values("pk"))
    ended = {
        name: set(log.filter(action__in=actions).values_list("page_id", flat=True))
        for name, actions in WITHOUT.items()
    }
    begun = set(log.filter(action="wagtail.workflow.start").values_list("page_id", flat=True))
    waiting = begun - set().union(*ended.values())
    of = ended | {End.WAITING: waiting}
    if end == End.DRAFT:
        return pages.filter(live=False).exclude(pk__in=begun)[0]
    return pages.filter(pk__in=of[end])[0]


def twin_of(update: UpdatePage, end: End, clock: TimeMachineFixture) -> UpdatePage:
    """The same words, walked through the services at the same times."""
    at: dict[str, dt.datetime] = dict(
        PageLogEntry.objects.filter(page_id=update.pk).values_list("action", "timestamp")
    )
    fields = (*CONTENT_FIELDS, "period_start", "period_end", "go_live_at")
    content: dict[str, Any] = {
        name: UpdatePage._meta.get_field(name).value_to_string(update)  # type: ignore[union-attr]
        if hasattr(UpdatePage._meta.get_field(name), "stream_block")
        else getattr(update, name)
        for name in fields
    }
    classroom = update.get_parent().specific
    clock.move_to(at["wagtail.create"], tick=False)
    twin = add_draft(
        classroom=classroom,
        user=update.owner,
        title=update.title,
        content={**content, "slug": "twin"},
    )
    if end == End.DRAFT:
        return twin
    clock.move_to(at["wagtail.workflow.start"], tick=False)
    submit_for_approval(page=twin, user=update.owner)
    principal = PageLogEntry.objects.filter(page_id=update.pk).order_by("-pk")[0].user
    twin = UpdatePage.objects.get(pk=twin.pk)
    if end in {End.LIVE, End.SCHEDULED}:
        clock.move_to(at["wagtail.workflow.approve"], tick=False)
        approve(page=twin, user=principal)
    elif end == End.RETURNED:
        clock.move_to(at["wagtail.workflow.reject"], tick=False)
        send_back(page=twin, user=principal, comment=COMMENT)
    return twin


@pytest.mark.parametrize("end", End)
def test_an_update_in_bulk_has_the_rows_that_the_services_write(
    end: End, small: Sizes, time_machine: TimeMachineFixture
) -> None:
    update = update_with(end)

    twin = twin_of(update, end, time_machine)

    assert differences(update, UpdatePage.objects.get(pk=twin.pk)) == []
