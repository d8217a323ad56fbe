"""The composer itself: write, save, hand in."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district_cms.publishing.answers import Answers
from district_cms.publishing.editor.session import about_kept_text
from district_cms.publishing.mechanism import PublishBlocked, refusal_message
from district_cms.publishing.models.confirmation import LONGEST_NOTE
from district_cms.web.times import time_text

from ..addresses import title_for
from ..editing.page_form import next_period
from ..models import ClassroomPage, UpdatePage
from ..presentation.update_parts import period_label
from ..selectors import to_start_from
from ..states import Standing, UpdateState, standings
from .asked import classes_asked
from .findings import Report, Said, ask, place
from .pictures import add_pictures, may_upload
from .repairs import repair
from .screens import ChooseView, Screen
from .selectors import (
    Target,
    curriculum_choices,
    groups_of,
    live_at_once,
    targets,
    waiting_for,
)
from .services import (
    Locked,
    SavedElsewhere,
    Seen,
    begin_drafts,
    begin_from_last,
    hand_in,
)
from .sheet import ROWS, Sheet, grown

_AT_ONCE = frozenset({UpdateState.DRAFT, UpdateState.LIVE, UpdateState.CHANGED})


class ComposeView(Screen):
    """Writing an update: a new one for the classes that the address names, or, below, a draft.

    Without a class in the address it asks for them first. Looking at it changes nothing.
    """

    template_name = "classroom/admin/composer/compose.html"
    page_title = gettext_lazy("Post an update")
    # Set while a draft is written.
    update: UpdatePage | None = None
    # What is said of a form that was sent.
    found: Sequence[Said] = ()
    report: Report | None = None
    trouble = ""
    refused_pictures: Sequence[str] = ()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not self.classrooms:
            groups = groups_of(self.request.user)
            if len(groups) == 1 and len(groups[0][1]) == 1:
                only = groups[0][1][0].classroom
                return redirect(f"{reverse('classroom_compose')}?class={only.pk}")
            view = ChooseView.as_view(groups=groups)
            answer: HttpResponseBase = view(request)
            return answer
        return super().get(request, *args, **kwargs)

    @cached_property
    def classrooms(self) -> list[ClassroomPage]:
        sent = self.request.POST if self.request.method == "POST" else self.request.GET
        return classes_asked(sent, self.request.user)

    @cached_property
    def page(self) -> UpdatePage:
        """The update in memory: a new one with the days of the next, or the newest draft."""
        classroom = self.classrooms[0]
        days = next_period(classroom, UpdatePage.objects.child_of(classroom), timezone.localdate())
        title = title_for(days[0])
        return UpdatePage(title=title, period_start=days[0], period_end=days[1])

    @cached_property
    def sheet(self) -> Sheet:
        data = self.request.POST if self.request.method == "POST" else None
        if data is not None and (name := data.get("add")) in ROWS:
            data = grown(data, str(name))
        choices = curriculum_choices(self.classrooms[0], self.page)
        return Sheet(self.page, choices, data)

    @property
    def is_autosave(self) -> bool:
        return "application/json" in self.request.headers.get("Accept", "")

    # ------------------------------------------------------------ sent forms

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.classrooms:
            return redirect("classroom_compose")
        if "start" in request.POST and self.update is None:
            made = begin_from_last(classrooms=self.classrooms, user=self.request.user)
            messages.success(
                request, _("Here is what still holds of the last update. Change what is new.")
            )
            return redirect("classroom_compose_draft", made[0].pk)
        if "add" in request.POST:
            return self.again()
        if not self.sheet.is_valid:
            if self.is_autosave:
                return JsonResponse({"type": "validation_error"}, status=422)
            return self.again()
        return self.save()

    def save(self) -> HttpResponseBase:
        page = self.sheet.write()
        if is_repair := "repair" in self.request.POST:
            self.repair(page)
        files = [*self.request.FILES.getlist("camera"), *self.request.FILES.getlist("library")]
        if files and not self.is_autosave:
            self.refused_pictures = add_pictures(page=page, files=files, user=self.request.user)
        try:
            written = self.keep(page)
        except SavedElsewhere:
            return self.said_elsewhere()
        except Locked:
            if self.is_autosave:
                return JsonResponse({"type": "locked"}, status=423)
            messages.warning(self.request, _("This update is locked now; nothing was changed."))
            return redirect("wagtailadmin_pages:edit", page.pk)
        self.update = written[0]
        if self.is_autosave:
            return self.saved_json()
        if is_repair:
            return self.look_again(written)
        if "submit" in self.request.POST and not self.refused_pictures:
            return self.submit(written)
        if self.refused_pictures:
            for words in self.refused_pictures:
                messages.error(self.request, words)
        elif files:
            messages.success(self.request, _("The pictures are here. Say what each one shows."))
        else:
            messages.success(self.request, _("Your draft is saved. Nobody else sees it yet."))
        more = "#pictures" if files else ""
        return redirect(reverse("classroom_compose_draft", args=[self.update.pk]) + more)

    def keep(self, page: UpdatePage) -> list[UpdatePage]:
        return begin_drafts(classrooms=self.classrooms, user=self.request.user, page=page)

    def said_elsewhere(self) -> HttpResponseBase:
        if self.is_autosave:
            return JsonResponse({"type": "invalid_revision"}, status=409)
        self.trouble = "elsewhere"
        return self.again()

    def saved_json(self) -> JsonResponse:
        assert self.update is not None
        seen = Seen.of(self.update.latest_revision)
        now = timezone.localtime().time()
        return JsonResponse(
            {
                "pk": self.update.pk,
                "address": reverse("classroom_compose_draft", args=[self.update.pk]),
                "loaded_revision_id": seen.revision,
                "loaded_revision_created_at": seen.at,
                "words": _("Saved as a draft at %(time)s") % {"time": time_text(now)},
            }
        )

    @cached_property
    def standing(self) -> Standing | None:
        return standings([self.update])[self.update.pk] if self.update else None

    @property
    def is_live_at_once(self) -> bool:
        """Whether submitting publishes: what was sent back or taken down is read before."""
        is_fresh = self.standing is None or self.standing.state in _AT_ONCE
        return is_fresh and live_at_once(self.classrooms)

    def submit(self, pages: Sequence[UpdatePage]) -> HttpResponseBase:
        user, answers = self.request.user, Answers.sent(self.request.POST)
        is_complete = self.sheet.complete()
        self.report = ask(pages, answers)
        if not is_complete:
            # Of a row that lacks something the blocks would say the same once more.
            self.report.unfinished = []
        self.found = place(self.sheet, pages, self.report, answers)
        if not (is_complete and self.report.lets_through):
            return self.again()
        try:
            hand_in(pages=pages, user=user, findings=self.report.by_page, answers=answers)
        except PublishBlocked as refusal:
            self.trouble = refusal_message(refusal)
            return self.again()
        return redirect("classroom_compose_done", pages[0].pk)

    def repair(self, page: UpdatePage) -> None:
        """Put right what was pressed, as far as it is still there."""
        mark = self.request.POST["repair"]
        words = self.request.POST.get(f"link-words-{mark}", "")
        for finding in page.findings_for_author(self.classrooms[0]):
            if finding.fingerprint == mark:
                repair(page, finding, words)

    def look_again(self, pages: Sequence[UpdatePage]) -> HttpResponse:
        """What is left, at its place in the form as it is now."""
        answers = Answers.sent(self.request.POST)
        self.sheet = Sheet(pages[0], curriculum_choices(self.classrooms[0], pages[0]))
        self.report = ask(pages, answers)
        self.found = place(self.sheet, pages, self.report, answers)
        self.report.unfinished = []
        return self.again()

    def again(self) -> HttpResponse:
        """The form with what was typed in it."""
        return self.render_to_response(self.get_context_data())

    # ------------------------------------------------------------ what the screen says

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
            "apart": self.apart,
            # Before a word is written; whoever sends it is asked by the gate.
            "waiting": waiting_for(self.classrooms, days, own)
            if self.request.method == "GET"
            else (),
            "action": self.action,
            "again": self.address_again,
            "standing": self.standing,
            "is_live_at_once": self.is_live_at_once,
            "seen": seen,
            "found": self.found,
            "unfinished": self.report.unfinished if self.report else (),
            "gaps": sheet.gaps,
            "trouble": self.trouble,
            "may_upload": may_upload(self.request.user),
            "has_last": self.update is None
            and to_start_from(UpdatePage.objects.child_of(self.classrooms[0])).exists(),
            "days": period_label(page),
            "longest_note": LONGEST_NOTE,
            "kept_text": {**kept, "start": "compose-", "page": f"compose-{kept['page']}"},
        }

    @property
    def action(self) -> str:
        if self.update is not None:
            return reverse("classroom_compose_draft", args=[self.update.pk])
        return reverse("classroom_compose")

    @property
    def address_again(self) -> str:
        """What shows the answer to a sent form once more when the page is loaded again: an answer
        has no address of its own. "" for one that was asked for."""
        if self.request.method == "GET":
            return ""
        if self.update is not None:
            return f"{self.action}?look=again"
        return f"{self.action}?" + "&".join(f"class={each.pk}" for each in self.classrooms)

    @property
    def group(self) -> list[int]:
        return [self.update.pk] if self.update else []

    @property
    def targets(self) -> list[Target]:
        return targets(self.classrooms)

    @property
    def apart(self) -> list[tuple[str, UpdatePage]]:
        return []
