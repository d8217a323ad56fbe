"""“Take it down now”: its screen, the way back, and its buttons in the editor and on the page."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.userbar import BaseItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from district_cms.people.models import User
from district_cms.publishing.forms.words import WordsAmongStaff
from district_cms.publishing.gate import PublishBlocked, refusal_message
from district_cms.web.accounts import SignedInRequest
from district_cms.web.times import moment_text

from ..models import TakeDown
from .permissions import can_put_back, can_take_down, check_may_take_down, is_of_a_kind
from .selectors import down_for, down_now, holds_what_is_private, is_up, open_row, posted_together
from .services import about_to_take_down, put_back, sentences, take_down


class TakeDownForm(forms.Form):
    reason = forms.ChoiceField(
        label=gettext_lazy("Why?"),
        choices=TakeDown.Reason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one. It takes one tap.")},
    )
    # The note is mailed to the school and the office.
    note = WordsAmongStaff(
        strict=True,
        label=gettext_lazy("Note"),
        help_text=gettext_lazy(
            "For the school and the office, never for families. Don’t name a student."
        ),
        max_length=300,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )
    together = forms.BooleanField(required=False, initial=True)

    def __init__(self, *args: Any, others: int, **kwargs: Any) -> None:
        """`others`: the number of live pages that were posted together with this one."""
        super().__init__(*args, **kwargs)
        if others:
            self.fields["together"].label = _(
                "Take it down in the other classes it was posted to as well (%(number)d)"
            ) % {"number": others}
        else:
            del self.fields["together"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        missing = "note" not in self.errors and not cleaned.get("note")
        if missing and cleaned.get("reason") == TakeDown.Reason.OTHER:
            self.add_error("note", _("Say in a few words what it is."))
        return cleaned


class TakeDownView(WagtailAdminTemplateMixin, FormView):
    """GET explains the effects, or how to put it back; POST takes it down."""

    template_name = "moderation/admin/take_down.html"
    form_class = TakeDownForm
    header_icon = "view"
    request: SignedInRequest
    page: Any

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.page = page_of(self.request, self.kwargs["page_id"])
        self.row = open_row(self.page)
        self.is_up = is_up(self.page)
        self.others = posted_together(self.page, self.request.user) if self.is_up else []
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return _("Take it down now") if self.is_up else _("Taken down")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "others": len(self.others)}

    def form_valid(self, form: TakeDownForm) -> HttpResponse:
        data = form.cleaned_data
        pages = [self.page, *(self.others if data.get("together") else ())]
        done = take_down(
            pages=pages, user=self.request.user, reason=data["reason"], note=data["note"]
        )
        if done.pages:
            title = self.page.get_admin_display_title()
            messages.success(self.request, _("“%(title)s” is down.") % {"title": title})
            for text in done.effects:
                messages.info(self.request, text)
        return redirect("moderation_take_down", self.page.pk)

    def form_invalid(self, form: TakeDownForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {
                "url": reverse("wagtailadmin_pages:edit", args=[self.page.pk]),
                "label": self.page.get_admin_display_title(),
            },
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, page = self.request.user, self.page
        pages = [page, *self.others]
        may_publish = page.permissions_for_user(user).can_publish()
        as_it_was = self.row is not None and self.row.by_id == user.pk
        unchanged = self.row is not None and self.row.revision_id == page.latest_revision_id
        return {
            **super().get_context_data(**kwargs),
            "target": page,
            "place": page.get_parent().title,
            "is_up": self.is_up,
            "row": self.row,
            "effects": sentences(about_to_take_down, pages=pages, user=user) if self.is_up else (),
            "can_put_back": self.row is not None and can_put_back(user, page, self.row),
            "at_once": may_publish or (as_it_was and unchanged),
            "waits": bool(page.workflow_in_progress),
        }


def put_back_page(request: SignedInRequest, page_id: int) -> HttpResponse:
    """Puts the page back, or sends it to the principal."""
    page = page_of(request, page_id)
    if request.method == "POST":
        try:
            live = put_back(page=page, user=request.user)
        except PublishBlocked as refusal:
            messages.error(request, refusal_message(refusal))
            return redirect("wagtailadmin_pages:edit", page.pk)
        title = {"title": page.get_admin_display_title()}
        if live:
            messages.success(request, _("“%(title)s” is live again.") % title)
            # Not back to the take-down screen, which would offer to take it down again.
            return redirect("wagtailadmin_pages:edit", page.pk)
        text = _("“%(title)s” is with the principal. It is live again once it is approved.")
        messages.success(request, text % title)
    return redirect("moderation_take_down", page.pk)


def page_of(request: SignedInRequest, page_id: int) -> Any:
    """Returns the specific page; raises `PermissionDenied` unless the account may take it down."""
    page = get_object_or_404(Page, pk=page_id)
    check_may_take_down(request.user, page)
    return page.specific


# After a privacy reason the gate refuses these for everyone; another screen puts the page back.
REFUSED_AFTER_PRIVACY = frozenset({"action-publish", "action-submit", "approve"})


def say_it_is_down(request: HttpRequest, page: Page) -> None:
    """Shows above the form who took it down, when and why, and how to put it back."""
    row = down_now(page) if request.method == "GET" and is_of_a_kind(page) else None
    if row is None:
        return
    address = reverse("moderation_take_down", args=[page.pk])
    mine = can_put_back(request.user, page, row)  # type: ignore[arg-type]
    label = _("Put it back") if mine else _("What you can do")
    messages.warning(request, _line(row), buttons=[messages.button(address, label)])


def _line(row: TakeDown) -> str:
    who_and_when = {"who": row.by, "when": moment_text(row.at)}
    parts = [_("%(who)s took this down on %(when)s. Families cannot read it.") % who_and_when]
    parts.append(_("Reason: %(reason)s.") % {"reason": row.get_reason_display()})
    if row.is_private:
        # Omits the note, which may contain what must not be read.
        parts.append(
            _(
                "Only the communications office can put it back: make the changes that are "
                "needed, save the draft, and tell the office."
            )
        )
    elif row.note:
        parts.append(_("Note: “%(note)s”") % {"note": row.note})
    return " ".join(parts)


def without_refused(items: list[Any], request: HttpRequest, context: Any) -> None:
    """Removes buttons that the gate would refuse after a privacy reason."""
    page = context.get("page")
    if page is None or context["view"] != "edit" or not is_of_a_kind(page):
        return
    row = down_now(page)
    if row is not None and row.is_private:
        items[:] = [item for item in items if item.name not in REFUSED_AFTER_PRIVACY]


def refuse_what_is_private(request: HttpRequest, page: Page) -> HttpResponse | None:
    """A `before_copy_page` hook: the gate's rule for the original would not cover a copy."""
    if not holds_what_is_private(page):
        return None
    text = _(
        "“%(title)s” cannot be copied: it, or a page below it, is down for student privacy. Ask "
        "the communications office."
    )
    messages.error(request, text % {"title": page.get_admin_display_title()})
    return redirect("wagtailadmin_explore", page.get_parent().pk)


