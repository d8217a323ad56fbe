"""A person's own page. The secret in its address permits changes by POST."""

import datetime as dt
import unicodedata
from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, Final
from uuid import UUID

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district_cms.schools.calendar.rule import posting_days_text
from district_cms.schools.typed_dates.fields import PickedDayField
from district_cms.web.keys import key_in
from district_cms.web.times import time_text

from ... import sources
from ...consent import services as consent
from ...consent import wording
from ...consent.services import stopped_among
from ...consent.students import may_follow
from ...models import Channel, Rhythm, Subscriber, VerifiedAddress
from ...models.subscribers import LONGEST_NICKNAME
from ...retention.purging import WITHOUT_SUBSCRIPTION
from ...rules import policy
from ...rules.masking import mask_address
from .. import year_end
from ..limits import TooOften, count_change
from ..next_messages import next_messages
from ..tokens import ExpiredToken, family_page_token, signed_at
from ..views import (
    LANGUAGE_NAMES,
    in_language,
    language_for,
    link_has_expired,
    mail_page,
    own_preferences,
    too_often,
)
from . import services
from .services import Line, addresses_of, first_day, key_of, label_read, last_day, lines_of

NICKNAME: Final = "nickname-"
# A text that waits longer than this would come too late to be of use.
LONGEST_QUIET: Final = dt.timedelta(hours=16)
# A nickname is used in mails too, where HTML and plain text have the same words. Besides letters
# and accents of any script, only characters that separate parts of names are allowed.
BETWEEN: Final = frozenset(" -.’")


class NicknameField(forms.CharField):
    """The person's own name for whose class it is."""

    def __init__(self, **options: Any) -> None:
        box = forms.TextInput(attrs={"autocomplete": "off"})
        super().__init__(max_length=LONGEST_NICKNAME, required=False, widget=box, **options)

    def clean(self, value: Any) -> str:
        name = " ".join(str(super().clean(value)).replace("'", "’").split())
        if not all(each in BETWEEN or unicodedata.category(each)[0] in "LM" for each in name):
            raise forms.ValidationError(
                gettext_lazy("Use letters and spaces only."), code="invalid"
            )
        return name


class HourField(forms.TypedChoiceField):
    """A whole hour of the day."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            choices=lambda: [(str(hour), time_text(dt.time(hour))) for hour in range(24)],
            coerce=lambda value: dt.time(int(value)),
            empty_value=None,
            required=False,
            **options,
        )


class PreferencesForm(forms.Form):
    """The choices of subscriptions by channel, nicknames, rhythm, quiet hours and language. `lines`
    are the person's own."""

    keep = forms.MultipleChoiceField(required=False)
    text = forms.MultipleChoiceField(required=False)
    rhythm = forms.ChoiceField(choices=Rhythm.choices, required=False)
    language = forms.ChoiceField(choices=list(LANGUAGE_NAMES.items()))
    quiet_from = HourField(label=gettext_lazy("No texts from"))
    quiet_until = HourField(label=gettext_lazy("No texts until"))

    def __init__(
        self, data: Any, *, subscriber: Subscriber, lines: Sequence[Line], **kwargs: Any
    ) -> None:
        begin, end = policy.hours(subscriber.quiet_from, subscriber.quiet_until)
        super().__init__(
            data, initial={"quiet_from": str(begin.hour), "quiet_until": str(end.hour)}, **kwargs
        )
        self._lines = lines
        for name in ("keep", "text"):
            field = self.fields[name]
            assert isinstance(field, forms.MultipleChoiceField)
            field.choices = [(line.key, line.key) for line in lines]
        for line in lines:
            if line.active:
                self.fields[NICKNAME + line.key] = NicknameField(
                    label=line.label, initial=line.nickname
                )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        begin, end = values.get("quiet_from"), values.get("quiet_until")
        if begin is not None and end is not None and policy.length(begin, end) > LONGEST_QUIET:
            self.add_error(
                "quiet_until", gettext_lazy("Leave at least eight hours a day for texts.")
            )
        return values

    def nickname_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith(NICKNAME)]

    def nicknames(self) -> dict[str, str]:
        """Returns nicknames by the keys of lines, only for submitted fields."""
        return {
            name.removeprefix(NICKNAME): self.cleaned_data[name]
            for name in self.fields
            if name.startswith(NICKNAME) and name in self.data
        }

    def quiet_hours(self) -> tuple[dt.time, dt.time] | None:
        """Returns the chosen quiet hours, or None if the form had none."""
        begin, end = self.cleaned_data["quiet_from"], self.cleaned_data["quiet_until"]
        return None if begin is None or end is None else (begin, end)


