"""Classes that a person follows: what they say, and the choice. Each person has only their own."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from district_cms.deviations.selectors import first_page
from district_cms.people.models import Staff
from district_cms.web.accounts import SignedInRequest

from ...addresses import class_name
from ...models import ClassroomPage
from ...presentation.running import running
from ...presentation.week import last_day
from .forms import SchoolOrGradeForm
from .selectors import (
    MOST_FOUND,
    choices_of,
    chosen,
    classes_found,
    listed,
    week_of,
    words_of,
)
from .services import follow

LONGEST_QUERY: Final = 100


def _own_page[**Rest](
    view: Callable[Concatenate[SignedInRequest, Staff, Rest], HttpResponse],
) -> Callable[Concatenate[SignedInRequest, Rest], HttpResponse]:
    """For views that are given the staff record of who asks, while the person works here. Whoever
    has none is sent to where it can be asked for."""

    @wraps(view)
    def wrapped(
        request: SignedInRequest, /, *args: Rest.args, **kwargs: Rest.kwargs
    ) -> HttpResponse:
        staff = Staff.objects.active().filter(user_id=request.user.pk).first()
        if staff is None:
            return redirect("signatures:my_signature")
        return view(request, staff, *args, **kwargs)

    return never_cache(login_required(wrapped))


@require_safe
@_own_page
def overview(request: SignedInRequest, staff: Staff) -> HttpResponse:
    """The classes, and what is due and coming in them; all, or those that are searched for."""
    today = timezone.localdate()
    query = _query(request)
    _choices, rooms = chosen(staff, today)
    every = listed(rooms, today, request)
    words = words_of(query)
    shown = [one for one in every if one.has(words)]
    context = {
        "query": query,
        "number": len(every),
        "classes": shown,
        "week": week_of(shown, timezone.now(), today),
        "until": last_day(today),
        # The first page of who has no editor.
        **first_page(request.user),
    }
    return render(request, "classroom/caseload/overview.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@_own_page
def choose(request: SignedInRequest, staff: Staff) -> HttpResponse:
    """What the person follows; another school or grade; and a search for single classes."""
    if request.method != "POST":
        return _choosing(request, staff, SchoolOrGradeForm(staff=staff))
    form = SchoolOrGradeForm(request.POST, staff=staff)
    if form.is_valid():
        try:
            choice = follow(staff=staff, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("You follow %(what)s now.") % {"what": choice})
            return redirect("caseload_choose")
    return _choosing(request, staff, form)


@require_POST
@_own_page
def follow_class(request: SignedInRequest, staff: Staff, pk: int) -> HttpResponse:
    """One class, from the search for it."""
    open_to_all = ClassroomPage.objects.live().public().filter(running(timezone.localdate()))
    room = get_object_or_404(open_to_all, pk=pk)
    try:
        follow(staff=staff, classroom=room)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("You follow %(what)s now.") % {"what": class_name(room)})
    return _back(str(request.POST.get("q", "")))


@require_POST
@_own_page
def stop_following(request: SignedInRequest, staff: Staff, pk: int) -> HttpResponse:
    """One of one's own choices."""
    choice = get_object_or_404(choices_of(staff), pk=pk)
    choice.delete()
    messages.success(request, _("You no longer follow %(what)s.") % {"what": choice})
    return redirect("caseload_choose")


def _choosing(request: HttpRequest, staff: Staff, form: SchoolOrGradeForm) -> HttpResponse:
    today = timezone.localdate()
    query = _query(request)
    choices, rooms = chosen(staff, today)
    by_key = {one.room.pk: one for one in listed(rooms, today, request)}
    found = classes_found(query, today)
    context: dict[str, Any] = {
        "form": form,
        "query": query,
        "choices": [(one, by_key.get(one.choice.classroom_id or 0)) for one in choices],
        "found": listed(found[:MOST_FOUND], today, request),
        "more": len(found) > MOST_FOUND,
        "followed": set(by_key),
    }
    status = 422 if form.errors else 200
    return render(request, "classroom/caseload/choose.html", context, status=status)


def _query(request: HttpRequest) -> str:
    return str(request.GET.get("q", ""))[:LONGEST_QUERY].strip()


def _back(query: str) -> HttpResponse:
    """To the search that the class was found with."""
    asked = QueryDict(mutable=True)
    asked["q"] = query[:LONGEST_QUERY]
    return redirect(f"{reverse('caseload_choose')}?{asked.urlencode()}")
