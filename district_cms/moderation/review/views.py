"""The review in the editor: a waiting page with its decision, and the list of all that waits."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from district_cms.people.selectors import schools_led_by
from district_cms.publishing.answers import with_moments
from district_cms.publishing.gate import refusal_message
from district_cms.web.accounts import SignedInRequest
from district_cms.web.errors import press_again

from ..models.approval import SendBackForm
from ..read_later import reads_only_later, to_read
from ..standing_in import chosen_for
from ..taking_down.selectors import down_for, lately_live
from .content import changes_between, content_of, last_approved, picture_facts
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
from .queue import Waiting, add_glimpses, review_queue
from .reviewers import is_on_standby, may_review

# The number of entries on one screen: enough to read in one go, few enough for a phone.
ON_A_SCREEN = 20
TABS = ("waiting", "live", "stand-ins")


class Review(WagtailAdminTemplateMixin, TemplateView):
    """Shows one waiting page in full with its decision, and the list of all, oldest first; on other
    tabs what is live, and who stands in. POST sends the page back."""

    template_name = "moderation/admin/review.html"
    page_title = gettext_lazy("Review")
    header_icon = "check"
    request: SignedInRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.entries = review_queue(self.request.user)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, state_id: int | None = None) -> HttpResponse:
        if state_id is None:
            return self.show()
        entry = entry_of(self.entries, state_id)
        return self.show(entry) if entry else decided_before(self.request, self.entries, state_id)

    def post(self, request: SignedInRequest, state_id: int | None = None) -> HttpResponse:
        entry = entry_of(self.entries, state_id or 0)
        form = SendBackForm(request.POST)
        if state_id is None:
            return press_again(request, "moderation_review")
        if entry is None:
            comment = form.data.get("comment", "")
            return decided_before(request, self.entries, state_id, comment=comment)
        if not form.is_valid():
            messages.error(request, _("Say what should change."))
            return self.show(entry, form=form)
        comment = form.cleaned_data["comment"]
        wanted = as_displayed([entry], request.POST, named=[state_id])
        say_back(request, send_entries_back(wanted, user=request.user, comment=comment), comment)
        return go_on(self.entries, entry)

    def show(
        self,
        entry: Waiting | None = None,
        *,
        form: SendBackForm | None = None,
        several: SendBackForm | None = None,
        chosen: frozenset[int] = frozenset(),
    ) -> HttpResponse:
        """Returns the screen, with an invalid form at its place."""
        user = self.request.user
        # A stand-in's queue is empty while nothing is passed on; the screen explains this.
        waits_for_others = not may_review(user)
        if waits_for_others and not is_on_standby(user):
            raise PermissionDenied
        unread = to_read(user)
        tab = self.request.GET.get("tab", "")
        if tab not in TABS:
            tab = "live" if unread and not self.entries else "waiting"
        context: dict[str, Any] = {
            "tab": tab,
            "to_read": unread,
            "number": len(self.entries),
            "reads_later": reads_only_later(user),
            "is_on_standby": waits_for_others,
            "leads": not user.is_superuser and bool(schools_led_by(user)),
        }
        if tab == "live":
            listed = {item.page.pk for item in unread}
            live = [(page, place) for page, place in lately_live(user) if page.pk not in listed]
            context |= {"live": live, "down": down_for(user)}
        elif tab == "stand-ins":
            context["stand_ins"] = chosen_for(user) if context["leads"] else []
        elif self.entries:
            context |= self._waiting(entry, form=form, several=several, chosen=chosen)
        status = 422 if form or several else 200
        return self.render_to_response(self.get_context_data(**context), status=status)

    def _waiting(
        self,
        entry: Waiting | None,
        *,
        form: SendBackForm | None,
        several: SendBackForm | None,
        chosen: frozenset[int],
    ) -> dict[str, Any]:
        entries = self.entries
        entry = entry or next((each for each in entries if each.key in chosen), entries[0])
        place = entries.index(entry)
        screen = Paginator(entries, ON_A_SCREEN).page(place // ON_A_SCREEN + 1)
        start = screen.start_index() - 1
        add_glimpses(screen)
        page = entry.states[0].revision.as_object()
        before = last_approved(entry.first)
        of_several = several or SendBackForm(prefix="several")
        # The field is below the list, outside its form element.
        of_several.fields["comment"].widget.attrs["form"] = "review-several"
        return {
            "entry": entry,
            "parts": content_of(page),
            "facts": picture_facts(page),
            "content_lang": page.content_language,
            "was_approved": before is not None,
            "changes": changes_between(before, page, self.request) if before is not None else [],
            "findings": [with_moments(each) for each in entry.findings],
            "place": place + 1,
            "before": entries[place - 1] if place else None,
            "after": entries[place + 1] if place + 1 < len(entries) else None,
            "screen": screen,
            "older": entries[start - ON_A_SCREEN] if start else None,
            "newer": entries[screen.end_index()] if screen.has_next() else None,
            "clean": [each for each in screen if each.is_clean],
            "chosen": chosen,
            "form": form or SendBackForm(),
            "several": of_several,
            "several_is_open": several is not None,
        }

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]


class DecideSeveral(Review):
    """Approves or sends back the selected entries, or approves all without findings."""

    def get(self, request: HttpRequest, state_id: int | None = None) -> HttpResponse:
        return press_again(request, "moderation_review")

    def post(self, request: SignedInRequest, state_id: int | None = None) -> HttpResponse:
        entries = self.entries
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
                return self.show(several=form, chosen=chosen)
            comment = form.cleaned_data["comment"]
            say_back(
                request, send_entries_back(wanted, user=request.user, comment=comment), comment
            )
        elif what == "approve":
            say(request, approve_entries(wanted, user=request.user))
        add_result_messages(request, gone, comment="" if wanted else comment)
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
    return go_on(entries, entry)


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
    if entries:
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


def go_on(entries: list[Waiting], entry: Waiting) -> HttpResponse:
    """Redirects to the next entry, and after the last one to the queue."""
    others = [each for each in entries if each.key != entry.key]
    if not others:
        return redirect("moderation_review")
    return redirect("moderation_read", others[entries.index(entry) % len(others)].key)


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


def say_back(request: SignedInRequest, decided: Decided, comment: str) -> None:
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
