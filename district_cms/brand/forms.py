"""The office's forms for a logo's picture, for retiring a logo, and for statements."""

import datetime as dt
from typing import Any

from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.forms.models import formfield_for_dbfield

from district_cms.checks.accessibility.looks.colors import WHITE, contrast, parse
from district_cms.publishing.objects import CheckedForm

from .colors import district_color, mail_color
from .models import Logo, LogoVersion, Statement
from .services import (
    add_statement,
    change_look,
    change_statement,
    keep_logo,
    keep_professional,
    replace_picture,
    retire_logo,
    retire_statement,
    use_logo_again,
)


def confirm_field(label: Any) -> forms.BooleanField:
    """Returns a field that asks for a confirmation of the lists above it. The view removes it if
    nobody is affected."""
    return forms.BooleanField(
        label=label, error_messages={"required": _("Please confirm this first.")}
    )


def day_field(name: str, *, required: bool, label: Any, help_text: Any = "") -> Any:
    """Returns a field for a day, with the same input as all dates in the editor."""
    field = formfield_for_dbfield(LogoVersion._meta.get_field(name))
    field.required, field.label, field.help_text = required, label, help_text
    return field


def check_not_over(form: Any, name: str) -> None:
    """Adds an error to the field if its day is over, because the past cannot change."""
    day = form.cleaned_data.get(name)
    if day is not None and day < timezone.localdate():
        form.add_error(name, _("That day has passed. Choose today or a later day."))


class LogoForm(CheckedForm):
    """A logo and its properties. Its picture is chosen when it is added, and replaced on a separate
    screen."""

    @transaction.atomic
    def save(self, commit: bool = True) -> Any:
        if commit:
            keep_logo(logo=self.instance, user=self.for_user, today=timezone.localdate())
        return super().save(commit=commit)


