"""Where a page would get an address that the site itself uses by being copied or moved."""

from typing import Any

from django.contrib import messages
from django.core.validators import MaxLengthValidator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin.forms.pages import CopyForm
from wagtail.models import Page

from .taken import is_taken


def slug_is_taken(slug: str) -> str:
    """The sentence for whoever chose it."""
    return _(
        "The site itself uses the address “%(slug)s”, so families could not reach this page. "
        "Choose another slug, for example “%(slug)s-page”."
    ) % {"slug": slug}


class DistrictCopyForm(CopyForm):
    """Wagtail's, which knows of the slugs of other pages only, and of no length."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("title", "slug"):
            longest = MaxLengthValidator(Page._meta.get_field(name).max_length)
            self.fields[f"new_{name}"].validators.append(longest)

    def clean(self) -> Any:
        cleaned = super().clean()
        slug = cleaned.get("new_slug", "")
        parent = cleaned.get("new_parent_page") or self.page.get_parent()
        if is_taken(slug, parent, self.page.specific_deferred):
            self.add_error("new_slug", slug_is_taken(slug))
        return cleaned


def refuse_move(request: HttpRequest, page: Page, destination: Page) -> HttpResponse | None:
    """Called before a page is moved; back to the choice of where to."""
    if not is_taken(page.slug, destination, page.specific_deferred):
        return None
    messages.error(request, slug_is_taken(page.slug))
    return redirect("wagtailadmin_pages:move", page.pk)
