"""The page of one's own data. The link alone opens none of it: a code has to be typed back."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from ...models import Subscriber
from ...retention.holds import must_keep
from ...texts.codes import CODE_FOR
from ..limits import client_of, count_code, count_right, count_try
from ..preferences.lines import addresses_of
from ..preferences.views import own_page
from ..views import in_language
from . import owner_code
from .data_file import data_page, file_name
from .deleting import delete_person
from .owner_code import AllDataForm

PAGES = "notifications/pages"
ACTIONS = ("show", "download", "delete")


@own_page
def own_data(request: HttpRequest, subscriber: Subscriber, token: str) -> HttpResponse:
    """GET says what there is, and what stays after deleting; POST sends the code, or takes it and
    does what was asked for."""
    form = AllDataForm()
    over = False
    if request.method == "POST":
        if "send" in request.POST:
            _send(request, subscriber)
            # On a phone the box for the code stands far below.
            return redirect(f"{request.path}#code")
        action = next((name for name in ACTIONS if name in request.POST), None)
        form = AllDataForm(request.POST)
        if action == "delete" and form.is_valid() and not form.cleaned_data["sure"]:
            form.say_not_sure()  # asked before the code, which still counts
        elif action and form.is_valid():
            count_try(whose=str(subscriber.uuid), client=client_of(request))
            outcome = owner_code.type_back(subscriber=subscriber, code=form.cleaned_data["code"])
            if outcome is owner_code.Outcome.RIGHT:
                count_right(str(subscriber.uuid))
                return _do(action, request, subscriber, token)
            over = outcome is owner_code.Outcome.OVER
            if not over:
                form.say_wrong()
    return _page(request, subscriber, token, form=form, over=over)


def _send(request: HttpRequest, subscriber: Subscriber) -> None:
    chosen = owner_code.chosen_of(subscriber, request.POST.get("to", ""))
    if chosen is not None:
        count_code(whose=str(subscriber.uuid), client=client_of(request))
        owner_code.send_code(subscriber=subscriber, known=chosen)


def _do(action: str, request: HttpRequest, subscriber: Subscriber, token: str) -> HttpResponse:
    """What the code was typed for."""
    if action == "download":
        page = HttpResponse(data_page(subscriber, timezone.now()))
        page["Content-Disposition"] = f'attachment; filename="{file_name()}"'
        return page
    if action == "delete":
        language = subscriber.language
        held = delete_person(subscriber=subscriber)
        return in_language(request, language, f"{PAGES}/own_data_deleted.html", {"held": held})
    return _page(request, subscriber, token, shown=addresses_of(subscriber))


def _page(request: HttpRequest, subscriber: Subscriber, token: str, **context: Any) -> HttpResponse:
    context |= {
        "token": token,
        "held": must_keep(),
        "reports_kept": settings.WEBHOOK_PAYLOADS_KEPT_DAYS,
        "messages_kept": settings.MESSAGE_ADDRESSES_KEPT_DAYS,
        "minutes": CODE_FOR.seconds // 60,
        "pending": owner_code.pending_of(subscriber),
        "to": owner_code.choices(subscriber),
    }
    return in_language(request, subscriber.language, f"{PAGES}/own_data.html", context)
