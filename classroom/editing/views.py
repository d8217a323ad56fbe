"""Screens of the editor beside the page form."""

from collections.abc import Iterable
from typing import Any, Final

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_POST
from django.views.generic import FormView, TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.pages.unpublish import UnpublishView
from wagtail.models import Page

from district_cms.publishing.mechanism import PublishBlocked, refusal_message
from district_cms.schools.models import CurriculumPage
from district_cms.web.accounts import SignedInRequest
from district_cms.web.times import weekday_text

from ..home.ways import compose_url, continue_url
from ..models import ClassroomPage, UpdatePage
from ..presentation.running import last_day_of, running
from ..requirements.same_days import note_about, others_about, others_by_class
from ..selectors import own_classrooms, to_start_from
from ..services.curriculum import Links, live_links_to
from ..services.updates import check_may_post, post_to_sections, start_from_last
from .forms import SameDaysForm, SectionsForm


@require_POST
def start_from_last_update(request: SignedInRequest, classroom_id: int) -> HttpResponse:
    """Make a draft from the class's newest update and open it in the short form; without one, the
    empty form."""
    classroom = get_object_or_404(ClassroomPage, pk=classroom_id)
    check_may_post(user=request.user, classroom=classroom)
    if not to_start_from(UpdatePage.objects.child_of(classroom)).exists():
        messages.info(
            request,
            _("%(class)s has no update to start from yet. This form is empty.")
            % {"class": classroom.title},
        )
        return redirect(compose_url([classroom]))
    update = start_from_last(classroom=classroom, user=request.user)
    messages.success(
        request,
        _("Here is a draft based on the last update for %(class)s. Change what is new.")
        % {"class": classroom.title},
    )
    return redirect(continue_url(update))


@require_GET
def same_days(request: SignedInRequest, classroom_id: int) -> HttpResponse:
    """Which other updates of a class are about the days that are being typed; words for the form.

    Days that nobody can read yet are about nothing.
    """
    classroom = get_object_or_404(ClassroomPage, pk=classroom_id)
    check_may_post(user=request.user, classroom=classroom)
    asked = SameDaysForm(request.GET)
    days = asked.cleaned_data if asked.is_valid() else {}
    others = others_about(
        UpdatePage.objects, classroom.path, days.get("first"), days.get("last"), days.get("own")
    )
    return render(request, "classroom/admin/same_days.html", note_about(others))


class OfAnUpdate(WagtailAdminTemplateMixin, FormView):
    """A screen about one update: its way back, and who may be here."""

    request: SignedInRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.update = get_object_or_404(UpdatePage, pk=self.kwargs["update_id"])
        if not self.may(self.update.permissions_for_user(self.request.user)):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def may(self, permissions: Any) -> bool:
        """Whether someone with these page permissions may use the screen."""
        return bool(permissions.can_edit())

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {
                "url": reverse("wagtailadmin_pages:edit", args=[self.update.pk]),
                "label": self.update.get_admin_display_title(),
            },
            {"url": "", "label": self.page_title},
        ]


class OtherSectionsView(OfAnUpdate):
    """Choose other classes of the same teacher and copy the update into them."""

    template_name = "classroom/admin/post_to_sections.html"
    form_class = SectionsForm
    page_title = gettext_lazy("Post to my other sections too")
    header_icon = "copy"

    @cached_property
    def others(self) -> QuerySet[ClassroomPage]:
        return own_classrooms(self.request.user).exclude(pk=self.update.get_parent().pk)

    def get_form_kwargs(self) -> dict[str, Any]:
        latest = self.update.get_latest_revision_as_object()
        paths = list(self.others.values_list("path", flat=True))
        same_days = others_by_class(
            UpdatePage.objects, paths, latest.period_start, latest.period_end
        )
        return {**super().get_form_kwargs(), "classrooms": self.others, "same_days": same_days}

    def form_valid(self, form: SectionsForm) -> HttpResponse:
        try:
            copied = post_to_sections(
                update=self.update,
                classrooms=form.cleaned_data["classrooms"],
                user=self.request.user,
                submit=form.cleaned_data["submit"],
            )
        except PublishBlocked as refusal:
            # Nothing was made: the update itself is what needs fixing first.
            form.add_error(None, refusal_message(refusal))
            return self.form_invalid(form)
        number = len(copied.made)
        if copied.submitted:
            text = ngettext(
                "The update was sent to the principal for %(number)d more class.",
                "The update is with the principal for %(number)d more classes.",
                number,
            )
        else:
            text = ngettext(
                "A draft of the update is waiting in %(number)d more class.",
                "Drafts of the update are waiting in %(number)d more classes.",
                number,
            )
        messages.success(self.request, text % {"number": number})
        return redirect("wagtailadmin_pages:edit", self.update.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "update": self.update,
            "has_others": self.others.exists(),
        }


