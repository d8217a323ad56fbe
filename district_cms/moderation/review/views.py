"""The review queue in the editor: everything that waits, on one screen."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from district_cms.publishing.gate import refusal_message
from district_cms.web.accounts import SignedInRequest
from district_cms.web.errors import press_again

from ..models.approval import SendBackForm
from ..read_later import reads_only_later, to_read
from ..standing_in import chosen_for
from ..taking_down.selectors import down_for, lately_live
from .decisions import (
    Decided,
    StepResult,
    approve_entries,
    as_displayed,
    numbers_in,
    send_entries_back,
    step_results,
)
from .editor import approved_text
from .queue import Waiting, review_queue
from .reviewers import is_on_standby, may_review

# What one screen lists: as many as are read in one go, and a page that loads on a phone.
ON_A_SCREEN = 20


class ReviewQueue(WagtailAdminTemplateMixin, TemplateView):
    """What waits, oldest first."""

    template_name = "moderation/admin/review_queue.html"
    page_title = gettext_lazy("Review")
    header_icon = "check"
    request: SignedInRequest

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.show()

    def show(
        self,
        *,
        open_state: int | None = None,
        form: SendBackForm | None = None,
        chosen: frozenset[int] = frozenset(),
    ) -> HttpResponse:
        """The queue, with an invalid form at its entry or at the foot."""
        user = self.request.user
        # A stand-in's queue is empty while nothing is passed on, and says so.
        waits_for_others = not may_review(user)
        if waits_for_others and not is_on_standby(user):
            raise PermissionDenied
        entries = review_queue(user)
        filled = chosen | {open_state}
        place = next((at for at, entry in enumerate(entries) if entry.key in filled), None)
        number = self.request.GET.get("p") if place is None else place // ON_A_SCREEN + 1
        shown = Paginator(entries, ON_A_SCREEN).get_page(number)
        status = 422 if form is not None else 200
        unread = to_read(user)
        listed = {item.page.pk for item in unread}
        context = self.get_context_data(
            rows=[(entry, self._form(entry.key, open_state, form)) for entry in shown],
            shown=shown,
            open_state=open_state,
            clean=[entry for entry in shown if entry.is_clean],
            chosen=chosen,
            form=self._form_of_several(form if open_state is None else None),
            several_is_open=form is not None and open_state is None,
            to_read=unread,
            # What is to be read stands above already.
            live=[(page, place) for page, place in lately_live(user) if page.pk not in listed],
            reads_later=reads_only_later(user),
            down=down_for(user),
            is_on_standby=waits_for_others,
            stand_ins=chosen_for(user) if not user.is_superuser else [],
        )
        return self.render_to_response(context, status=status)

    @staticmethod
    def _form_of_several(filled: SendBackForm | None) -> SendBackForm:
        form = filled or SendBackForm(prefix="several")
        # It stands below the list, and its form above.
        form.fields["comment"].widget.attrs["form"] = "review-several"
        return form

    @staticmethod
    def _form(key: int, open_state: int | None, filled: SendBackForm | None) -> SendBackForm:
        return filled if filled and key == open_state else SendBackForm(prefix=str(key))

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]


class DecideSeveral(ReviewQueue):
    """Approve or send back what was chosen, or approve all in which the checks found nothing."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return press_again(request, "moderation_review")

    def post(self, request: SignedInRequest) -> HttpResponse:
        entries = review_queue(request.user)
        what = request.POST.get("do")
        chosen = numbers_in(request.POST.getlist("chosen"))
        if what == "approve-clean":
            shown = as_displayed(entries, request.POST)
            # No more than a screen has: each takes its time.
            clean = [entry for entry in shown if entry.is_clean][:ON_A_SCREEN]
            say(request, approve_entries(clean, user=request.user))
            if not clean:
                messages.info(
                    request,
                    _("Everything on the screen has something to check, so nothing was approved."),
                )
            return redirect("moderation_review")
        ours = [entry for entry in entries if entry.key in chosen]
        wanted = as_displayed(ours, request.POST, named=chosen)
        gone = step_results(chosen - {entry.key for entry in ours}, user=request.user)
        if not wanted and not gone:
            messages.error(request, _("Choose at least one update first."))
            return redirect("moderation_review")
        comment = ""
        if what == "send-back":
            form = SendBackForm(request.POST, prefix="several")
            if not form.is_valid():
                return self.show(form=form, chosen=chosen)
            comment = form.cleaned_data["comment"]
            decided = send_entries_back(wanted, user=request.user, comment=comment)
            say_back(request, decided, comment=comment)
        elif what == "approve":
            say(request, approve_entries(wanted, user=request.user))
        add_result_messages(request, gone, comment="" if wanted else comment)
        return redirect("moderation_review")


