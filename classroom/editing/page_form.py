"""The editor's form of an update."""

from typing import Any

from django.db.models import CharField, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Cast
from django.forms.widgets import Media, Script
from django.utils.functional import cached_property
from wagtail.admin.panels import Panel
from wagtail.models import Page, Revision, WorkflowState

from district_cms.publishing.forms.page import PublishGateForm
from district_cms.schools.frame import school_path

from ..addresses import class_name
from ..requirements.same_days import note_about, others_about
from ..states import reviews_of
from .dates import dates_now, refresh_dates
from .standing import about_update, actions_on


def is_posted() -> Q:
    """A condition: live, planned or with the principal. A draft that was begun and left covers no
    days yet.

    Asked of each update by itself: Wagtail's own relations make numbers of all keys there are.
    """
    key = Cast(OuterRef("pk"), CharField())
    plans = Revision.page_revisions.filter(object_id=key, approved_go_live_at__isnull=False)
    waiting = reviews_of(key).filter(status=WorkflowState.STATUS_IN_PROGRESS)
    return Q(live=True) | Q(Exists(plans)) | Q(Exists(waiting))


def newest(updates: Any) -> Any:
    """The update of a class that covers the latest days, live or not; None without one."""
    return updates.order_by(F("period_start").desc(nulls_last=True), "-path").first()


class UpdateForm(PublishGateForm):
    """Begun with the days of the next update and a title: a teacher types what is new."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
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

    def save(self, commit: bool = True) -> Any:
        if not self.instance.live:
            refresh_dates(self.instance, self.classroom)
        return super().save(commit=commit)

    @property
    def class_page(self) -> Page:
        """The plain page of the class that the update is for."""
        page: Page = self.parent_page or self.instance.get_parent()
        return page

    @cached_property
    def classroom(self) -> Any:
        """The class, with the titles of its `teacher` page and `school`, its year, and the version
        of the template that it started from; and how the update stands. One query for all
        panels."""
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
    """A panel of words, without a heading to open and close."""

    def show_panel_furniture(self) -> bool:
        return False

    @property
    def class_page(self) -> Page:
        page: Page = self.form.class_page
        return page


class ClassNamePanel(Panel):
    """Says above the form which class it is for: a teacher of five has five such forms."""

    class BoundPanel(_AboutTheClass):
        template_name = "classroom/admin/update_class.html"

        def __init__(self, **kwargs: Any) -> None:
            super().__init__(**kwargs)
            # Not when it is drawn: the panel beside the form, which says how the update stands as
            # well, is drawn before. No form: two versions are compared.
            self.about: dict[str, Any] = {}
            if self.form is not None:
                self.about = actions_on(self.instance, self.form.classroom, self.request.user)

        def get_context_data(self, parent_context: Any = None) -> Any:
            context = super().get_context_data(parent_context)
            classroom = self.form.classroom
            context |= {
                "name": class_name(classroom),
                "year": classroom.school_year.name,
                "teacher": classroom.teacher,
                "school": classroom.school,
                **self.about,
            }
            return context


def _title_of(path: str) -> Subquery:
    return Subquery(Page.objects.filter(path=path).values("title")[:1])


class SameDaysPanel(Panel):
    """Says below the days that another update of the class is about them. A script asks again when
    someone changes the days."""

    class BoundPanel(_AboutTheClass):
        template_name = "classroom/admin/same_days_panel.html"

        @property
        def media(self) -> Media:
            scripts: Any = [Script("js/same_days.js", type="module")]
            return super().media + Media(js=scripts)

        def get_context_data(self, parent_context: Any = None) -> Any:
            context = super().get_context_data(parent_context)
            page = self.class_page
            days = self.form.cleaned_data if self.form.is_bound else self.form.initial
            first, last = days.get("period_start"), days.get("period_end")
            updates = type(self.instance).objects
            context |= {
                "class_id": page.pk,
                "own": self.instance.pk or "",
                **note_about(others_about(updates, page.path, first, last, self.instance.pk)),
            }
            return context
