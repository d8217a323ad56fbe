"""Public pages about mail: subscribe, confirm, choose, stop; and the privacy page.

A GET never changes anything, because programs follow the links of a mail. The secret in the address
permits a POST: no cookie, no session.
"""

import datetime as dt
from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from district_cms.schools import routing
from district_cms.schools.calendar.rule import posting_days_text
from district_cms.schools.heads.head import head_of_screen
from district_cms.schools.languages.addresses import requested_language
from district_cms.schools.languages.offered import DEFAULT
from district_cms.schools.models import NOTICE_KINDS, DistrictSettings
from district_cms.students.roster import list_is_on
from district_cms.web.fields import AddressField
from district_cms.web.visitors import check_own_form

from .. import sources
from ..consent import services as consent
from ..consent import wording
from ..guardians.urgent import decline
from ..models import Channel, Guardian, GuardianSettings, Subscriber, Subscription
from ..retention.purging import WITHOUT_SUBSCRIPTION
from . import subscribe
from .limits import TooManyChanges, TooManyCodes, TooManyNumbers, TooOften, client_of, count_request
from .preferences.services import send_link
from .tokens import BadToken, ExpiredToken, read_preferences_token, read_stop_token, signed_at

LANGUAGE_NAMES = {"en": "English", "es": "Español"}  # each in its own language


