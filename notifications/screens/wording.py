"""The screen "Words in messages": drafts and versions, how they look, approving."""

from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone, translation
from django.utils.html import format_html
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import CreateView, EditView, IndexView, InspectView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import policy_registry

from district_cms.publishing.objects import CheckedForm
from district_cms.web.accounts import SignedInRequest
from district_cms.web.mail import Both, Drawn, site_root
from district_cms.web.refused.keys import key_in
from district_cms.web.tables import MomentColumn, StackedTable

from ..digests.email import digest_body
from ..digests.welcome import subject_of, welcome_body
from ..families.mail_body import FAMILY_PAGE, PREFERENCES, STOP, render_mail
from ..families.mails import confirmation
from ..models import MessageWording
from ..models.subscribers import LANGUAGES
from ..notices.wording import Where, class_body, urgent_body
from ..permissions import can_approve_wording
from ..services.wording import (
    AlreadyApproved,
    OwnWords,
    approve_wording,
    keep_wording,
    words_of,
)
from ..sources import Place
from .outbox import MAIL_CSP

NAMESPACE: Final = "wording"


class WordingForm(CheckedForm):
    """Passes the gate as a notice does: what families read is checked when it is saved."""

    @transaction.atomic
    def save(self, commit: bool = True) -> Any:
        if commit:
            keep_wording(wording=self.instance, user=self.for_user)
        return super().save(commit=commit)


def rendered(kind: str, language: str, own: OwnWords) -> Drawn:
    """The message of this kind with these words. Every link in it leads to the home page."""
    home, district = f"{site_root()}/", settings.DISTRICT_NAME
    urls = dict.fromkeys((STOP, PREFERENCES, FAMILY_PAGE), home)
    notice_urls = dict.fromkeys((STOP, PREFERENCES), home)
    place = Place("school", UUID(int=0), district, "", home, True, False, None)
    where = Where(district, home)
    with translation.override(language):
        match kind:
            case MessageWording.Kind.DIGEST:
                text = _now("Here you will read what is new in your classes.")
                body = digest_body(own, Both(format_html("<p>{}</p>", text), text), urls)
                subject = body.heading
            case MessageWording.Kind.WELCOME:
                # Of someone who has had all updates of the school.
                subject = subject_of(place)
                body = welcome_body(own, place, Both("", ""), urls)
            case MessageWording.Kind.CLASS_NOTICE:
                subject, text = _now("Name of the class"), _now("The teacher’s message goes here.")
                school = _now("Name of the school")
                body = class_body(subject, school, language, text, where, own, notice_urls)
            case MessageWording.Kind.URGENT_NOTICE:
                subject = _now("Urgent notice: %(title)s") % {"title": district}
                text = _now("The urgent message goes here.")
                body = urgent_body(subject, language, text, where, own, notice_urls)
            case _:
                subject, body = confirmation(place, "", own)
    return render_mail(body, subject=subject, language=language)


def _status(row: Any) -> str:
    if not row.is_approved:
        return _now("Draft")
    return _now("Used now") if row.used == row.pk else _now("Used before")


class WordingIndexView(IndexView):
    page_title = _("Words in messages")
    add_item_label = _("Write a new version")
    FORMATS = ()
    table_class = StackedTable
    template_name = "notifications/admin/wording_index.html"

    def get_base_queryset(self) -> Any:
        return MessageWording.objects.with_used(timezone.now())


class WordingCreateView(CreateView):
    def get_initial(self) -> dict[str, Any]:
        """With `from` in the address, the words of that version: how one goes back to it."""
        start = key_in(self.request.GET.get("from"))
        known = MessageWording.objects.filter(pk=start).first() if start is not None else None
        if known is None:
            return dict(super().get_initial())
        names = ("kind", *known.checked_fields)
        return {**super().get_initial(), **{name: getattr(known, name) for name in names}}

    def get_success_url(self) -> str:
        return _page_of(self.object)

    def get_success_message(self, instance: Any) -> str:
        return _now("The draft is saved. Look at it here before you approve it.")


