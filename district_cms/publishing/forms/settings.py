"""The form of the accessibility settings: the statement is public, and passes the checks."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import ObjectList

from district_cms.checks.describing import advice_rules

from ..models import AccessibilitySettings
from ..objects import refuse_what_blocks
from ..panels import QuestionsPanel
from .objects import CheckedForm


class AccessibilitySettingsForm(CheckedForm):
    """Shows each piece of advice in its own words."""

    raised_rules = forms.MultipleChoiceField(
        label=_("Advice that blocks here"),
        help_text=_(
            "For these, the site asks the author and lets the page go live. What you select "
            "stops the page, and the message says that this district requires it."
        ),
        choices=lambda: list(advice_rules().items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


def check_the_statement() -> None:
    """Give the settings their form and their check; see `AccessibilitySettings.edit_handler`."""
    AccessibilitySettings.edit_handler = ObjectList(
        [*AccessibilitySettings.panels, QuestionsPanel()],
        base_form_class=AccessibilitySettingsForm,
    )
    AccessibilitySettings.check_words = staticmethod(refuse_what_blocks)
