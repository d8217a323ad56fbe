"""The page editor's form of an update, with its status."""

from typing import Any

from django.db.models import CharField, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Cast
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.panels import Panel
from wagtail.models import Page, Revision, WorkflowState

from district_cms.moderation.read_later import has_objection, is_for_another, reads_later
from district_cms.people.models import User
from district_cms.procedure.versions import COLUMNS
from district_cms.publishing.forms.page import PublishGateForm
from district_cms.schools.frame import school_path
from district_cms.web.times import day_text

from ..addresses import class_name
from ..models.ledger import PostingSlot
from ..parts import version_of
from ..states import ANNOTATED, STORED, UpdateState, facts_by, remember, reviews_of, standing_in
from .dates import dates_now, refresh_dates


def about_update(update: Any) -> dict[str, Subquery]:
    """Returns annotations for a query that is made anyway; none for a new update."""
    if update.pk is None:
        return {}
    pk, uuid = str(update.pk), update.translation_key
    slots = PostingSlot.objects.filter(met_by=uuid, day__isnull=False).order_by("day")
    return {
        **facts_by(pk, uuid),
        "asked_by": Subquery(reviews_of(pk).values("requested_by")[:1]),
        "day_filled": Subquery(slots.values("day")[:1]),
        "reads_later": reads_later(update.path),
    }


def remember_standing(update: Any, row: Any) -> Any:
    """Returns the standing of the update, and keeps it for the side panel. `row` has the
    annotations of `about_update`."""
    stored = {name: getattr(update, name) for name in STORED}
    standing = standing_in(stored | {name: getattr(row, name) for name in ANNOTATED})
    remember(update, standing)
    return standing


def actions_on(update: Any, row: Any, user: User) -> dict[str, Any]:
    """Returns what the top of the form says and offers. `row` has the annotations of
    `about_update`. Two more queries for a live update in a class whose updates go live at once."""
    if update.pk is None:
        return {}
    standing = remember_standing(update, row)
    may = update.permissions_for_user(user)
    edits = may.can_edit()
    waits = standing.state is UpdateState.WITH_PRINCIPAL
    planned = standing.state is UpdateState.SCHEDULED
    at_once = (
        update.live
        and row.reads_later
        and not is_for_another(update, user)
        and not has_objection([update], by=user)
    )
    return {
        "update": update,
        "standing": standing,
        "help": _help(
            standing.state, live=update.live, own=row.asked_by == user.pk, at_once=at_once
        ),
        "day_filled": day_text(row.day_filled) if row.day_filled else "",
        "can_take_back": waits and row.asked_by == user.pk,
        "can_compose": edits and not waits and not planned,
        "can_take_down": edits and (update.live or planned),
    }


def _help(state: UpdateState, *, live: bool, own: bool, at_once: bool) -> str:
    if state is UpdateState.WITH_PRINCIPAL:
        return _("To change something, take it back first.") if own else ""
    if live and at_once:
        return _(
            "Families read what is live until you publish your changes. "
            "Changing it does not touch the posting day."
        )
    if live:
        return _(
            "Families read the approved version until the principal approves your changes. "
            "Changing it does not touch the posting day."
        )
    if state is UpdateState.SENT_BACK:
        return _("Make the change and submit it again. It keeps the day you first submitted it.")
    return ""


def is_posted() -> Q:
    """Returns a condition: live, scheduled or in review. An abandoned draft covers no days yet.

    Subqueries per update: Wagtail's own relations would convert all keys to numbers."""
    key = Cast(OuterRef("pk"), CharField())
    plans = Revision.page_revisions.filter(object_id=key, approved_go_live_at__isnull=False)
    waiting = reviews_of(key).filter(status=WorkflowState.STATUS_IN_PROGRESS)
    return Q(live=True) | Q(Exists(plans)) | Q(Exists(waiting))


def newest(updates: Any) -> Any:
    """Returns the update of a class that covers the latest days, live or not; None without one."""
    return updates.order_by(F("period_start").desc(nulls_last=True), "-path").first()


class UpdateForm(PublishGateForm):
    """Starts with the dates of the next update and a title, so that a teacher types only what is
    new."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._leave_out_parts()
        if self.is_bound:
            return
        if self.instance._state.adding:
            dates = dates_now(self.parent_page.specific)
            self.initial["title"] = self.initial.get("title") or dates.title
            self.initial["period_start"] = self.instance.period_start or dates.period[0]
            self.initial["period_end"] = self.instance.period_end or dates.period[1]
        elif not self.instance.live:
            refresh_dates(self.instance, self.classroom)
            for name in ("title", "period_start", "period_end"):
                self.initial[name] = getattr(self.instance, name)

    def _leave_out_parts(self) -> None:
        """Leaves out what the procedure does not name on the update's day, and keeps its
        content."""
        version = version_of(self.instance)
        for name in COLUMNS:
            part = version.part(name)
            fields = (name, f"{name}_none", f"{name}_none_reason")
            for field in fields[1:] if part and not part.none_because else () if part else fields:
                self.fields.pop(field, None)
        if not version.further_parts:
            self.fields.pop("further", None)

    def save(self, commit: bool = True) -> Any:
        if not self.instance.live:
            refresh_dates(self.instance, self.classroom)
            if self.instance.pk:
                remember_standing(self.instance, self.classroom)
        return super().save(commit=commit)

    @property
    def class_page(self) -> Page:
        """Returns the class of the update as a plain `Page`."""
        page: Page = self.parent_page or self.instance.get_parent()
        return page

    @cached_property
    def classroom(self) -> Any:
        """Returns the class with its year, its template version, the titles of its `teacher` page
        and `school`, and the facts about the update. One query for all panels."""
        page = self.class_page
        return (
            page.specific_class.objects.select_related("school_year", "started_from")
            .annotate(
                teacher=_title_of(page.path[: -Page.steplen]),
                school=_title_of(school_path(page.path)),
                **about_update(self.instance),
            )
            .get(pk=page.pk)
        )


class _AboutTheClass(Panel.BoundPanel):
    """A panel with text only, without a heading to collapse."""

    def show_panel_furniture(self) -> bool:
        return False

    @property
    def class_page(self) -> Page:
        page: Page = self.form.class_page
        return page


class ClassNamePanel(Panel):
    """Says above the form which class it is for: a teacher of five classes has five such forms."""

    class BoundPanel(_AboutTheClass):
        template_name = "classroom/admin/update_class.html"

        def __init__(self, **kwargs: Any) -> None:
            super().__init__(**kwargs)
            # Computed here because the side panel, which also needs the standing, renders earlier.
            # There is no form when two versions are compared.
            self.about: dict[str, Any] = {}
            if self.form is not None:
                self.about = actions_on(self.instance, self.form.classroom, self.request.user)

        def get_context_data(self, parent_context: Any = None) -> Any:
            context = super().get_context_data(parent_context)
            classroom = self.form.classroom
            context |= {
                "name": class_name(classroom),
                "year": classroom.school_year.name,
                "closed": classroom.school_year.closed_at,
                "teacher": classroom.teacher,
                "school": classroom.school,
                **self.about,
            }
            return context


def _title_of(path: str) -> Subquery:
    return Subquery(Page.objects.filter(path=path).values("title")[:1])
