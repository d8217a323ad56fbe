"""From the staff record: the page of a teacher who has another last name now."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages as with_buttons
from wagtail.admin.widgets.button import HeaderButton

from district_cms.people.models import Staff, User
from district_cms.people.permissions import may_manage_account
from district_cms.web.accounts import SignedInRequest

from ..on_record import OnStaffRecord
from .offers import Offer, offers_for, still_named
from .services import forget_former_name, leave_as_it_is, rename


def may_rename(actor: User, staff: Staff) -> bool:
    """Whoever may change the record, their own too."""
    if not actor.has_perm("people.change_staff"):
        return False
    account = staff.user
    return account is None or account.pk == actor.pk or may_manage_account(actor, account)


class RenamingForm(forms.Form):
    """For each page whether it is renamed, and how."""

    def __init__(self, *args: Any, offers: list[Offer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offers = [each for each in offers if not each.waits]
        for each in self.offers:
            facts = {"title": each.page.title, "school": each.school}
            self.fields[f"rename_{each.page.pk}"] = forms.BooleanField(
                label=_("Rename the page “%(title)s” (%(school)s)") % facts,
                help_text=_(
                    "Address: %(new)s instead of %(old)s. The old one leads to the new one."
                )
                % {"new": each.address, "old": each.address_now},
                required=False,
                initial=True,
            )
            self.fields[f"title_{each.page.pk}"] = forms.CharField(
                label=_("Name that families see"), max_length=255, initial=each.title
            )

    @property
    def wanted(self) -> list[tuple[Offer, str]]:
        return [
            (each, self.cleaned_data[f"title_{each.page.pk}"])
            for each in self.offers
            if self.cleaned_data[f"rename_{each.page.pk}"]
        ]


class RenamingView(OnStaffRecord):
    """What would be called how; then it is, or stays as it is."""

    template_name = "classroom/admin/rename_teacher.html"
    form_class = RenamingForm
    page_title = gettext_lazy("New last name")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        people = Staff.objects.select_related("user")
        self.staff = get_object_or_404(people, pk=self.kwargs["pk"])
        if not may_rename(self.request.user, self.staff):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def offers(self) -> list[Offer]:
        return offers_for(self.staff)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "offers": self.offers}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "leave" in request.POST:
            leave_as_it_is(staff=self.staff, user=self.request.user)
            messages.success(request, _("The pages keep the names that they have."))
            return redirect(self.back_url)
        return super().post(request, *args, **kwargs)

    @transaction.atomic
    def form_valid(self, form: RenamingForm) -> HttpResponse:
        user = self.request.user
        renamed = [
            (offer, title)
            for offer, title in form.wanted
            if rename(page=offer.page, title=title, slug=offer.slug, user=user)
        ]
        if len(renamed) < len(form.wanted):
            text = _("A page was sent to review in the meantime. It is renamed after that.")
            messages.warning(self.request, text)
        elif not any(each.waits for each in self.offers):
            forget_former_name(staff=self.staff)
        if renamed:
            titles = ", ".join(f"“{title}”" for _offer, title in renamed)
            text = ngettext(
                "The page is called %(titles)s now. Its old address leads to the new one.",
                "The pages are called %(titles)s now. Their old addresses lead to the new ones.",
                len(renamed),
            )
            messages.success(self.request, text % {"titles": titles})
        return redirect(self.back_url)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "staff": self.staff,
            "offers": self.offers,
            "waiting": [each for each in self.offers if each.waits],
            "back": self.back_url,
        }


def urls() -> list[Any]:
    return [path("staff-renamed/<int:pk>/", RenamingView.as_view(), name="classroom_renaming")]


def buttons(staff: Staff, actor: User) -> list[HeaderButton]:
    """On the staff record, while a page has the former name."""
    if not staff.former_family_name or not may_rename(actor, staff):
        return []
    address = reverse("classroom_renaming", args=[staff.pk])
    return [HeaderButton(_("Rename the page"), address, icon_name="edit", priority=25)]


def offer_to_rename(*, request: SignedInRequest, people: list[Staff], **_others: object) -> None:
    """Receives `records_saved`: says whose page has the name that they had before."""
    kept = still_named(people)
    for staff in people:
        if staff.pk not in kept or not may_rename(request.user, staff):
            continue
        text = _("%(name)s has a new last name. The page still says %(former)s.") % {
            "name": staff.full_name,
            "former": staff.former_family_name,
        }
        address = reverse("classroom_renaming", args=[staff.pk])
        buttons_of = [with_buttons.button(address, _("Rename the page"))]
        with_buttons.warning(request, text, buttons=buttons_of)
