"""Views of the composer: write, save, submit."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.blocks.stream_block import StreamValue

from district_cms.publishing.answers import Answers
from district_cms.publishing.gate import PublishBlocked, refusal_message
from district_cms.web.times import time_text

from ..addresses import class_name
from ..editing.dates import refresh_dates
from ..models import ClassroomPage, UpdatePage
from ..states import UpdateState, standings
from .fields import say_moment
from .findings import ask, place
from .repairs import repair_for, undo, undo_token
from .rich_text import first_words
from .screens import ChooseView, ComposeScreen, DoneView, title_offer
from .selectors import classrooms_by_ids, first_due, followers_of, groups_of, waiting_for
from .services import (
    FormRevision,
    FormStart,
    Locked,
    SavedElsewhere,
    add_files,
    begin_drafts,
    begin_from_last,
    draft_of,
    hand_in,
    keep_drafts,
    words_of,
)
from .sheet import Sheet


def _written(begin: Callable[[], list[UpdatePage]]) -> list[UpdatePage]:
    """Returns the drafts of a new form. If a simultaneous request has just created them, the second
    attempt finds them."""
    try:
        return begin()
    except IntegrityError:
        return begin()


class ComposeView(ComposeScreen):
    """Writes a new update for the classes in the address; the subclass below edits a draft.

    Without a class in the address, asks for the classes first. A GET request changes nothing."""

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

    @property
    def is_autosave(self) -> bool:
        return "application/json" in self.request.headers.get("Accept", "")

    # ------------------------------------------------------------ sent forms

    @property
    def sent_pictures(self) -> list[Any]:
        return [*self.request.FILES.getlist("camera"), *self.request.FILES.getlist("library")]

    @property
    def sent_documents(self) -> list[Any]:
        return self.request.FILES.getlist("documents")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.classrooms:
            return redirect("classroom_compose")
        if "start" in request.POST and self.update is None:
            return self.start_from_last()
        if "add" in request.POST:
            return self.again()
        if not (self.sheet.is_valid and self.sheet.links_only_available_files(self.request.user)):
            if self.is_autosave:
                return JsonResponse({"type": "validation_error"}, status=422)
            if self.request.FILES:
                text = _("The files are not here. Fix what is marked, then choose them again.")
                messages.warning(self.request, text)
            return self.again()
        return self.save()

    def start_from_last(self) -> HttpResponseBase:
        user = self.request.user
        begun = FormStart(user.pk, self.request.POST.get("begun-id", ""), from_last=True)
        drafts = _written(
            partial(begin_from_last, classrooms=self.classrooms, user=user, begun=begun)
        )
        messages.success(
            self.request, _("Here is what still applies from the last update. Change what is new.")
        )
        return redirect("classroom_compose_draft", drafts[0].pk)

    def save(self) -> HttpResponseBase:
        page = self.sheet.write()
        if not self.is_autosave:
            refresh_dates(page, first_due(self.classrooms))
        is_answered_here = bool({"repair", "undo"} & self.request.POST.keys())
        if "repair" in self.request.POST:
            self.repair(page)
        elif "undo" in self.request.POST:
            self.undo(page)
        elif "entitle" in self.request.POST:
            page.title = first_words(page) or page.title
        files = [*self.sent_pictures, *self.sent_documents]
        try:
            # One transaction: files of an update that could not be saved are removed from the
            # library.
            with transaction.atomic():
                if files and not self.is_autosave:
                    self.refused_files = add_files(
                        page=page,
                        classroom=self.classrooms[0],
                        pictures=self.sent_pictures,
                        documents=self.sent_documents,
                        user=self.request.user,
                    )
                written = self.keep(page)
        except SavedElsewhere as other:
            if files:
                messages.warning(self.request, _("The files are not here. Choose them again."))
            return self.conflict_response(other.update)
        except Locked as locked:
            if self.is_autosave:
                return JsonResponse({"type": "locked"}, status=423)
            return self.locked_response(locked.update)
        self.update = written[0]
        if self.is_autosave:
            return self.saved_json(written)
        if is_answered_here:
            return self.look_again(written)
        if "submit" in self.request.POST and not self.refused_files:
            return self.submit(written)
        if self.refused_files:
            for words in self.refused_files:
                messages.error(self.request, words)
        elif self.sent_pictures:
            messages.success(self.request, _("The pictures are here. Say what each one shows."))
        elif files:
            messages.success(self.request, _("The file is at the end of the text."))
        elif "entitle" in self.request.POST:
            text = _("Families read this title first: “%(title)s”.")
            messages.success(self.request, text % {"title": written[0].title})
        else:
            messages.success(self.request, _("Your draft is saved. Families do not see it yet."))
        more = "#pictures" if self.sent_pictures else "#part-lesson" if files else ""
        return redirect(reverse("classroom_compose_draft", args=[self.update.pk]) + more)

    def keep(self, page: UpdatePage) -> list[UpdatePage]:
        begin = partial(
            begin_drafts,
            classrooms=self.classrooms,
            user=self.request.user,
            page=page,
            begun=FormStart(self.request.user.pk, self.request.POST.get("begun-id", "")),
            may_overwrite="take-mine" in self.request.POST,
        )
        return _written(begin)

    def locked_response(self, update: UpdatePage) -> HttpResponseBase:
        if update.workflow_in_progress:
            # Submitted by the same form, pressed twice, or in another window.
            return redirect("classroom_compose_done", update.pk)
        messages.warning(self.request, _("This update is locked now; nothing was changed."))
        return redirect("wagtailadmin_pages:edit", update.pk)

    def conflict_response(self, update: UpdatePage) -> HttpResponseBase:
        if self.is_autosave:
            return JsonResponse({"type": "invalid_revision"}, status=409)
        self.trouble = "elsewhere"
        self.elsewhere = reverse("classroom_compose_draft", args=[update.pk])
        return self.again()

    def started_elsewhere(self, written: Sequence[UpdatePage]) -> str:
        """Returns a notice for a new form if another window or device has since started an update
        for the same classes; "" otherwise."""
        days = (written[0].period_start, written[0].period_end)
        others = waiting_for(self.classrooms, days, [page.pk for page in written])
        known = self.request.POST.get("known", "").split()
        if all(str(each.pk) in known for each in others):
            return ""
        return self.rendered("waiting", waiting=others, is_begun=True)

    def rendered(self, name: str, **context: Any) -> str:
        return render_to_string(f"classroom/admin/composer/{name}.html", context).strip()

    def saved_json(self, written: Sequence[UpdatePage]) -> JsonResponse:
        assert self.update is not None
        seen = FormRevision.of(self.update.latest_revision)
        now = timezone.localtime().time()
        return JsonResponse(
            {
                "pk": self.update.pk,
                "address": reverse("classroom_compose_draft", args=[self.update.pk]),
                "loaded_revision_id": seen.revision,
                "loaded_revision_created_at": seen.at,
                "waiting": self.started_elsewhere(written),
                "offer": self.rendered("offer", title_offer=title_offer(written[0])),
                "foot": self.rendered("foot", **self.foot),
                "words": _("Saved as a draft at %(time)s") % {"time": time_text(now)},
            }
        )

    def submit(self, pages: Sequence[UpdatePage]) -> HttpResponseBase:
        user, answers = self.request.user, Answers.sent(self.request.POST)
        is_complete = self.sheet.complete()
        self.report = ask(pages, answers)
        if not is_complete:
            # The blocks would report the missing fields of a row again.
            self.report.unfinished = []
        self.findings = place(self.sheet, pages, self.report, answers)
        if not (is_complete and self.report.lets_through):
            return self.again()
        try:
            hand_in(pages=pages, user=user, findings=self.report.by_page, answers=answers)
        except PublishBlocked as refusal:
            self.trouble = refusal_message(refusal)
            return self.again()
        return redirect("classroom_compose_done", pages[0].pk)

    def undo(self, page: UpdatePage) -> None:
        """Undoes the last repair."""
        if undo(page, self.request.user, self.request.POST.get("undo-of", "")):
            messages.success(self.request, _("It is back the way it was."))
        else:
            messages.warning(
                self.request, _("This part was changed since then, so it stays as it is now.")
            )

    def repair(self, page: UpdatePage) -> None:
        """Applies the repair whose button was pressed, if the finding still exists."""
        mark = self.request.POST["repair"]
        words = self.request.POST.get(f"repair-words-{mark}", "")
        for finding in page.findings_for_author(self.classrooms[0]):
            if finding.fingerprint != mark or not finding.field:
                continue
            done = repair_for(page, finding, words)
            if done and done.prompt and not words.strip():
                self.without_words = mark
            elif done:
                before = getattr(page, finding.field)
                after = StreamValue(before.stream_block, done.children)
                setattr(page, finding.field, after)
                self.repaired = done.done
                self.undo_token = undo_token(page, self.request.user, finding.field, before)
            if done:
                return

    def look_again(self, pages: Sequence[UpdatePage]) -> HttpResponse:
        """Shows the remaining findings at their places in the updated form."""
        answers = Answers.sent(self.request.POST)
        self.sheet = Sheet(pages[0], self.classrooms)
        self.report = ask(pages, answers)
        self.findings = place(self.sheet, pages, self.report, answers, self.without_words)
        self.report.unfinished = []
        return self.again()


class ComposeDraftView(ComposeView):
    """Edits an existing draft. Drafts of other classes that were started with it are updated, too,
    while their content is the same."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        row = self.row
        may = row.permissions_for_user(self.request.user)
        if not may.can_edit():
            raise PermissionDenied
        self.update = row
        if may.page_locked() or row.workflow_in_progress:
            if self.is_autosave:
                return JsonResponse({"type": "locked"}, status=423)
            if standings([row])[row.pk].state in {
                UpdateState.WITH_PRINCIPAL,
                UpdateState.SCHEDULED,
            }:
                return redirect("classroom_compose_done", row.pk)
            messages.info(request, _("This update is locked just now. Here is what it says."))
            return redirect("wagtailadmin_pages:edit", row.pk)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.GET.get("look") == "again":
            return self.look_again([self.page, *(draft_of(each) for each in self.following)])
        return super().get(request, *args, **kwargs)

    @cached_property
    def row(self) -> UpdatePage:
        rows = UpdatePage.objects.select_related("latest_revision", "content_type")
        return get_object_or_404(rows, pk=self.kwargs["update_id"])

    @cached_property
    def page(self) -> UpdatePage:
        page = draft_of(self.row)
        if self.request.method == "GET":
            refresh_dates(page, first_due(self.classrooms))
        return page

    @cached_property
    def classrooms(self) -> list[ClassroomPage]:
        own = self.row.get_parent().pk
        keys = [own, *(each.get_parent().pk for each in self.following)]
        by_key = {classroom.pk: classroom for classroom in classrooms_by_ids(keys)}
        return [by_key[key] for key in keys]

    @cached_property
    def _followers(self) -> list[tuple[UpdatePage, bool]]:
        words = words_of(self.row)
        return [
            (each, words_of(each) == words) for each in followers_of(self.row, self.request.user)
        ]

    @property
    def drafts(self) -> list[UpdatePage]:
        return [self.row, *self.following]

    @property
    def following(self) -> list[UpdatePage]:
        return [each for each, is_same in self._followers if is_same]

    @property
    def other_drafts(self) -> list[tuple[str, UpdatePage]]:
        """Returns drafts that were started with this one and have different content, each with its
        class."""
        return [
            (class_name(each.get_parent().specific), each)
            for each, is_same in self._followers
            if not is_same
        ]

    @property
    def group(self) -> list[int]:
        return [self.row.pk, *(each.pk for each, _same in self._followers)]

    def started_elsewhere(self, written: Sequence[UpdatePage]) -> str:
        return ""  # shown when the draft was opened

    def keep(self, page: UpdatePage) -> list[UpdatePage]:
        sent = self.request.POST
        revision = sent.get("loaded_revision_id", "")
        return keep_drafts(
            page=page,
            user=self.request.user,
            seen=FormRevision(
                revision,
                sent.get("loaded_revision_created_at", ""),
                is_own=bool(revision) and sent.get("overwrite_revision_id") == revision,
            ),
            may_overwrite="take-mine" in sent,
        )


URLS: Final[list[Any]] = [
    path("updates/compose/", ComposeView.as_view(), name="classroom_compose"),
    path(
        "updates/compose/moment/<slug:classes>/",
        say_moment,
        name="classroom_compose_moment",
    ),
    path(
        "updates/<int:update_id>/compose/",
        ComposeDraftView.as_view(),
        name="classroom_compose_draft",
    ),
    path("updates/<int:update_id>/on-its-way/", DoneView.as_view(), name="classroom_compose_done"),
]
