"""What the composer's screen shows of an update that is written."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext, gettext_lazy

from district_cms.moderation.read_later import (
    all_live_at_once,
    is_for_another,
    leads,
    someone_said_no,
)
from district_cms.publishing.editor.page_views import about_kept_text
from district_cms.publishing.models.records import LONGEST_NOTE
from district_cms.web.refused.keys import key_in

from ..addresses import class_name, schools_if_several
from ..editing.dates import dates_now
from ..editing.standing import about_update, actions_on
from ..home.selectors import Comment, comments_on
from ..home.ways import compose_url
from ..models import ClassroomPage, UpdatePage
from ..presentation.update_parts import period_label
from ..selectors import own_classrooms, to_start_from
from ..starting.selectors import guidance_for
from ..states import Standing, UpdateState, standings
from .asked import classes_asked
from .findings import Report, Said, lines
from .pictures import may_upload
from .screens import Screen
from .selectors import Target, asked_first, targets, waiting_for
from .services import Seen
from .sheet import ROWS, Sheet, grown


class ComposeScreen(Screen):
    """An update as the form shows it, before and after it was sent."""

    template_name = "classroom/admin/composer/compose.html"
    page_title = gettext_lazy("Post an update")
    # Set while a draft is written.
    update: UpdatePage | None = None
    # What is said of a form that was sent.
    found: Sequence[Said] = ()
    report: Report | None = None
    trouble = ""
    # Where the draft is that was saved from another window or device.
    elsewhere = ""
    # What one press put right just now, and what takes it back.
    repaired = ""
    undo_token = ""
    without_words = ""
    refused_pictures: Sequence[str] = ()

    def get_page_title(self) -> str:
        live = self.update is not None and self.update.live
        return gettext("Change an update") if live else str(self.page_title)

    @cached_property
    def classrooms(self) -> list[ClassroomPage]:
        sent = self.request.POST if self.request.method == "POST" else self.request.GET
        return classes_asked(sent, self.request.user)

    @cached_property
    def page(self) -> UpdatePage:
        """The update in memory: a new one with the days of the next, or the newest draft."""
        classroom = asked_first(self.classrooms)
        dates = dates_now(classroom)
        first, last = dates.period
        return UpdatePage(title=dates.title, live=False, period_start=first, period_end=last)

    @cached_property
    def sheet(self) -> Sheet:
        data = self.request.POST if self.request.method == "POST" else None
        if data is not None and (name := data.get("add")) in ROWS:
            data = grown(data, str(name))
        return Sheet(self.page, self.classrooms, data)

    def again(self) -> HttpResponse:
        """The form with what was typed in it."""
        return self.render_to_response(self.get_context_data())

    @cached_property
    def about_live(self) -> dict[str, Any]:
        """Of an update that families read: what the page editor says and offers above the form."""
        if self.update is None or not self.update.live:
            return {}
        row = UpdatePage.objects.annotate(**about_update(self.update)).get(pk=self.update.pk)
        said = actions_on(self.update, row, self.request.user)
        return {**said, "can_compose": False}

    @cached_property
    def standing(self) -> Standing | None:
        if self.about_live:
            live: Standing = self.about_live["standing"]
            return live
        return standings([self.update])[self.update.pk] if self.update else None

    @property
    def comment(self) -> Comment | None:
        """What the school wrote when it sent the update back."""
        if self.standing is None or self.standing.state is not UpdateState.SENT_BACK:
            return None
        key = self.update.pk if self.update else 0
        return comments_on([key]).get(str(key))

    @property
    def is_live_at_once(self) -> bool:
        """Whether submitting publishes, in all of these classes."""
        drafts, user = self.drafts, self.request.user
        if not all_live_at_once(self.classrooms):
            return False
        if not drafts:
            return not any(leads(user, each) for each in self.classrooms)
        for_another = any(is_for_another(draft, user) for draft in drafts)
        return not for_another and not someone_said_no(drafts, by=user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page, sheet = self.page, self.sheet
        own = self.group
        days = (page.period_start, page.period_end)
        seen = Seen.of(self.update.latest_revision if self.update else None)
        if self.trouble == "elsewhere":
            seen = Seen(
                self.request.POST.get("loaded_revision_id", ""),
                self.request.POST.get("loaded_revision_created_at", ""),
            )
        kept = about_kept_text(self.request, self.update or UpdatePage(), self.classrooms[0])
        return {
            **super().get_context_data(**kwargs),
            "sheet": sheet,
            "form": sheet.form,
            "update": self.update,
            "targets": self.targets,
            **self.about_live,
            "apart": self.apart,
            # Before a word is written; whoever sends it is asked by the gate.
            "waiting": waiting_for(self.classrooms, days, own)
            if self.request.method == "GET"
            else (),
            "action": self.action,
            "guidance": guidance_for(self.classrooms[0]),
            "guidance_language": getattr(self.classrooms[0].started_from, "content_language", ""),
            "comment": self.comment,
            "again": self.address_again,
            "standing": self.standing,
            "is_live_at_once": self.is_live_at_once,
            "seen": seen,
            "begun": self.request.POST.get("begun-id") or uuid.uuid4(),
            "found": self.found,
            "lines": lines(self.found),
            "unfinished": self.report.unfinished if self.report else (),
            "gaps": sheet.gaps,
            "trouble": self.trouble,
            "elsewhere": self.elsewhere,
            "repaired": self.repaired,
            "place": self.place_left,
            "undo_token": self.undo_token,
            "may_upload": may_upload(self.request.user),
            "has_last": self.update is None
            and to_start_from(UpdatePage.objects.child_of(self.classrooms[0])).exists(),
            "days": period_label(page),
            "days_of": self._days_of(),
            "longest_note": LONGEST_NOTE,
            "kept_text": {**kept, "start": "compose-", "page": f"compose-{kept['page']}"},
        }

    def _days_of(self) -> str:
        """The class whose days are proposed, where others have another posting day."""
        days = {target.day for target in self.targets}
        return class_name(asked_first(self.classrooms)) if len(days) > 1 else ""

    @property
    def action(self) -> str:
        if self.update is not None:
            return reverse("classroom_compose_draft", args=[self.update.pk])
        # With its classes: after a sign-in, the way back leads to this form and its kept text.
        return compose_url(self.classrooms)

    @property
    def address_again(self) -> str:
        """What shows the answer to a sent form once more when the page is loaded again: an answer
        has no address of its own. "" for one that was asked for."""
        if self.request.method == "GET":
            return ""
        if self.update is not None:
            return f"{self.action}?look=again"
        return self.action

    @property
    def place_left(self) -> int:
        """Where among the questions the one stood that this press put right; the script goes on
        from there."""
        return key_in(self.request.POST.get("turn")) or 0

    @property
    def drafts(self) -> list[UpdatePage]:
        """Those that are written now, in the order of their classes."""
        return [self.update] if self.update else []

    @property
    def group(self) -> list[int]:
        return [self.update.pk] if self.update else []

    @cached_property
    def targets(self) -> list[Target]:
        taught = own_classrooms(self.request.user)
        return targets(self.classrooms, schools_if_several([*taught, *self.classrooms]))

    @property
    def apart(self) -> list[tuple[str, UpdatePage]]:
        return []