class AddressForm(forms.Form):
    """One email address."""

    email = AddressField(
        label=gettext_lazy("Your email address"),
        max_length=254,
        error_messages={
            "required": gettext_lazy("Type your email address."),
            "invalid": gettext_lazy("Type an address like name@example.net."),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False  # the form's own messages say what is missing


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Shows the privacy page, or the district's own page at the same address if there is one."""
    if routing.resolve(request, request.path) is not None:
        return routing.serve(request, request.path)
    lead = _("What we keep about families and students, why, for how long, and whom to ask.")
    office, titles = DistrictSettings.cached(), dict(NOTICE_KINDS)
    context = {
        "head": head_of_screen(request, title=_("Privacy"), description=lead),
        "district_contact": office,  # the context processor would read it again
        "required_notices": [
            (titles[notice["kind"]], notice, notice["language"] or DEFAULT)
            for notice in office.notices(get_language() or DEFAULT)
        ],
        "messages_kept": settings.MESSAGE_ADDRESSES_KEPT_DAYS,
        "texts_kept": settings.WEBHOOK_PAYLOADS_KEPT_DAYS,
        "texts": settings.TEXT_PROVIDER,
        "students": settings.STUDENTS_MAY_FOLLOW,
        "letters": GuardianSettings.load(request).send_letters,
        "student_list": list_is_on(),
    }
    return render(request, "notifications/pages/privacy.html", context)


PAGES = "notifications/pages"
View = Callable[..., HttpResponse]


def secret_page(view: View) -> View:
    """Decorates pages whose address is a secret: sends no referrer, and is not indexed. If a limit
    is reached, the answer says when to try again."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except TooOften as error:
            response = too_often(request, error)
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex"
        return response

    return wrapped


def mail_page(view: View) -> View:
    """Decorates secret pages about one person: also not cached by browsers or caches; GET and POST
    only."""
    methods = require_http_methods(["GET", "HEAD", "POST"])
    return csrf_exempt(never_cache(methods(secret_page(view))))


@mail_page
def subscribe_to(request: HttpRequest, scope: str, page: UUID) -> HttpResponse:
    """Shows the form on its own page, for errors of the panel's form and for visitors with a
    link."""
    place = sources.place(scope, page)
    if place is None:
        raise Http404
    form = AddressForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and place.offers and form.is_valid():
        check_own_form(request)
        address = form.cleaned_data["email"]
        count_request(address=address, client=client_of(request))
        subscribe.request_subscription(address=address, place=place, language=language_of(request))
        return redirect("notifications:sent", scope=scope, page=page)
    return render(request, f"{PAGES}/subscribe.html", {"form": form, "place": place})


@mail_page
def sent(request: HttpRequest, scope: str, page: UUID) -> HttpResponse:
    """Shows "Check your mail", the same for every address."""
    place = sources.place(scope, page)
    if place is None:
        raise Http404
    return render(request, f"{PAGES}/sent.html", {"place": place})


@mail_page
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows the button; POST presses it."""
    pending = subscribe.pending_of(token)
    if pending is None:
        return render(request, f"{PAGES}/link_over.html", status=404)
    if request.method == "POST":
        subscribe.confirm(pending=pending)
        return redirect("notifications:confirm", token=token)
    place = sources.place(pending.scope, pending.page_uuid)
    with language_for(request, pending.language):
        words = wording.by_email(place) if place else wording.by_email_gone()
    context = {
        "place": place,
        "wording": words,
        "confirmed": pending.confirmed_at is not None,
        "stopped": subscribe.was_stopped(pending),
        "refusal": subscribe.refusal_of(pending),
        "posting_days": posting_days_text,
    }
    return in_language(request, pending.language, f"{PAGES}/confirm.html", context)


def link_has_expired(request: HttpRequest, error: ExpiredToken) -> HttpResponse:
    """Offers a new link to one's own page, in the language of the old link's owner."""
    known = Subscriber.objects.filter(uuid=error.owner).values_list("language", flat=True)
    context = {"form": AddressForm(), "over": True, "replaced": error.replaced}
    language = known.first() or language_of(request)
    return in_language(request, language, f"{PAGES}/request_link.html", context)


def own_preferences(token: str) -> Subscriber | None:
    """Returns the owner of this preferences link, or None. Raises `ExpiredToken`."""
    return owner_of(token, read_preferences_token)


def owner_of(token: str, read: Callable[[str], UUID]) -> Subscriber | None:
    """Returns the owner of a link that `read` can read, or None. Raises `ExpiredToken`, also for
    links that are older than the owner's newest ones."""
    try:
        subscriber = Subscriber.objects.filter(uuid=read(token)).first()
    except ExpiredToken:
        raise
    except BadToken:
        return None
    if subscriber and subscriber.links_since and signed_at(token) < subscriber.links_since:
        raise ExpiredToken(subscriber.uuid, replaced=True)
    return subscriber


@mail_page
def request_link(request: HttpRequest) -> HttpResponse:
    """Sends the link to one's own page. The answer is the same for every address."""
    form = AddressForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        check_own_form(request)
        address = form.cleaned_data["email"]
        count_request(address=address, client=client_of(request))
        send_link(address=address, language=language_of(request))
        return redirect("notifications:link_sent")
    context = {"form": form, "texts": settings.TEXT_PROVIDER}
    return render(request, f"{PAGES}/request_link.html", context)


@mail_page
def link_sent(request: HttpRequest) -> HttpResponse:
    return render(request, f"{PAGES}/sent.html", {"place": None})


@mail_page
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Stop all email: with one click in the mail program (RFC 8058), or with the button of this
    page. The address alone decides, and the answer is 200, never a redirect."""
    try:
        subscriber = Subscriber.objects.filter(uuid=read_stop_token(token)).first()
        guardian = Guardian.objects.filter(uuid=read_stop_token(token)).first()
    except BadToken:
        subscriber = guardian = None
    if guardian is not None:
        if request.method == "POST":
            decline(addresses=[guardian.email], how="by the link of a message")
        listed = {"listed": True, "stopped": request.method == "POST"}
        return in_language(request, guardian.language, f"{PAGES}/stop.html", listed)
    if subscriber is None:
        return render(request, f"{PAGES}/link_over.html", status=404)
    if request.method == "POST":
        by = "stop page" if "page" in request.GET else "one-click"
        consent.withdraw(subscriber=subscriber, channels=[Channel.EMAIL], by=by)
        known = subscriber.addresses.filter(channel=Channel.EMAIL)
        decline(addresses=list(known.values_list("address", flat=True)), how="stopped all email")
    wanted = Subscription.objects.active().filter(subscriber=subscriber)
    channels = list(wanted.values_list("channel", flat=True))
    context = {
        "active": channels.count(Channel.EMAIL),
        "gets_texts": Channel.TEXT in channels,
        "stopped": request.method == "POST",
        # An address that still gets texts is kept, with all other addresses of its owner.
        "forgotten_after": None if channels else WITHOUT_SUBSCRIPTION.days,
    }
    return in_language(request, subscriber.language, f"{PAGES}/stop.html", context)


@mail_page
def stop_without_slash(request: HttpRequest, token: str) -> HttpResponse:
    """Handles an address that lost its last slash: one-click POST requests follow no redirect."""
    if request.method == "POST":
        return stop(request, token)
    return redirect("notifications:stop", token=token)


def too_often(request: HttpRequest, error: TooOften, *, own_page: bool = False) -> HttpResponse:
    """Answers that a limit is reached: of typed codes, sent codes, changes to one's own page, or
    messages. `own_page` is True behind the link to one's own page."""
    wait = dt.timedelta(seconds=error.seconds)
    context = {
        "a_day": wait >= dt.timedelta(days=1),
        "hours": wait // dt.timedelta(hours=1),
        "codes": isinstance(error, TooManyCodes),
        "numbers": isinstance(error, TooManyNumbers),
        "changes": isinstance(error, TooManyChanges),
        "own_page": own_page,
    }
    response = render(request, f"{PAGES}/too_often.html", context, status=429)
    response["Retry-After"] = str(error.seconds)
    return response


def language_of(request: HttpRequest) -> str:
    """Returns the language of the screen, which is also that of the mail."""
    code = (translation.get_language() or "en").partition("-")[0]
    return code if code in LANGUAGE_NAMES else "en"


def in_language(
    request: HttpRequest, language: str, template: str, context: dict[str, Any]
) -> HttpResponse:
    """Renders the page in the language of the mail that led here, unless the reader chose another
    on this site."""
    with language_for(request, language):
        response = render(request, template, context)
        response["Content-Language"] = translation.get_language() or language
    return response


def language_for(request: HttpRequest, language: str) -> translation.override:
    """Returns the reader's own choice, from the address or made earlier, otherwise the given
    language."""
    chosen = requested_language(request) or settings.LANGUAGE_COOKIE_NAME in request.COOKIES
    return translation.override(translation.get_language() if chosen else language)