LAST = 20000
"""After "Page locked", so that this item does not become the main button."""


class TakeDownItem(ActionMenuItem):
    """The item in the editor's footer, for everyone who may edit the page, even while it is locked
    for them."""

    name = "action-take-down"
    label = gettext_lazy("Take it down now")
    icon_name = "download"
    order = LAST

    def is_shown(self, context: Any) -> bool:
        page = context.get("page")
        if context["view"] != "edit" or page is None or not is_of_a_kind(page):
            return False
        tester = self.get_user_page_permissions_tester(context)
        return bool(tester.can_edit() and is_up(page))

    def get_url(self, parent_context: Any) -> str:
        return reverse("moderation_take_down", args=[parent_context["page"].pk])


class TakeDownUserbarItem(BaseItem):
    """The item in the user bar of the public page."""

    template_name = "moderation/admin/userbar_take_down.html"

    def __init__(self, page: Page) -> None:
        self.page = page

    def render_html(self, parent_context: Any = None) -> str:
        request = (parent_context or {}).get("request")
        if request is None or getattr(request, "is_preview", False) or not self.page.live:
            return ""
        if not can_take_down(request.user, self.page):
            return ""
        return str(super().render_html(parent_context))


class TakenDownPanel(Component):
    """Lists on the home screen of principals and the office what is down, until it is put back."""

    name = "taken_down"
    template_name = "moderation/admin/taken_down_panel.html"
    order = 25

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        return {"rows": down_for(parent_context["request"].user)}


def without_unpublish(items: list[Any], request: HttpRequest, context: Any) -> None:
    """Removes Wagtail's "Unpublish": taking down also hides files and stops waiting messages."""
    page = context.get("page")
    if page is not None and is_of_a_kind(page):
        items[:] = [item for item in items if item.name != "action-unpublish"]


def header_buttons(
    page: Page, user: User, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    if is_of_a_kind(page) and can_take_down(user, page) and is_up(page):
        yield Button(
            _("Take it down now"),
            reverse("moderation_take_down", args=[page.pk]),
            icon_name="download",
            priority=20,
        )


def userbar_item(request: HttpRequest, items: list[Any], page: Any) -> None:
    if page is not None and is_of_a_kind(page):
        items.append(TakeDownUserbarItem(page))


def urls() -> list[Any]:
    return [
        path("take-down/<int:page_id>/", TakeDownView.as_view(), name="moderation_take_down"),
        path("put-back/<int:page_id>/", put_back_page, name="moderation_put_back"),
    ]
