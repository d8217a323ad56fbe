"""The screens of the composer: choosing classes, the form, and what happens next."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext, gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from district_cms.moderation.read_later import (
    all_live_at_once,
    has_objection,
    is_for_another,
    leads,
)
from district_cms.publishing.editor.page_views import about_saved_text
from district_cms.publishing.models.records import LONGEST_NOTE
from district_cms.schools.languages.widgets import scripts
from district_cms.web.accounts import SignedInRequest
from district_cms.web.keys import key_in
from district_cms.web.times import moment_text

from ..addresses import MOST_CLASSES, class_name, compose_url, schools_if_several
from ..editing.dates import dates_now, is_default_title
from ..editing.page_form import about_update, actions_on
from ..home.selectors import Comment, comments_on
from ..models import ClassroomPage, UpdatePage
from ..presentation.update_parts import period_label
from ..selectors import days_met_by, own_classrooms, to_start_from
from ..services.updates import can_take_back
from ..starting.selectors import guidance_for
from ..states import Standing, UpdateState, standings
from .findings import DisplayedFinding, Report, lines
from .rich_text import first_words
from .selectors import (
    Target,
    classrooms_by_ids,
    first_due,
    groups_of,
    readers_of,
    requested_classes,
    targets,
    waiting_for,
)
from .services import FormRevision, draft_of, may_upload
from .sheet import Sheet, grown


class Screen(WagtailAdminTemplateMixin, TemplateView):
    request: SignedInRequest
    header_icon = "edit"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.get_page_title()}]


class ChooseView(Screen):
    """Chooses the classes that the update is for."""

    template_name = "classroom/admin/composer/choose.html"
    page_title = gettext_lazy("Post an update")
    groups: Sequence[tuple[str, list[Target]]] = ()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        address = reverse("classroom_compose")
        several = [
            _together(title, group, address)
            for title, group in self.groups
            if 1 < len(group) <= MOST_CLASSES
        ]
        every = [target for _title, group in self.groups for target in group]
        if 1 < len(every) <= MOST_CLASSES and len(self.groups) > 1:
            several.append(_together(gettext("All your classes"), every, address))
        return {**super().get_context_data(**kwargs), "several": several, "targets": every}


def _together(title: str, group: list[Target], address: str) -> tuple[str, Any, Any, str]:
    """Returns a link for writing to several classes at once, with each distinct posting day
    once."""
    days = {
        (each.day, each.filled_day, each.late_day, each.is_waited_for): each
        for each in group
        if each.day
    }
    keys = "&".join(f"class={each.classroom.pk}" for each in group)
    return title, group, list(days.values()), f"{address}?{keys}"


_NOT_HANDED_IN = frozenset({UpdateState.DRAFT, UpdateState.SENT_BACK, UpdateState.TAKEN_DOWN})


class DoneView(Screen):
    """Shows what happens next with a submitted update, and what else the teacher could do."""

    template_name = "classroom/admin/composer/done.html"
    page_title = gettext_lazy("On its way")
    header_icon = "check"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.update = get_object_or_404(UpdatePage, pk=self.kwargs["update_id"])
        if not self.update.permissions_for_user(self.request.user).can_edit():
            raise PermissionDenied
        in_batch = UpdatePage.objects.exclude(pk=self.update.pk).filter(
            batch_id=self.update.batch_id
        )
        self.pages = [self.update, *(in_batch if self.update.batch_id else ())]
        self.standings = standings(self.pages)
        if self.standings[self.update.pk].state in _NOT_HANDED_IN:
            return redirect("classroom_compose_draft", self.update.pk)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, update = self.request.user, self.update
        standing = self.standings[update.pk]
        waiting = [p for p in self.pages if self.standings[p.pk].state not in _NOT_HANDED_IN]
        posted = {page.get_parent().pk for page in waiting}
        groups = groups_of(user)
        every = [target for _title, group in groups for target in group]
        latest = draft_of(update)
        written = classrooms_by_ids(posted)
        schools = schools_if_several([*written, *(target.classroom for target in every)])
        written_for = targets(written, schools)
        days = days_met_by(waiting)
        counted = {name for name, _day in days}
        return {
            **super().get_context_data(**kwargs),
            "update": update,
            "targets": written_for,
            "standing": standing,
            "can_take_back": can_take_back(update, user),
            "at_once": standing.state is not UpdateState.WITH_PRINCIPAL,
            "readers": readers_of(waiting),
            "days": days,
            "one_more": [
                t for t in written_for if t.filled_day and class_name(t.classroom) not in counted
            ],
            "hour": moment_text(latest.go_live_at) if latest.go_live_at else "",
            "drafts": [
                (class_name(page.get_parent().specific), page)
                for page in self.pages
                if page not in waiting and page.permissions_for_user(user).can_edit()
            ],
            "others": [t for t in every if t.classroom.pk not in posted],
            "has_sections": any(
                posted & keys and keys - posted
                for keys in ({t.classroom.pk for t in group} for _title, group in groups)
            ),
        }


def title_offer(page: UpdatePage) -> str:
    """Returns a title from the first words of the lesson, while the update has a default one."""
    return first_words(page) if is_default_title(page.title) and not page.live else ""


class ComposeScreen(Screen):
    """An update in the form, before and after the form was submitted."""

    template_name = "classroom/admin/composer/compose.html"
    page_title = gettext_lazy("Post an update")
    # Set while an existing draft is edited.
    update: UpdatePage | None = None
    # The findings about the submitted form.
    findings: Sequence[DisplayedFinding] = ()
    report: Report | None = None
    trouble = ""
    # The address of the draft that was saved from another window or device.
    elsewhere = ""
    # The repair that was just made, and the token to undo it.
    repaired = ""
    undo_token = ""
    without_words = ""
    refused_files: Sequence[str] = ()

    def get_page_title(self) -> str:
        live = self.update is not None and self.update.live
        return gettext("Change an update") if live else str(self.page_title)

    @cached_property
    def classrooms(self) -> list[ClassroomPage]:
        sent = self.request.POST if self.request.method == "POST" else self.request.GET
        return requested_classes(sent, self.request.user)

    @cached_property
    def page(self) -> UpdatePage:
        """Returns the update in memory: a new one with the next dates, or the newest draft."""
        classroom = first_due(self.classrooms)
        dates = dates_now(classroom)
        first, last = dates.period
        return UpdatePage(title=dates.title, live=False, period_start=first, period_end=last)

    @cached_property
    def sheet(self) -> Sheet:
        data = self.request.POST if self.request.method == "POST" else None
        if data is not None and f"{(name := data.get('add'))}-TOTAL_FORMS" in data:
            data = grown(data, str(name))
        return Sheet(self.page, self.classrooms, data)

    def again(self) -> HttpResponse:
        """Renders the form again with what was typed."""
        return self.render_to_response(self.get_context_data())

    @cached_property
    def about_live(self) -> dict[str, Any]:
        """Returns what the page editor says and offers above the form of a live update; {}
        otherwise."""
        if self.update is None or not self.update.live:
            return {}
        row = UpdatePage.objects.annotate(**about_update(self.update)).get(pk=self.update.pk)
        actions = actions_on(self.update, row, self.request.user)
        return {**actions, "can_compose": False}

    @cached_property
    def standing(self) -> Standing | None:
        if self.about_live:
            live: Standing = self.about_live["standing"]
            return live
        return standings([self.update])[self.update.pk] if self.update else None

    @property
    def comment(self) -> Comment | None:
        """Returns what the school wrote when it sent the update back."""
        if self.standing is None or self.standing.state is not UpdateState.SENT_BACK:
            return None
        key = self.update.pk if self.update else 0
        return comments_on([key]).get(str(key))

    @property
    def is_live_at_once(self) -> bool:
        """Returns True if submitting publishes at once in all of these classes."""
        drafts, user = self.drafts, self.request.user
        if not all_live_at_once(self.classrooms):
            return False
        if not drafts:
            return not any(leads(user, each) for each in self.classrooms)
        for_another = any(is_for_another(draft, user) for draft in drafts)
        return not for_another and not has_objection(drafts, by=user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page, sheet = self.page, self.sheet
        own = self.group
        days = (page.period_start, page.period_end)
        seen = FormRevision.of(self.update.latest_revision if self.update else None)
        if self.trouble == "elsewhere":
            seen = FormRevision(
                self.request.POST.get("loaded_revision_id", ""),
                self.request.POST.get("loaded_revision_created_at", ""),
            )
        saved_text = about_saved_text(self.request, self.update or UpdatePage(), self.classrooms[0])
        return {
            **super().get_context_data(**kwargs),
            "sheet": sheet,
            "form": sheet.form,
            "targets": self.targets,
            **self.about_live,
            "other_drafts": self.other_drafts,
            # Shown before the author starts writing; on submission the gate asks.
            "waiting": waiting_for(self.classrooms, days, own)
            if self.request.method == "GET"
            else (),
            "action": self.action,
            "guidance": guidance_for(self.classrooms[0]),
            "guidance_language": getattr(self.classrooms[0].started_from, "content_language", ""),
            "comment": self.comment,
            "again": self.address_again,
            "standing": self.standing,
            "is_live_at_once": self.is_live_at_once,
            "seen": seen,
            "begun": self.request.POST.get("begun-id") or uuid.uuid4(),
            "findings": self.findings,
            "lines": lines(self.findings),
            "unfinished": self.report.unfinished if self.report else (),
            "gaps": sheet.gaps,
            "trouble": self.trouble,
            "elsewhere": self.elsewhere,
            "repaired": self.repaired,
            "place": self.place_left,
            "undo_token": self.undo_token,
            "may_upload": may_upload(self.request.user, get_image_model()),
            "may_attach": may_upload(self.request.user, get_document_model()),
            "title_offer": title_offer(page),
            **self.foot,
            "has_last": self.update is None
            and to_start_from(UpdatePage.objects.child_of(self.classrooms[0])).exists(),
            "days": period_label(page),
            "days_of": self._days_of(),
            "longest_note": LONGEST_NOTE,
            "languages": scripts(),
            "kept_text": {
                **saved_text,
                "start": "compose-",
                "page": f"compose-{saved_text['page']}",
            },
        }

    @property
    def foot(self) -> dict[str, Any]:
        """Returns what the foot of the form offers for a draft."""
        may = self.update.permissions_for_user(self.request.user) if self.update else None
        return {
            "update": self.update,
            "may_delete": may is not None and not may.page.live and may.can_delete(),
        }

    def _days_of(self) -> str:
        """Returns the class whose dates are proposed, "" if all classes have the same posting
        day."""
        days = {target.day for target in self.targets}
        return class_name(first_due(self.classrooms)) if len(days) > 1 else ""

    @property
    def action(self) -> str:
        if self.update is not None:
            return reverse("classroom_compose_draft", args=[self.update.pk])
        # With its classes: after a sign-in, the user returns to this form and its saved text.
        return compose_url(self.classrooms)

    @property
    def address_again(self) -> str:
        """Returns an address that shows the same result after a reload, because the response to a
        POST has no address of its own. "" for a GET request."""
        if self.request.method == "GET":
            return ""
        if self.update is not None:
            return f"{self.action}?look=again"
        return self.action

    @property
    def place_left(self) -> int:
        """Returns the position of the question that was just repaired; the script continues
        there."""
        return key_in(self.request.POST.get("turn")) or 0

    @property
    def drafts(self) -> list[UpdatePage]:
        """Returns the drafts being edited, in the order of their classes."""
        return [self.update] if self.update else []

    @property
    def group(self) -> list[int]:
        return [self.update.pk] if self.update else []

    @cached_property
    def targets(self) -> list[Target]:
        taught = own_classrooms(self.request.user)
        return targets(self.classrooms, schools_if_several([*taught, *self.classrooms]))

    @property
    def other_drafts(self) -> list[tuple[str, UpdatePage]]:
        return []
