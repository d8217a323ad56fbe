"""Public pages about text messages: subscribe, type the code, about the program, own numbers.

As with mail, a GET never changes anything, and the secret in the address together with the code
permits a change.
"""

from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from district_cms.schools.calendar.rule import posting_days_text
from district_cms.schools.models import DistrictSettings
from district_cms.web.keys import key_in
from district_cms.web.rate_limits import client_of
from district_cms.web.visitors import check_own_form

from .. import sources
from ..consent import wording
from ..consent.services import alone_with
from ..consent.services import remove_number as remove
from ..families import limits as own_limits
from ..families.family_page import AHEAD, split
from ..families.own_data import owner_code as owner
from ..families.own_data.owner_code import OwnNumberForm
from ..families.preferences.views import own_page
from ..families.tokens import CALENDAR_FOR, ExpiredToken, family_page_url
from ..families.views import in_language, language_of, mail_page, own_preferences
from ..models import Channel, DigestItem, PendingNumber, Subscriber
from . import proving
from .messages import text_of
from .numbers import CODE_FOR, TRIES, CodeForm, NumberForm

PAGES = "notifications/pages"
OWN = "own"  # query parameter: the link to the own page from which the reader came


@mail_page
def subscribe_to(request: HttpRequest, scope: str = "", page: UUID | None = None) -> HttpResponse:
    """Shows the form for a number, with the terms next to its button. Without a page the code only
    opens the family page of who gets texts alone; the answer is the same for every number."""
    place = sources.place(scope, page) if page else None
    if (page and place is None) or not settings.TEXT_PROVIDER:
        raise Http404
    form = NumberForm(request.POST if request.method == "POST" else None)
    words = wording.by_text() if place else ""
    if request.method == "POST" and (not place or place.offers_texts) and form.is_valid():
        check_own_form(request)
        number = form.cleaned_data["number"]
        proving.count_request(number=number, client=client_of(request))
        # The page says no more than the texts did, or it is not opened: no child's name. A person
        # who is not saved stands for a number that nobody has alone.
        known = alone_with(number, timezone.now(), CALENDAR_FOR)
        who = (
            None if place else known.exclude(subscriptions__nickname__gt="").first() or Subscriber()
        )
        token = proving.request_code(
            number=number, place=place, subscriber=who, wording=words, language=language_of(request)
        )
        return redirect("texts:code", token=token)
    context = {"form": form, "place": place, "wording": words}
    return render(request, f"{PAGES}/text_subscribe.html", context)


@mail_page
def code(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows the field for the code, or that it is done; POST checks the code."""
    pending = proving.pending_of(token)
    if pending is None:
        return render(request, f"{PAGES}/text_code_over.html", status=404)
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and pending.confirmed_at is None and form.is_valid():
        proving.count_try(number=pending.number, client=client_of(request))
        outcome = proving.type_back(pending=pending, code=form.cleaned_data["code"])
        if outcome is proving.Outcome.RIGHT:
            proving.count_right(pending.number)
            if pending.wording or pending.subscriber_uuid is None:
                return redirect(request.get_full_path())
            return redirect(family_page_url(pending.subscriber_uuid))
        if outcome is proving.Outcome.OVER:
            return render(request, f"{PAGES}/text_code_over.html", status=404)
        form.say_wrong()
    if pending.tries >= TRIES and pending.confirmed_at is None:
        return render(request, f"{PAGES}/text_code_over.html", status=404)
    place = sources.place(pending.scope, pending.page_uuid) if pending.page_uuid else None
    context = {
        "form": form,
        "place": place,
        "own_page": pending.page_uuid is None and pending.wording,
        "own_token": _own_token(request, pending),
        "confirmed": pending.confirmed_at is not None,
        "minutes": CODE_FOR.seconds // 60,
        "posting_days": posting_days_text,
    }
    return in_language(request, pending.language, f"{PAGES}/text_code.html", context)


def _own_token(request: HttpRequest, pending: PendingNumber) -> str:
    """Returns the link to the own page from which the number's owner came, if it still works."""
    token = request.GET.get(OWN, "")
    try:
        owner = own_preferences(token)
    except ExpiredToken:
        return ""
    return token if owner is not None and owner.uuid == pending.subscriber_uuid else ""


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Describes the program: the page that the carriers require, useful for families too."""
    if not settings.TEXT_PROVIDER:
        raise Http404
    context = {
        "program": wording.program(),
        "a_week": settings.TEXTS_A_WEEK_AT_MOST,
        "office": DistrictSettings.cached(),
    }
    return render(request, f"{PAGES}/text_about.html", context)


@require_safe
@mail_page
def news(request: HttpRequest, token: str) -> HttpResponse:
    """Shows the news in a text about several classes, and their current week and coming days. The
    same for everyone who got these words, and all of it public. Nothing here names a person or
    leads to anyone's choices."""
    text = text_of(token)
    if text is None:
        return render(request, f"{PAGES}/text_news_over.html", status=404)
    items = DigestItem.objects.filter(message_uuid=text.pk).values_list("page_uuid", flat=True)
    classes = sources.class_news(items)
    now = timezone.now()
    today = timezone.localdate(now)
    covered = sources.covered([(place.scope, place.page) for place, _updates in classes], today)
    named = {each.page: each for own in covered.values() for each in own}
    entries = sources.entries(named.values(), now, today, today + AHEAD)
    week, later = (
        [{"entry": each, "whose": named[each.of_class].name} for each in part]
        for part in split(entries, today)
    )
    context = {"classes": classes, "week": week, "later": later}
    return in_language(request, text.language, f"{PAGES}/text_news.html", context)


@own_page
def add_number(request: HttpRequest, subscriber: Subscriber, token: str) -> HttpResponse:
    """Adds a number. The link alone is not enough, because someone who verifies a number of their
    own could then get the person's data there: first a code goes to an address that the person
    already has."""
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
        # Checked before the code from the mailbox is used up, because it works once.
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
                # The code's page links back to the page from which its reader came.
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
    """POST removes one of the person's numbers; GET only redirects to their page."""
    if request.method == "POST":
        chosen = key_in(request.POST.get("number"))
        known = subscriber.addresses.filter(channel=Channel.TEXT)
        row = known.filter(pk=chosen).first() if chosen is not None else None
        if row is not None:
            remove(known=row)
    return redirect("notifications:preferences", token=token)
