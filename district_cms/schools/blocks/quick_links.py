"""Links that families look for first: the office says where they lead, the site names them."""

from typing import Any

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


class QuickLinkBlock(blocks.StructBlock):
    """One link, to a page of this site or to another address."""

    kind = blocks.ChoiceBlock(choices=QUICK_LINKS, label=_("Link"))
    page = blocks.PageChooserBlock(required=False, label=_("Page of this site"))
    address = blocks.RegexBlock(
        regex=r"(?:https?://|tel:|mailto:|/)\S+",
        required=False,
        error_messages={"invalid": _("Type a whole address: https://, tel: or mailto:.")},
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
        if bool(value["page"]) == bool(value["address"]):
            message = _("Choose a page or type an address, not both.")
            raise blocks.StructBlockValidationError({"address": ValidationError(message)})
        return value
