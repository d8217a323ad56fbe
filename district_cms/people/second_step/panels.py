"""The tab “Sign-in” of the account's settings."""

from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.account import BaseSettingsPanel, SettingsTab

from .selectors import summary

TAB = SettingsTab("sign-in", _("Sign-in"), order=150)


class SecondStepPanel(BaseSettingsPanel):
    """Shows and links: the account's page is one form, and each change asks for itself."""

    name = "second_step"
    title = _("Second step")
    tab = TAB
    order = 100
    template_name = "people/sign_in/summary.html"

    def get_form(self) -> forms.Form:
        return forms.Form()  # nothing to fill in, and never bound

    def render(self) -> str:
        context = summary(self.request, self.user)
        return render_to_string(self.template_name, context, request=self.request)


class LastSignInsPanel(SecondStepPanel):
    name = "last_sign_ins"
    title = _("Last sign-ins")
    order = 200
    template_name = "people/sign_in/last_sign_ins.html"


def second_step_panel(request: Any, user: Any, profile: Any) -> SecondStepPanel:
    return SecondStepPanel(request, user, profile)


def sign_ins_panel(request: Any, user: Any, profile: Any) -> SecondStepPanel:
    return LastSignInsPanel(request, user, profile)
