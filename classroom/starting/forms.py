"""The editor's forms of class pages and templates, and the panels about a class's template."""

import datetime as dt
from typing import Any

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import MultiFieldPanel, Panel

from district_cms.people.models.contact import DistrictContactForm
from district_cms.publishing.forms.page import PublishGateForm
from district_cms.publishing.objects import CheckedForm
from district_cms.schools.choosing.for_schools import ForSchoolsForm
from district_cms.schools.models import SchoolYear

from ..models.template import CLASS_PARTS, ClassTemplateVersion
from ..parts import version_of, words
from .selectors import Standing, guidance_for, newest_of, offered_at, office_words, standing_of


class GuidedPanel(MultiFieldPanel):
    """One part of an update, with the procedure's help or the office's guidance above its
    fields."""

    def __init__(self, *args: Any, part: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.part = part

    def clone_kwargs(self) -> Any:
        return {**super().clone_kwargs(), "part": self.part}

    class BoundPanel(MultiFieldPanel.BoundPanel):
        template_name = "classroom/admin/starting/guided_panel.html"

        def get_context_data(self, parent_context: Any = None) -> Any:
            context = super().get_context_data(parent_context)
            classroom = self.form.classroom
            if part := version_of(self.instance).part(self.panel.part):
                self.help_text = words(part.help)
            if guidance := guidance_for(classroom).get(self.panel.part):
                # The guidance replaces the form's own help text.
                self.help_text = ""
                context["guidance"] = guidance
                context["language"] = classroom.started_from.content_language
            return context


class TemplatePanel(Panel):
    """On an existing class page: its template, the text that it shows, and a link to a newer
    version."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "classroom/admin/starting/template_panel.html"

        def is_shown(self) -> bool:
            return bool(super().is_shown() and self.form is not None and not self.form.is_new)

        def show_panel_furniture(self) -> bool:
            return False

        def get_context_data(self, parent_context: Any = None) -> Any:
            context = super().get_context_data(parent_context)
            standing = self.form.template_standing
            context |= {
                "standing": standing,
                "words": office_words(self.instance, standing.version),
                "screen": reverse("classroom_template", args=[self.instance.pk]),
            }
            return context


class ClassroomForm(DistrictContactForm, PublishGateForm):
    """Starts a class page from a template. Parts that its template locks are not fields: they are
    shown beside the form, and submitted values cannot change them."""

    class_template: "forms.ModelChoiceField[ClassTemplateVersion]" = forms.ModelChoiceField(
        ClassTemplateVersion.objects.none(),
        required=False,
        label=_("Class page template"),
        empty_label=_("None, or the template of the class that it continues"),
        help_text=_(
            "The communications office’s text for a new class page. You can leave the parts below "
            "empty: families read the template’s text until you write your own."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.is_new:
            field: Any = self.fields["class_template"]
            field.queryset = offered_at(self.parent_page.path)
            self.initial["starts_on"] = self.initial.get("starts_on") or _begins_now()
            # As in every form of a new class, because most are for the current or the coming year.
            year = SchoolYear.objects.current(timezone.localdate())
            self.initial["school_year"] = self.initial.get("school_year") or year
        else:
            del self.fields["class_template"]
            version = self.template_standing.version
            for part in CLASS_PARTS:
                if version is not None and version.locks(part):
                    self.fields.pop(part, None)
        above = self.parent_page if self.is_new else self.instance
        if not (self.for_user and above.permissions_for_user(self.for_user).can_publish()):
            # Who owes posting days does not decide about them.
            self.fields.pop("exempt_reason", None)

    @property
    def is_new(self) -> bool:
        return bool(self.instance._state.adding)

    @cached_property
    def template_standing(self) -> Standing:
        return standing_of(self.instance)

    def clean(self) -> Any:
        cleaned = super().clean()
        if self.is_new:
            self.instance.started_from = cleaned.get("class_template") or self._of_year_before()
        return cleaned

    def _of_year_before(self) -> ClassTemplateVersion | None:
        before = self.cleaned_data.get("continues")
        return newest_of(before.started_from, self.parent_page.path) if before else None


def _begins_now() -> dt.date | None:
    """Returns today if the school year has begun, so that a new class does not owe past posting
    days. None in summer and on the first day."""
    today = timezone.localdate()
    years = SchoolYear.objects.filter(first_day__lt=today, last_day__gte=today)
    return today if years.exists() else None


class ClassTemplateForm(ForSchoolsForm, CheckedForm):
    """Runs the gate whenever a draft is saved, and asks for which schools the template is."""


class TakeForm(forms.Form):
    """Chooses the version for a class."""

    version: "forms.ModelChoiceField[ClassTemplateVersion]" = forms.ModelChoiceField(
        ClassTemplateVersion.objects.none(),
        label=_("Template"),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": _("Choose a template.")},
    )

    def __init__(self, *args: Any, offered: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["version"]
        field.queryset = offered