class PauseForm(forms.Form):
    """The day on which updates come again."""

    until = PickedDayField(
        label=gettext_lazy("Send updates again from"),
        error_messages={
            "required": gettext_lazy("Choose the day on which updates should come again."),
            "invalid": gettext_lazy("Choose a day, for example 2026-12-01."),
            "too_soon": gettext_lazy("Choose a day after today."),
            "too_late": gettext_lazy("Choose a day within the next six months."),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        today = timezone.localdate()
        self.fields["until"].widget.attrs |= {
            "min": first_day(today).isoformat(),
            "max": last_day(today).isoformat(),
        }

    def clean_until(self) -> dt.date:
        day: dt.date = self.cleaned_data["until"]
        today = timezone.localdate()
        wrong = (
            "too_soon" if day < first_day(today) else "too_late" if day > last_day(today) else ""
        )
        if wrong:
            raise forms.ValidationError(self.fields["until"].error_messages[wrong], code=wrong)
        return day


PAGES = "notifications/pages"
type OwnView = Callable[[HttpRequest, Subscriber, str], HttpResponse]


def own_page(view: OwnView) -> Callable[..., HttpResponse]:
    """Decorates pages behind the link to one's own page: passes the person to the view, in their
    language."""

    @mail_page
    @wraps(view)
    def wrapped(request: HttpRequest, token: str) -> HttpResponse:
        try:
            subscriber = own_preferences(token)
        except ExpiredToken as error:
            return link_has_expired(request, error)
        if subscriber is None:
            return render(request, f"{PAGES}/link_over.html", status=404)
        with language_for(request, subscriber.language):
            try:
                if request.method == "POST":
                    count_change(str(subscriber.uuid))
                return view(request, subscriber, token)
            except TooOften as error:
                return too_often(request, error, own_page=True)

    return wrapped


@own_page
def choose(request: HttpRequest, subscriber: Subscriber, token: str) -> HttpResponse:
    """Shows the page and processes its form."""
    if "stop" in request.POST:
        consent.withdraw(subscriber=subscriber, by="preferences")
        return redirect(f"{request.path}?done=stopped")
    addresses = addresses_of(subscriber)
    lines = lines_of(subscriber, addresses)
    posted = request.POST if request.method == "POST" else None
    form = PreferencesForm(posted, subscriber=subscriber, lines=lines)
    if posted is not None and form.is_valid():
        services.change(subscriber=subscriber, choices=_choices(form, posted))
        return redirect(f"{request.path}?done=saved")
    known = [each for each in addresses if settings.TEXT_PROVIDER and each.channel == Channel.TEXT]
    stopped = stopped_among([each.address for each in known])
    numbers = [mask_address(each.address) for each in known if each.address not in stopped]
    context = {
        "token": token,
        "form": form,
        "active": any(line.active for line in lines),
        "lines": [_choice(line, Channel.EMAIL) for line in lines if line.by_email],
        "text_lines": [_choice(line, Channel.TEXT) for line in lines] if numbers else [],
        "numbers": numbers,
        "stopped": [mask_address(each.address) for each in known if each.address in stopped],
        "removable": _removable(addresses),
        "texts": bool(settings.TEXT_PROVIDER),
        "terms": wording.by_text(),
        "rhythms": _rhythms(subscriber),
        "languages": [
            {"value": code, "label": name, "lang": code, "checked": code == subscriber.language}
            for code, name in LANGUAGE_NAMES.items()
        ],
        "family_page": family_page_token(subscriber.uuid, signed_at(token)),
        "paused_until": services.back_on(subscriber, timezone.now()),
        "next_messages": next_messages(subscriber, lines, addresses, timezone.now()),
        "pause_form": PauseForm(),
        "done": request.GET.get("done", ""),
        "kept_days": WITHOUT_SUBSCRIPTION.days,
    }
    return in_language(request, subscriber.language, f"{PAGES}/preferences.html", context)


@own_page
def add(request: HttpRequest, subscriber: Subscriber, token: str) -> HttpResponse:
    """Finds a class by school, teacher or words, and adds it."""
    if request.method == "POST":
        places = sources.places(_keys(request.POST.getlist("add")[: sources.MOST_FOUND]))
        added = services.add(subscriber=subscriber, places=list(places.values()))
        return redirect(f"{request.path}?added={len(added)}")
    query = request.GET.get("q", "").strip()
    school, teacher = _uuid(request.GET.get("school")), _uuid(request.GET.get("teacher"))
    results = sources.of_teacher(teacher) if teacher else sources.by_words(query)
    whole = sources.place("school", school) if school else None
    if school:
        results = [*([whole] if whole else []), *sources.activities_of(school)]
    running = {line.key for line in lines_of(subscriber) if line.active}
    reach = {known.channel for known in addresses_of(subscriber)}
    allowed = {(place.scope, place.page) for place in may_follow(subscriber.pk, results)}
    choices = [_offer(place, running, reach, allowed) for place in results]
    context = {
        "token": token,
        "query": query,
        "asked": bool(query or school or teacher),
        "choices": choices,
        "school": whole.title_read if whole else "",
        "teacher_school": sources.school_above(results[0]) if teacher and results else None,
        "can_add": any(choice["open"] for choice in choices),
        "teachers": sources.below_school(school) if school else [],
        # Not "schools", which the menu uses.
        "all_schools": [] if query or school or teacher else sources.schools(),
        "added": key_in(request.GET.get("added"), digits=3),
    }
    return in_language(request, subscriber.language, f"{PAGES}/add_class.html", context)


@own_page
def pause(request: HttpRequest, subscriber: Subscriber, token: str) -> HttpResponse:
    """Pauses until a day, or ends the pause."""
    own = redirect("notifications:preferences", token=token)
    if "resume" in request.POST:
        services.resume(subscriber=subscriber)
        return redirect(f"{own.url}?done=resumed")
    form = PauseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        services.pause(subscriber=subscriber, until=form.cleaned_data["until"])
        return own
    context = {"token": token, "form": form}
    context["paused_until"] = services.back_on(subscriber, timezone.now())
    return in_language(request, subscriber.language, f"{PAGES}/pause.html", context)


@own_page
def renew_links(request: HttpRequest, subscriber: Subscriber, token: str) -> HttpResponse:
    """GET explains it; POST expires every earlier link, and shows no new one."""
    context: dict[str, Any]
    if request.method == "POST":
        mailboxes = services.renew_links(subscriber=subscriber)
        context = {"mailboxes": [mask_address(each) for each in mailboxes]}
        return in_language(request, subscriber.language, f"{PAGES}/new_links_sent.html", context)
    context = {"token": token}
    return in_language(request, subscriber.language, f"{PAGES}/new_links.html", context)


def _removable(addresses: Sequence[VerifiedAddress]) -> list[tuple[int, str]]:
    """Returns the numbers that can be removed, masked; none if the person has no other address."""
    if all(each.channel == Channel.TEXT for each in addresses):
        return []
    numbers = [each for each in addresses if each.channel == Channel.TEXT]
    return [(each.pk, mask_address(each.address)) for each in numbers]


def _choices(form: PreferencesForm, posted: QueryDict) -> services.Choices:
    names = {Channel.EMAIL: "keep"}
    if settings.TEXT_PROVIDER:
        names[Channel.TEXT] = "text"
    return services.Choices(
        boxes={channel: set(form.cleaned_data[name]) for channel, name in names.items()},
        had={channel: set(posted.getlist(f"{name}-had")) for channel, name in names.items()},
        language=form.cleaned_data["language"],
        rhythm=form.cleaned_data["rhythm"] or None,
        quiet=form.quiet_hours(),
        nicknames=form.nicknames(),
    )


def _choice(line: Line, channel: Channel) -> dict[str, Any]:
    """Returns one subscription as a choice, see `components/choice_list.html`."""
    return {
        "value": line.key,
        "label": line.label,
        "note": line.note(channel),
        "checked": channel in line.active,
        # A choice without effect cannot be selected; its note says why.
        "off": channel not in line.active and not line.can_begin(channel),
    }


def _offer(
    place: sources.Place,
    running: set[str],
    reach: set[str],
    allowed: set[tuple[str, UUID]],
) -> dict[str, Any]:
    """Returns one search result as a choice; without a checkbox if it would have no effect."""
    key = key_of(place.scope, place.page)
    channel = Channel.EMAIL if Channel.EMAIL in reach else Channel.TEXT
    note = ""
    if key in running:
        note = _("You get these updates.")
    elif (place.scope, place.page) not in allowed:
        note = _("Students can add high-school classes only, while their school lists them.")
    elif not place.offers_by(channel):
        note = _("Sends no updates right now. Everything new is on its page.")
    return {
        "value": key,
        "label": label_read(place),
        "note": note,
        "url": place.url,
        "open": not note,
    }


def _rhythms(subscriber: Subscriber) -> list[dict[str, Any]]:
    notes = {
        Rhythm.POSTING_DAYS: _(
            "Everything from all your classes together: %(days)s. What activities and schools "
            "post comes the same afternoon."
        )
        % {"days": posting_days_text()},
        Rhythm.WEEKLY: _(
            "Everything from the week, on Friday afternoon, or on the last day with school before "
            "it."
        ),
        Rhythm.DAILY: _("The same afternoon, as soon as a teacher posts something."),
    }
    return [
        {
            "value": rhythm.value,
            "label": rhythm.label,
            "note": notes[rhythm],
            "checked": rhythm == subscriber.rhythm,
        }
        for rhythm in Rhythm
    ]


def _keys(values: Sequence[str]) -> list[tuple[str, UUID]]:
    """Returns the pages that the form's keys name; skips unknown keys."""
    parts = [value.partition(".") for value in values]
    return [(scope, page) for scope, _dot, text in parts if (page := _uuid(text)) is not None]


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None


@mail_page
def next_classes(request: HttpRequest, token: str) -> HttpResponse:
    """Offers what follows the classes that ended with the school year. POST subscribes to one of
    them; the page names nobody and leads to nobody's choices, because a telephone may have a new
    owner."""
    owner = year_end.owner_of(token)
    if owner is None:
        return render(request, f"{PAGES}/link_over.html", status=404)
    subscriber, ended = owner
    places = sources.following(ended)
    if request.method == "POST":
        count_change(str(subscriber.uuid))
        wanted = request.POST.get("add")
        chosen = [place for place in places if key_of(place.scope, place.page) == wanted]
        services.add(subscriber=subscriber, places=chosen)
        return redirect(request.path)
    running = {line.key for line in lines_of(subscriber) if line.active}
    reach = {known.channel for known in addresses_of(subscriber)}
    allowed = {(place.scope, place.page) for place in may_follow(subscriber.pk, places)}
    with language_for(request, subscriber.language):
        choices = [_offer(place, running, reach, allowed) for place in places]
    context = {"choices": choices}
    return in_language(request, subscriber.language, f"{PAGES}/next_classes.html", context)
