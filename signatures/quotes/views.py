"""Quotes in the staff area: one's own."""

from typing import Final

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from district_cms.people.models import Staff
from district_cms.web.accounts import SignedInRequest

from ..approvals.clauses import QUOTES
from ..approvals.decided import last_decisions
from ..approvals.words import quoted
from ..cards import card_of_quote
from ..models import Quote, SignatureSettings
from ..staff_area import staff_page
from . import services
from .forms import QuoteForm

LIST: Final = "signatures:quotes"
form_methods = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@staff_page
def quotes(request: SignedInRequest, staff: Staff) -> HttpResponse:
    """One's own, the latest first."""
    own = list(Quote.objects.of(staff))
    decisions = last_decisions(staff, ("quote",), own)
    clause = quoted(QUOTES)
    settings = SignatureSettings.load()
    cards = [
        card_of_quote(
            row, decision=decisions.get(row.pk), clause=clause, reviewed=settings.review_quotes
        )
        for row in own
    ]
    context = {"cards": cards, "settings": settings, "clause": clause}
    return render(request, "signatures/pages/quotes.html", context)


@form_methods
@staff_page
def write(request: SignedInRequest, staff: Staff) -> HttpResponse:
    """A new one."""
    form = QuoteForm(request.POST) if request.method == "POST" else QuoteForm()
    if form.is_valid():
        try:
            services.write_quote(staff=staff, user=request.user, words=form.words)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return _saved(request)
    return _form(request, form)


@form_methods
@staff_page
def change(request: SignedInRequest, staff: Staff, pk: int) -> HttpResponse:
    """Other words."""
    row = _own(staff, pk)
    initial = {"text": row.text, "author": row.author, "connection": row.connection}
    form = QuoteForm(request.POST) if request.method == "POST" else QuoteForm(initial=initial)
    if form.is_valid():
        services.change_quote(quote=row, user=request.user, words=form.words)
        return _saved(request)
    return _form(request, form, row)


@require_POST
@staff_page
def remove(request: SignedInRequest, staff: Staff, pk: int) -> HttpResponse:
    """Off the list."""
    services.remove_quote(quote=_own(staff, pk), user=request.user)
    messages.success(request, _("The quote is removed."))
    return redirect(LIST)


def _own(staff: Staff, pk: int) -> Quote:
    row: Quote = get_object_or_404(Quote.objects.of(staff), pk=pk)
    return row


def _form(request: SignedInRequest, form: QuoteForm, row: Quote | None = None) -> HttpResponse:
    context = {
        "form": form,
        "quote": row,
        "settings": SignatureSettings.load(),
        "area": "quotes",
        "clause": quoted(QUOTES),
    }
    status = 422 if form.errors else 200
    return render(request, "signatures/pages/quote_form.html", context, status=status)


def _saved(request: SignedInRequest) -> HttpResponse:
    if SignatureSettings.load().review_quotes:
        said = _("It is with the communications office. We email you when it is decided.")
    else:
        said = _("Saved. You can choose it for your signature now.")
    messages.success(request, said)
    return redirect(LIST)
