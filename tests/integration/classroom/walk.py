"""The steps of an update's life, and the state of the ledger after each, in short notation."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from classroom.models import ClassroomPage, Posting, PostingSlot, UpdatePage
from district_cms.moderation.models import TakeDown
from district_cms.moderation.services import approve, send_back, submit_for_approval
from district_cms.moderation.taking_down.services import take_down
from tests.factories.district import District
from tests.factories.pages import make_draft, update_content


@dataclass
class Walk:
    """One update of the district's class; its teacher and the school's principal take the steps."""

    district: District
    pk: int

    @classmethod
    def begin(cls, district: District, **content: Any) -> "Walk":
        values = update_content(district.curriculum, **content)
        draft = make_draft(district.classroom, owner=district.teacher, **values)
        return cls(district, draft.pk)

    @property
    def page(self) -> UpdatePage:
        """Read again each time."""
        return UpdatePage.objects.get(pk=self.pk)

    @property
    def posting(self) -> Posting:
        return Posting.objects.get(page_uuid=self.page.translation_key)

    def submit(self) -> "Walk":
        state = self.page.current_workflow_state
        if state is None:
            submit_for_approval(page=self.page, user=self.district.teacher)
        else:
            state.resume(user=self.district.teacher)
        return self

    def approve(self) -> "Walk":
        approve(page=self.page, user=self.district.principal)
        return self

    def send_back(self) -> "Walk":
        send_back(page=self.page, user=self.district.principal, comment="Add the room.")
        return self

    def take_back(self) -> "Walk":
        self.page.current_workflow_state.cancel(user=self.district.teacher)
        return self

    def publish(self) -> "Walk":
        """The school publishes it without a submission."""
        self.page.get_latest_revision().publish(user=self.district.principal)
        return self

    def publish_now(self) -> "Walk":
        """The school publishes it now although a time was chosen."""
        self.change(go_live_at=None)
        return self.publish()

    def hold(self, hour: dt.datetime) -> "Walk":
        """The teacher wants it to go live at that time."""
        return self.change(go_live_at=hour)

    def plan(self, hour: dt.datetime) -> "Walk":
        """The school schedules it."""
        return self.hold(hour).publish()

    def cancel(self) -> "Walk":
        """The school cancels the schedule, as on Wagtail's screen."""
        revision = self.page.scheduled_revision
        revision.approved_go_live_at = None
        revision.save(user=self.district.principal, update_fields=["approved_go_live_at"])
        return self

    def take_down(self) -> "Walk":
        reason = TakeDown.Reason.MISTAKE
        take_down(pages=[self.page], user=self.district.teacher, reason=reason)
        return self

    def unpublish(self) -> "Walk":
        self.page.unpublish(user=self.district.principal)
        return self

    def change(self, **content: Any) -> "Walk":
        latest = self.page.get_latest_revision_as_object()
        for name, value in content.items():
            setattr(latest, name, value)
        latest.save_revision(user=self.district.teacher)
        return self


def slot(classroom: ClassroomPage, nominal: str) -> PostingSlot:
    """Returns the slot of the Tuesday `nominal`, such as "2026-11-24"."""
    return PostingSlot.objects.get(classroom=classroom, nominal_date=nominal)


def standings(classroom: ClassroomPage) -> dict[str, str]:
    """Returns {nominal date: standing} from October to December."""
    rows = PostingSlot.objects.filter(
        classroom=classroom, nominal_date__range=(dt.date(2026, 10, 1), dt.date(2026, 12, 31))
    )
    return {row.nominal_date.isoformat(): row.standing for row in rows}


def times(posting: Posting) -> dict[str, dt.datetime]:
    """Returns all recorded times, by name."""
    names = (
        "submitted_at",
        "returned_at",
        "published_at",
        "go_live_at",
        "last_published_at",
        "withdrawn_at",
    )
    noted = {name: getattr(posting, name) for name in names}
    return {name: at for name, at in noted.items() if at is not None}
