"""Public pages: the report form, its confirmation, and the accessibility statement."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from district_cms.procedure.clauses import clause
from district_cms.schools import routing
from district_cms.schools.heads.head import head_of_screen
from district_cms.web.rate_limits import TooOften
from district_cms.web.visitors import check_own_form, own_path

from . import selectors
from .forms import TRAP, BarrierForm, own_language
from .models import LANGUAGES, BarrierReport
from .rate_limit import PAUSE, PressAgain, check_rate
from .services import report_barrier

PAGES: Final = "barriers/pages"
PROOF: Final = "again"  # a hidden field that proves the second press
View = Callable[..., HttpResponse]


def form_page(view: View) -> View:
    """For pages with typed content or a report's number: never cached, not indexed. Their forms
    have no CSRF token, see `web.visitors`."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex"
        return response

    return csrf_exempt(never_cache(require_http_methods(["GET", "HEAD", "POST"])(wrapped)))


@form_page
@sensitive_post_parameters()
@sensitive_variables()
def report(request: HttpRequest) -> HttpResponse:
    """The form. `?page=` is the page that the visitor comes from; only our own addresses are
    used."""
    if request.method != "POST":
        page = own_path(request.GET.get("page", ""), request)
        initial = {"page": page, "language": own_language()}
        return _form(request, BarrierForm(initial=initial, request=request))
    check_own_form(request)
    form = BarrierForm(request.POST, request=request)
    if not form.is_valid():
        return _form(request, form)
    try:
        check_rate(request, what=form.cleaned_data["what"], proof=request.POST.get(PROOF, "")[:200])
    except PressAgain as error:
        text = _(
            "We are getting many reports right now. What you wrote is still here: please wait a "
            "few seconds, then press “Send the report” once more."
        )
        form.add_error(None, text)
        return _wait(_form(request, form, status=429, proof=error.proof), PAUSE)
    except TooOften as error:
        text = _(
            "We got many reports from where you are in the last hour, so this form is paused there "
            "for a while. What you wrote is still here: please send it later, or call us now."
        )
        form.add_error(None, text)
        return _wait(_form(request, form, status=429), error.seconds)
    content = {name: value for name, value in form.cleaned_data.items() if name != TRAP}
    saved = report_barrier(**content, acknowledge=True)
    return redirect("barriers:sent", reference=saved.reference)


@form_page
def sent(request: HttpRequest, reference: str) -> HttpResponse:
    """Shows the report's number and the day of the answer, but none of its content."""
    saved = get_object_or_404(BarrierReport, reference=reference)
    context = {
        "reference": saved.reference,
        "due_on": saved.due_on,
        "has_contact": saved.has_contact,
        "contact": selectors.contact_of(selectors.chosen()),
    }
    return render(request, f"{PAGES}/barrier_sent.html", context)


@require_safe
def statement(request: HttpRequest) -> HttpResponse:
    """The accessibility statement, or the district's own page if it has one at this address."""
    if routing.resolve(request, request.path) is not None:
        return routing.serve(request, request.path)
    settings = selectors.chosen()
    lead = _(
        "Everyone should be able to read and use this site: with a screen reader, with the "
        "keyboard alone, with large letters, on an old phone or on paper."
    )
    title = _("Accessibility of this website")
    context = {
        "head": head_of_screen(request, title=title, description=lead),
        "settings": settings,
        "contact": selectors.contact_of(settings),
        "check": selectors.last_check(),
        "procedure": clause("accessibility"),
        "law": clause("law-wcag-2-1-aa"),
    }
    return render(request, f"{PAGES}/accessibility_statement.html", context)


def _form(
    request: HttpRequest, form: BarrierForm, status: int = 200, proof: str = ""
) -> HttpResponse:
    context = {
        "form": form,
        "proof": proof,
        "use_choices": _choices(form, "uses"),
        "language_choices": _choices(form, "language"),
        "contact": selectors.contact_of(selectors.chosen()),
    }
    return render(request, f"{PAGES}/barrier_report.html", context, status=status)


def _choices(form: BarrierForm, name: str) -> list[dict[str, Any]]:
    """Returns the choices of a question for `components/choice_list.html`."""
    field = form[name]
    value = field.value() or []
    chosen = value if isinstance(value, list) else [value]
    names = dict(LANGUAGES)
    return [
        {
            "value": choice,
            "label": label,
            "checked": choice in chosen,
            "lang": choice if choice in names else "",
        }
        for choice, label in form.fields[name].choices  # type: ignore[attr-defined]
    ]


def _wait(response: HttpResponse, seconds: int) -> HttpResponse:
    response["Retry-After"] = str(seconds)
    return response
