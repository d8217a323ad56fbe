"""Registers the way from the editor to the staff area."""

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem


@hooks.register("register_admin_menu_item")
def my_signature() -> MenuItem:
    return MenuItem(
        _("My signature"), reverse_lazy("signatures:my_signature"), icon_name="edit", order=9000
    )
