"""The review queue in the editor: all waiting pages on one screen."""

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

# The number of entries on one screen: enough to read in one go, few enough for a phone.
ON_A_SCREEN = 20


class ReviewQueue(WagtailAdminTemplateMixin, TemplateView):
    """Lists waiting pages, oldest first."""

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
        """Returns the queue, with an invalid form at its entry or below the list."""
        user = self.request.user
        # A stand-in's queue is empty while nothing is passed on; the screen explains this.
        waits_for_others = not may_review(user)
        if waits_for_others and not is_on_standby(user):
            raise PermissionDenied
        entries = review_queue(user)
        filled = chosen | {open_state}
        place = next((at for at, entry in enumerate(entries) if entry.key in filled), None)
        number = self.request.GET.get("p") if place is None else place // ON_A_SCREEN + 1
        screen = Paginator(entries, ON_A_SCREEN).get_page(number)
        status = 422 if form is not None else 200
        unread = to_read(user)
        listed = {item.page.pk for item in unread}
        context = self.get_context_data(
            rows=[(entry, self._form(entry.key, open_state, form)) for entry in screen],
            shown=screen,
            open_state=open_state,
            clean=[entry for entry in screen if entry.is_clean],
            chosen=chosen,
            form=self._form_of_several(form if open_state is None else None),
            several_is_open=form is not None and open_state is None,
            to_read=unread,
            # Excludes pages in the list of updates to read above.
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
        # The field is below the list, outside its form element.
        form.fields["comment"].widget.attrs["form"] = "review-several"
        return form

    @staticmethod
    def _form(key: int, open_state: int | None, filled: SendBackForm | None) -> SendBackForm:
        return filled if filled and key == open_state else SendBackForm(prefix=str(key))

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]


class DecideSeveral(ReviewQueue):
    """Approves or sends back the selected entries, or approves all without findings."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return press_again(request, "moderation_review")

    def post(self, request: SignedInRequest) -> HttpResponse:
        entries = review_queue(request.user)
        what = request.POST.get("do")
        chosen = numbers_in(request.POST.getlist("chosen"))
        if what == "approve-clean":
            screen = as_displayed(entries, request.POST)
            # Limited to one screen, because each approval takes some time.
            clean = [entry for entry in screen if entry.is_clean][:ON_A_SCREEN]
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
    """Sends all steps of one entry back with a comment."""

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
    """Approves all steps of one entry, or none."""
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
    """Returns the entry with this step; None if it is not in the queue."""
    for entry in entries:
        if any(state.pk == state_id for state in entry.states):
            return entry
    return None


def decided_before(
    request: SignedInRequest, entries: list[Waiting], state_id: int, *, comment: str = ""
) -> HttpResponse:
    """Reports the outcome of a step that no longer waits, and continues the review.

    Raises `PermissionDenied` for a step that was never theirs.
    """
    results = step_results([state_id], user=request.user)
    if not results:
        raise PermissionDenied(_("This is no longer waiting for you."))
    again = [e for e in entries if any(page.pk == results[0].page_id for page in e.pages)]
    add_result_messages(request, results, comment=comment)
    if again:
        messages.info(request, _("It was submitted again, and this is what waits now."))
        return redirect("moderation_read", again[0].key)
    is_reading = request.method == "GET" or "reading" in request.POST
    if is_reading and entries:
        return redirect("moderation_read", entries[0].key)
    return redirect("moderation_review")


def add_result_messages(
    request: SignedInRequest, results: Iterable[StepResult], *, comment: str = ""
) -> None:
    """Adds one message per result, and the unsent comment, so that it is not lost."""
    for each in results:
        messages.warning(request, each.sentence)
    if comment.strip():
        text = _("Your comment was not sent: “%(comment)s”")
        messages.warning(request, text % {"comment": comment.strip()})


def go_on(request: SignedInRequest, entries: list[Waiting], entry: Waiting) -> HttpResponse:
    """Redirects someone who reads entries in sequence to the next one; others to the queue."""
    others = [each for each in entries if each.key != entry.key]
    if "reading" not in request.POST or not others:
        return redirect("moderation_review")
    place = entries.index(entry)
    return redirect("moderation_read", others[place % len(others)].key)


def say(request: SignedInRequest, decided: Decided) -> None:
    """Reports the effect of approving."""
    if len(decided.done) == 1:
        [entry] = decided.done
        page = type(entry.first).objects.get(pk=entry.first.pk)
        messages.success(request, approved_text(page, entry.first.draft_title, len(entry.pages)))
    elif decided.done:
        text = _("%(number)d updates are approved: %(titles)s.")
        messages.success(request, text % _counted(decided.done))
    _say_what_stays(request, decided)


def say_back(request: SignedInRequest, decided: Decided, *, comment: str) -> None:
    """Reports the effect of sending back, and the comment if nobody got it."""
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
    results = step_results(steps, user=request.user)
    add_result_messages(request, results, comment=comment)
    if not results:
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
