"""Links that families look for first: the office says where they lead, the site names them."""

import re
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

QUICK_LINKS = [
    ("lunch", _("Lunch menu")),
    ("bus", _("School buses")),
    ("absence", _("Report an absence")),
    ("portal", _("Family portal")),
    ("enrollment", _("Enroll a student")),
]
_ADDRESS: Final = re.compile(r"(?:https?://|tel:|mailto:|/)\S+")


class QuickLinkBlock(blocks.StructBlock):
    """One link, to a page of this site or to another address."""

    kind = blocks.ChoiceBlock(choices=QUICK_LINKS, label=_("Link"))
    page = blocks.PageChooserBlock(required=False, label=_("Page of this site"))
    address = blocks.CharBlock(
        required=False,
        label=_("Or another address"),
        help_text=_("For example https://menus.example.org or tel:406-555-0100."),
    )
    school = blocks.PageChooserBlock(
        required=False,
        page_type="schools.SchoolPage",
        label=_("Only for this school"),
        help_text=_("Empty: for all schools that have no link of their own of this kind."),
    )

    class Meta:
        icon = "link"
        label = _("Quick link")

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        if bool(value["page"]) == bool(_ADDRESS.fullmatch(value["address"])):
            message = _("Choose a page, or type a whole address: https://, tel: or mailto:.")
            raise blocks.StructBlockValidationError({"address": ValidationError(message)})
        return value
