"""What is down for student privacy is not carried elsewhere as a copy."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page

from .selectors import holds_what_is_private


def refuse_what_is_private(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Registered as `before_copy_page`. A copy is a page of its own, which the gate's rule for the
    first would not find."""
    if not holds_what_is_private(page):
        return None
    text = _(
        "“%(title)s” cannot be copied: it, or a page below it, is down for student privacy. Ask "
        "the communications office."
    )
    messages.error(request, text % {"title": page.get_admin_display_title()})
    return redirect("wagtailadmin_explore", page.get_parent().pk)