class WordingEditView(EditView):
    """Of drafts: an approved version stays as families read it."""

    # Screens that these do not have.
    def get_usage_url(self) -> None:
        return None

    def get_history_url(self) -> None:
        return None

    def get_object(self, queryset: Any = None) -> Any:
        found = super().get_object(queryset)
        if found.is_approved:
            raise PermissionDenied(_now("This version was approved, so it stays as it is."))
        return found

    def post(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().post(request, *args, **kwargs)
        except AlreadyApproved as refused:
            # Approved while it was being changed.
            messages.error(request, str(refused))
            return redirect(_page_of(self.object))

    def get_success_url(self) -> str:
        return _page_of(self.object)


class WordingView(InspectView):
    """One version as families see it, and what can be done with it."""

    page_title = _("Words in messages")
    template_name = "notifications/admin/wording.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        version, user = self.object, self.request.user
        return {
            **super().get_context_data(**kwargs),
            "version": version,
            "in_use": MessageWording.objects.in_force(version.kind, timezone.now()) == version,
            "previews": [
                (
                    code,
                    name,
                    reverse(f"{NAMESPACE}:preview", args=[version.pk, code]),
                    rendered(version.kind, code, words_of(version, code)).text,
                )
                for code, name in LANGUAGES
            ],
            "may_approve": can_approve_wording(user),
            "may_change": self.user_has_permission("change"),
        }


@require_POST
def approve(request: SignedInRequest, pk: int) -> HttpResponse:
    """Raises `PermissionDenied` for who may not."""
    version = get_object_or_404(MessageWording, pk=pk)
    try:
        approve_wording(wording=version, user=request.user, seen=request.POST.get("seen", ""))
    except ValidationError as refused:
        for said in refused.messages:
            messages.error(request, said)
    else:
        messages.success(
            request, _now("Approved. Messages that are written from now on have these words.")
        )
    return redirect(_page_of(version))


@csp_override(MAIL_CSP)
@require_safe
def preview(request: SignedInRequest, pk: int, language: str) -> HttpResponse:
    """The HTML of one version alone, for the frames of its screen."""
    policy = policy_registry.get_by_type(MessageWording)
    if not policy.user_has_permission(request.user, "view"):
        raise PermissionDenied
    if language not in dict(LANGUAGES):
        raise Http404
    version = get_object_or_404(MessageWording, pk=pk)
    html = rendered(version.kind, language, words_of(version, language)).html
    return HttpResponse('<base target="_blank">' + html)


class WordingViewSet(ModelViewSet):
    model = MessageWording
    icon = "edit"
    menu_label = _("Words in messages")
    menu_order = 309
    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    index_view_class = WordingIndexView
    add_view_class = WordingCreateView
    edit_view_class = WordingEditView
    inspect_view_class = WordingView
    index_template_name = "notifications/admin/wording_index.html"
    index_results_template_name = "notifications/admin/wording_results.html"
    inspect_template_name = "notifications/admin/wording.html"
    list_display = [
        TitleColumn("number", label=_("Version"), get_url=lambda row: _page_of(row)),
        Column("get_kind_display", label=_("Message"), sort_key="kind"),
        Column("status", label=_("Status"), accessor=_status),
        Column("written_by", label=_("Written by")),
        Column("approved_by", label=_("Approved by")),
        MomentColumn("approved_at", label=_("Approved"), sort_key="approved_at"),
    ]
    list_filter = ["kind"]
    ordering = ["-pk"]
    list_per_page = 30

    def get_urlpatterns(self) -> Any:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("new/", self.add_view, name="add"),
            path("edit/<int:pk>/", self.edit_view, name="edit"),
            path("<int:pk>/", self.inspect_view, name="inspect"),
            path("<int:pk>/approve/", approve, name="approve"),
            path("<int:pk>/preview/<str:language>/", preview, name="preview"),
        ]


def _page_of(row: MessageWording) -> str:
    return reverse(f"{NAMESPACE}:inspect", args=[row.pk])


wording_viewset = WordingViewSet(NAMESPACE, url_prefix="words-in-messages")