class PictureForm(CheckedForm):
    """Another picture for a logo, from a day on. Its description was written for the previous
    picture, so the form asks about both together."""

    valid_from = forms.DateField()
    described = forms.BooleanField(
        label=_("The description fits the new picture."),
        error_messages={
            "required": _("Please correct the description, or select that it fits as it is.")
        },
    )
    confirm = confirm_field(_("I have checked who is affected, and this is the right picture."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["valid_from"] = day_field("valid_from", required=True, label=_("Shown from"))
        self.initial.setdefault("valid_from", timezone.localdate())

    def clean(self) -> Any:
        cleaned = super().clean()
        check_not_over(self, "valid_from")
        if "file" not in self.changed_data and not self.has_error("file"):
            self.add_error("file", _("Choose the new picture."))
        return cleaned

    @transaction.atomic
    def save(self, commit: bool = True) -> Any:
        if commit:
            day: dt.date = self.cleaned_data["valid_from"]
            replace_picture(logo=self.instance, valid_from=day, user=self.for_user)
        return super().save(commit=commit)


class RetireLogoForm(WagtailAdminModelForm):
    """Retires a logo: at once, or after a day."""

    last_day = forms.DateField(required=False)
    confirm = confirm_field(_("I have checked who is affected, and this logo should be retired."))

    class Meta:
        model = Logo
        fields = ["replaced_by"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["last_day"] = day_field(
            "valid_to",
            required=False,
            label=_("Last day"),
            help_text=_("Leave it empty to end its use now."),
        )
        other: Any = self.fields["replaced_by"]
        other.queryset = Logo.objects.active().exclude(pk=self.instance.pk)

    def clean(self) -> Any:
        cleaned = super().clean()
        check_not_over(self, "last_day")
        if self.cleaned_data.get("last_day") and self.cleaned_data.get("replaced_by"):
            self.add_error(
                "replaced_by",
                _(
                    "Another logo can replace it only if its use ends now: leave the last day "
                    "empty."
                ),
            )
        return cleaned

    def _post_clean(self) -> None:
        """Does not write to the logo: the service changes everything together."""

    def save(self, commit: bool = True) -> Any:
        values = self.cleaned_data
        retire_logo(
            logo=self.instance,
            user=self.for_user,
            today=timezone.localdate(),
            last_day=values["last_day"],
            replaced_by=values["replaced_by"],
        )
        return self.instance


class UseAgainForm(WagtailAdminModelForm):
    """A confirmation without other fields."""

    class Meta:
        model = Logo
        fields: list[str] = []

    def _post_clean(self) -> None:
        """The service changes everything together."""

    def save(self, commit: bool = True) -> Any:
        use_logo_again(logo=self.instance, user=self.for_user, today=timezone.localdate())
        return self.instance


class StatementForm(CheckedForm):
    """The first wording of a statement."""

    @transaction.atomic
    def save(self, commit: bool = True) -> Any:
        if commit:
            add_statement(statement=self.instance, user=self.for_user)
        return super().save(commit=commit)


class WordingForm(CheckedForm):
    """A new wording of a statement, or a new owner."""

    confirm = confirm_field(_("I have checked who is affected, and this wording is approved."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.before: Statement = Statement.objects.get(pk=self.instance.pk)
        self.initial["valid_from"] = timezone.localdate()

    def clean(self) -> Any:
        cleaned = super().clean()
        if self.cleaned_data.get("text") != self.before.text:
            check_not_over(self, "valid_from")
        return cleaned

    def save(self, commit: bool = True) -> Any:
        values = self.cleaned_data
        with transaction.atomic():
            self.instance = change_statement(
                statement=self.before,
                text=values["text"],
                owner=values["owner"],
                valid_from=values["valid_from"],
                user=self.for_user,
            )
            return super().save(commit=commit)


class RetireStatementForm(WagtailAdminModelForm):
    """Retires a statement."""

    last_day = forms.DateField()
    confirm = confirm_field(
        _("I have checked who is affected, and this statement should be retired.")
    )

    class Meta:
        model = Statement
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["last_day"] = day_field("valid_to", required=True, label=_("Last day"))
        self.initial.setdefault("last_day", timezone.localdate())

    def clean(self) -> Any:
        cleaned = super().clean()
        check_not_over(self, "last_day")
        return cleaned

    def _post_clean(self) -> None:
        """The service changes every wording that has not ended."""

    def save(self, commit: bool = True) -> Any:
        retire_statement(
            statement=self.instance, last_day=self.cleaned_data["last_day"], user=self.for_user
        )
        return self.instance


class OrganizationForm(CheckedForm):
    """A professional organization."""

    @transaction.atomic
    def save(self, commit: bool = True) -> Any:
        if commit:
            keep_professional(organization=self.instance, user=self.for_user)
        return super().save(commit=commit)


class WebsiteLookForm(WagtailAdminModelForm):
    """The mark and the color of the website."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mark: Any = self.fields["mark"]
        mark.empty_label = _("The first one registered")
        color: Any = self.fields["color"]
        color.required = True
        self.initial["color"] = self.initial.get("color") or self._on_the_website()
        color.help_text = format_html("{}<br>{}", color.help_text, self._adjustment())

    def _on_the_website(self) -> str:
        return mail_color(self.instance.color_hue, self.instance.color_chroma)

    def _adjustment(self) -> str:
        """Returns how the website uses the color, and why not as it is."""
        own, used = parse(self.initial["color"]), parse(self._on_the_website())
        if own is None or used is None:
            return ""
        if self.initial["color"].lower() == self._on_the_website():
            how = _("as it is")
        else:
            how = _("darker") if own.luminance > used.luminance else _("lighter")
        ratio = f"{contrast(used, WHITE):.1f}:1"
        text = _(
            "On the website: %(used)s, %(how)s. White words on it have a contrast of %(ratio)s."
        )
        return text % {"used": self._on_the_website(), "how": how, "ratio": ratio}

    def save(self, commit: bool = True) -> Any:
        if "color" in self.changed_data:
            code = self.cleaned_data["color"]
            self.instance.color_hue, self.instance.color_chroma = district_color(code)
        return change_look(look=self.instance, user=self.for_user)
