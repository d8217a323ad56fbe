"""An update written once more, by the services that people use."""

import datetime as dt
from typing import Any

from time_machine import TimeMachineFixture
from wagtail.models import PageLogEntry

from classroom.models import UpdatePage
from classroom.services.updates import CONTENT_FIELDS, add_draft
from district_cms.demo.bulk.plan import End
from district_cms.demo.bulk.walks import COMMENT
from district_cms.moderation.services import approve, send_back, submit_for_approval
from district_cms.publishing.answers import confirm_findings


def twin_of(
    update: UpdatePage, end: End, clock: TimeMachineFixture, *, answered: bool = False
) -> UpdatePage:
    """The same words, walked through the services at the same times; where it is `answered`, its
    author confirms what the gate asks."""
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
    if answered:
        page = twin.get_latest_revision_as_object()
        confirm_findings(subject=page, findings=page.publish_findings(), user=update.owner)
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
