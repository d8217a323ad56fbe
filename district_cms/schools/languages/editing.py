"""Editing the Spanish of a page beside its own texts."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, Panel

from district_cms.publishing.forms.page import PublishGateForm

from .titles import SPANISH

_TICK = "says_the_same"


def in_both(name: str) -> list[FieldPanel]:
    """Returns the panels of a text in the page's own language and in Spanish."""
    return [FieldPanel(name), FieldPanel(f"{name}_es")]


class TranslatedPageForm(PublishGateForm):
    """Adds a checkbox for what only a person can know: that outdated Spanish still matches."""

    says_the_same = forms.BooleanField(
        required=False,
        label=_("The Spanish still says the same"),
        help_text=_("Select this after you compared it with the new text."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            # Only for the input: its label and help text are in the editor's language.
            if name.endswith("_es"):
                field.widget.attrs["lang"] = SPANISH
        self.behind = [name for name, _mark in self.instance.behind()]
        if not self.behind:
            del self.fields[_TICK]

    def clean(self) -> Any:
        cleaned = super().clean()
        # Only the texts listed beside the checkbox, not those changed in the same form.
        ticked = self.behind if self.cleaned_data.get(_TICK) else []
        self.instance.says_the_same = frozenset(ticked)
        return cleaned


class SpanishPanel(Panel):
    """Lists the Spanish texts that may be out of date; hidden if there are none."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"heading": _("Spanish texts to check"), **options})

    class BoundPanel(Panel.BoundPanel):
        template_name = "schools/admin/spanish_panel.html"

        def is_shown(self) -> bool:
            return bool(super().is_shown() and _TICK in getattr(self.form, "fields", ()))

        def get_context_data(self, parent_context: Any = None) -> Any:
            context = super().get_context_data(parent_context)
            fields = (self.instance._meta.get_field(name) for name in self.form.behind)
            context["names"] = [capfirst(str(field.verbose_name)) for field in fields]
            context["tick"] = self.form[_TICK]
            return context
