"""What a person types on the page of their own data."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ...texts.forms import CodeForm, NumberForm


class OwnDataForm(CodeForm):
    """The code, whichever way it came."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        field.label = _("Code from the message")
        field.error_messages["wrong"] = _(
            "This is not the code. Look at the newest message and type its six digits."
        )


class AllDataForm(OwnDataForm):
    """The code, and that whoever deletes means it: on a phone the buttons stand below each other,
    and nothing brings the data back."""

    sure = forms.BooleanField(label=_("Yes, delete my data for good"), required=False)

    def say_not_sure(self) -> None:
        self.add_error("sure", _("To delete your data, check this box. Nothing was deleted."))


class OwnNumberForm(OwnDataForm, NumberForm):
    """A new number for a person's own page, and the code that shows who asks for it."""

    field_order = ("code", "number")