class SendEntryBack(ReviewQueue):
    """Send everything of one entry back, with what to change."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return press_again(request, "moderation_review")

    def post(self, request: SignedInRequest, state_id: int) -> HttpResponse:
        entries = review_queue(request.user)
        entry = entry_of(entries, state_id)
        form = SendBackForm(request.POST, prefix=str(state_id))
        if entry is None:
            comment = form.data.get(f"{state_id}-comment", "")
            return decided_before(request, entries, state_id, comment=comment)
        if not form.is_valid():
            return self.show(open_state=entry.key, form=form)
        comment = form.cleaned_data["comment"]
        wanted = as_displayed([entry], request.POST, named=[state_id])
        decided = send_entries_back(wanted, user=request.user, comment=comment)
        say_back(request, decided, comment=comment)
        return redirect("moderation_review")


def approve_entry(request: SignedInRequest, state_id: int) -> HttpResponse:
    """Approve everything of one entry; together or not at all."""
    if request.method != "POST":
        return press_again(request, "moderation_read", state_id)
    entries = review_queue(request.user)
    entry = entry_of(entries, state_id)
    if entry is None:
        return decided_before(request, entries, state_id)
    wanted = as_displayed([entry], request.POST, named=[state_id])
    say(request, approve_entries(wanted, user=request.user))
    return go_on(request, entries, entry)


def entry_of(entries: list[Waiting], state_id: int) -> Waiting | None:
    """The entry that this step belongs to; None for what is not in the queue."""
    for entry in entries:
        if any(state.pk == state_id for state in entry.states):
            return entry
    return None


def decided_before(
    request: SignedInRequest, entries: list[Waiting], state_id: int, *, comment: str = ""
) -> HttpResponse:
    """Say what became of a step that no longer waits, and lead on in the review.

    Raises `PermissionDenied` for what never was theirs.
    """
    happened = step_results([state_id], user=request.user)
    if not happened:
        raise PermissionDenied(_("This is no longer waiting for you."))
    again = [e for e in entries if any(page.pk == happened[0].page_id for page in e.pages)]
    add_result_messages(request, happened, comment=comment)
    if again:
        messages.info(request, _("It was submitted again, and this is what waits now."))
        return redirect("moderation_read", again[0].key)
    is_reading = request.method == "GET" or "reading" in request.POST
    if is_reading and entries:
        return redirect("moderation_read", entries[0].key)
    return redirect("moderation_review")


def add_result_messages(
    request: SignedInRequest, happened: Iterable[StepResult], *, comment: str = ""
) -> None:
    """One sentence for each; and the comment that nobody got, so that it is not lost."""
    for each in happened:
        messages.warning(request, each.sentence)
    if comment.strip():
        text = _("Your comment was not sent: “%(comment)s”")
        messages.warning(request, text % {"comment": comment.strip()})


def go_on(request: SignedInRequest, entries: list[Waiting], entry: Waiting) -> HttpResponse:
    """Who reads one after the other gets the next one; anyone else the queue."""
    others = [each for each in entries if each.key != entry.key]
    if "reading" not in request.POST or not others:
        return redirect("moderation_review")
    place = entries.index(entry)
    return redirect("moderation_read", others[place % len(others)].key)


def say(request: SignedInRequest, decided: Decided) -> None:
    """What approving did."""
    if len(decided.done) == 1:
        [entry] = decided.done
        page = type(entry.first).objects.get(pk=entry.first.pk)
        messages.success(request, approved_text(page, entry.first.draft_title, len(entry.pages)))
    elif decided.done:
        text = _("%(number)d updates are approved: %(titles)s.")
        messages.success(request, text % _counted(decided.done))
    _say_what_stays(request, decided)


def say_back(request: SignedInRequest, decided: Decided, *, comment: str) -> None:
    """What sending back did, and with which comment where nobody got it."""
    if len(decided.done) == 1:
        [entry] = decided.done
        messages.success(
            request,
            _("“%(title)s” is back with %(author)s, with your comment.")
            % {"title": entry.first.draft_title, "author": entry.author},
        )
    elif decided.done:
        text = _("%(number)d updates are back with their authors, with your comment: %(titles)s.")
        messages.success(request, text % _counted(decided.done))
    _say_what_stays(request, decided, comment="" if decided.done else comment)


def _counted(entries: list[Waiting]) -> dict[str, Any]:
    titles = ", ".join(f"“{entry.first.draft_title}”" for entry in entries)
    return {"number": len(entries), "titles": titles}


def _say_what_stays(request: SignedInRequest, decided: Decided, *, comment: str = "") -> None:
    for refusal in decided.refused:
        messages.error(request, refusal_message(refusal))
    if not decided.gone:
        return
    steps = [state.pk for entry in decided.gone for state in entry.states]
    happened = step_results(steps, user=request.user)
    add_result_messages(request, happened, comment=comment)
    if not happened:
        number = len(decided.gone)
        messages.warning(
            request,
            ngettext(
                "%(number)d update is no longer waiting for you.",
                "%(number)d updates are no longer waiting for you.",
                number,
            )
            % {"number": number},
        )
