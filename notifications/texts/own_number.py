"""A phone number on a person's own page: added behind a code from an address that was there before,
and removed."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from district_cms.web.refused.keys import key_in

from ..consent import wording
from ..consent.services import remove_number as remove
from ..families import limits as own_limits
from ..families.own_data import owner_code as owner
from ..families.own_data.owner_code import OwnNumberForm
from ..families.preferences.views import own_page
from ..families.views import in_language
from ..models import Channel, Subscriber
from . import proving
from .codes import CODE_FOR
from .views import OWN

PAGES = "notifications/pages"


@own_page
def add_number(request: HttpRequest, subscriber: Subscriber, token: str) -> HttpResponse:
    """The link alone adds no number, since whoever types one back could then have the person's data
    sent there: first a code goes to an address that the person already has."""
    if not settings.TEXT_PROVIDER:
        return render(request, f"{PAGES}/link_over.html", status=404)
    if "send" in request.POST:
        chosen = owner.chosen_of(subscriber, request.POST.get("to", ""))
        if chosen is not None:
            own_limits.count_code(whose=str(subscriber.uuid), client=own_limits.client_of(request))
            owner.send_code(subscriber=subscriber, known=chosen)
        return redirect("texts:add_number", token=token)
    form = OwnNumberForm(request.POST if request.method == "POST" else None)
    words = wording.by_text()
    over = False
    client = own_limits.client_of(request)
    if request.method == "POST" and form.is_valid():
        # Before the code from the mailbox is used up: it works once.
        proving.check_codes_leave(own_page=True)
        own_limits.count_try(whose=str(subscriber.uuid), client=client)
        typed, number = form.cleaned_data["code"], form.cleaned_data["number"]
        outcome = owner.type_back(subscriber=subscriber, code=typed, keep=True)
        if outcome is owner.Outcome.RIGHT:
            own_limits.count_right(str(subscriber.uuid))
            proving.count_request(
                number=number, client=own_limits.client_of(request), own_page=True
            )
            if owner.use_up(subscriber=subscriber, code=typed):
                code_token = proving.request_code(
                    number=number,
                    subscriber=subscriber,
                    wording=words,
                    language=subscriber.language,
                )
                # The page of the code leads back by the link from which its reader came.
                own = urlencode({OWN: token})
                return redirect(f"{reverse('texts:code', args=[code_token])}?{own}")
            else:
                outcome = owner.Outcome.OVER
        elif outcome is owner.Outcome.WRONG:
            form.say_wrong()
        over = outcome is owner.Outcome.OVER
    context = {
        "token": token,
        "form": form,
        "over": over,
        "wording": words,
        "pending": owner.pending_of(subscriber),
        "to": owner.choices(subscriber),
        "minutes": CODE_FOR.seconds // 60,
    }
    return in_language(request, subscriber.language, f"{PAGES}/add_number.html", context)


@own_page
def remove_number(request: HttpRequest, subscriber: Subscriber, token: str) -> HttpResponse:
    """POST removes one of the person's numbers; a GET only leads back to their page."""
    if request.method == "POST":
        chosen = key_in(request.POST.get("number"))
        known = subscriber.addresses.filter(channel=Channel.TEXT)
        row = known.filter(pk=chosen).first() if chosen is not None else None
        if row is not None:
            remove(known=row)
    return redirect("notifications:preferences", token=token)