SEEN: Final = "links-seen"
_LISTED: Final = 20


def ask_about_links(
    request: SignedInRequest, pages: Iterable[Page], *, deletes: bool = False
) -> HttpResponseBase | None:
    """Before these pages are taken down or deleted: the screen that says which live updates link to
    curriculum pages among or below them. None where no update does, or the screen has been seen.

    Called after it was asked whether the account may do that at all: where Wagtail asks for a
    confirmation this screen stands in its place, with the same questions.
    """
    if SEEN in request.POST:
        return None
    pages = list(pages)
    going = CurriculumPage.objects.none()
    for page in pages:
        going = going | CurriculumPage.objects.live().descendant_of(page, inclusive=True)
    links = live_links_to(going)
    if not links:
        return None
    answer: HttpResponseBase = LinkedCurriculumView.as_view(
        links=links, pages=pages, deletes=deletes
    )(request)
    return answer


class UnpublishPageView(UnpublishView):
    """Wagtail's, which has no hook before its question. What is below the page goes with it unless
    someone clears the box: a class's updates have addresses of their own."""

    template_name = "classroom/admin/unpublish.html"

    def get(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        asked = ask_about_links(request, [self.object])
        answer: HttpResponseBase = asked or super().get(request, *args, **kwargs)
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        below = ClassroomPage.objects.live().filter(running(today))
        classes = below.descendant_of(self.object, inclusive=True).select_related("school_year")
        ends = [last_day_of(room) for room in classes]
        return {
            **super().get_context_data(**kwargs),
            "classes": len(ends),
            "of_class": isinstance(self.object.specific, ClassroomPage),
            "until": weekday_text(max(ends)) if ends else "",
        }


class LinkedCurriculumView(WagtailAdminTemplateMixin, TemplateView):
    """Which live updates link to curriculum pages that are about to go, and who is told."""

    template_name = "classroom/admin/linked_curriculum.html"
    page_title = gettext_lazy("Updates link to this page")
    header_icon = "warning"
    links = Links()
    pages: tuple[Page, ...] = ()
    deletes = False

    def post(self, request: HttpRequest) -> HttpResponseBase:
        return self.render_to_response(self.get_context_data())

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        # As on Wagtail's own confirmations: the heading says what this is about.
        return []

    def get_page_subtitle(self) -> str:
        return ", ".join(page.get_admin_display_title() for page in self.pages)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sent = [
            (name, value)
            for name, values in self.request.POST.lists()
            for value in values
            if name != "csrfmiddlewaretoken"
        ]
        return {
            **super().get_context_data(**kwargs),
            "links": self.links,
            "shown": self.links.now[:_LISTED],
            "more": max(0, len(self.links.now) - _LISTED),
            "action": self.request.get_full_path(),
            "marker": SEEN,
            # What a first screen asked, such as whether the pages below go as well.
            "sent": sent,
            "parent": self.pages[0].get_parent().pk,
            **(self._questions(self.pages[0]) if self.request.method == "GET" else {}),
        }

    def _questions(self, page: Page) -> dict[str, Any]:
        """What Wagtail's confirmation of one page asks, which nobody has seen."""
        if not self.deletes:
            return {"live_below": page.get_descendants().live().count()}
        below = page.get_descendant_count()
        limit = getattr(settings, "WAGTAILADMIN_UNSAFE_PAGE_DELETION_LIMIT", 10)
        return {
            "deleted_below": below,
            "total_pages": below + 1,
            "is_typed": below + 1 >= limit,
            "wagtail_site_name": settings.WAGTAIL_SITE_NAME,
        }
