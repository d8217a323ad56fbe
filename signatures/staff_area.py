"""Pages of the staff area: people with a staff record see their own, and nobody else's."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from district_cms.people.models import Staff
from district_cms.web.accounts import SignedInRequest

from .mine.reporting import MissingRecordForm


def own_record(request: HttpRequest) -> Staff | None:
    """Returns the staff record of the request's account while the person works here, else None."""
    if request.user.pk is None:
        return None
    return Staff.objects.active().filter(user_id=request.user.pk).first()


def no_record(request: HttpRequest, form: MissingRecordForm, *, status: int) -> HttpResponse:
    """Renders who can add the record, and a form to ask for it."""
    context = {"form": form, "without_record": True}
    return render(request, "signatures/pages/no_record.html", context, status=status)


def personal_page[**Rest](
    view: Callable[Concatenate[SignedInRequest, Staff | None, Rest], HttpResponse],
) -> Callable[Concatenate[SignedInRequest, Rest], HttpResponse]:
    """Decorates views that also work without a staff record, which they then get as None. People
    who have left get a 404."""

    @wraps(view)
    def wrapped(
        request: SignedInRequest, /, *args: Rest.args, **kwargs: Rest.kwargs
    ) -> HttpResponse:
        staff = own_record(request)
        if staff is None and Staff.objects.filter(user_id=request.user.pk).exists():
            return no_record(request, MissingRecordForm(), status=404)
        return view(request, staff, *args, **kwargs)

    return never_cache(login_required(wrapped))


def staff_page[**Rest](
    view: Callable[Concatenate[SignedInRequest, Staff, Rest], HttpResponse],
) -> Callable[Concatenate[SignedInRequest, Rest], HttpResponse]:
    """Decorates views that need the staff record of the request's account; without one, the
    response is a 404."""

    @wraps(view)
    def wrapped(
        request: SignedInRequest, /, *args: Rest.args, **kwargs: Rest.kwargs
    ) -> HttpResponse:
        staff = own_record(request)
        if staff is None:
            return no_record(request, MissingRecordForm(), status=404)
        return view(request, staff, *args, **kwargs)

    return never_cache(login_required(wrapped))
