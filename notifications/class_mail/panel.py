"""The switch on the teacher's home screen, below "Your classes"."""

from collections.abc import Mapping
from typing import Any

from wagtail.admin.ui.components import Component

from .. import sources
from .services import families_of


class ClassMailPanel(Component):
    name = "class_mail"
    template_name = "notifications/admin/class_mail_panel.html"
    order = 15

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        rooms = sources.classes_to_switch(parent_context["request"].user)
        families = families_of(room.translation_key for room in rooms)
        return {
            "rows": [
                {
                    "classroom": room,
                    "name": sources.class_name(room),
                    "offered": sources.offers_mail(room),
                    "families": families[room.translation_key],
                }
                for room in rooms
            ],
            # Panels are rendered without a request of their own, and their buttons post.
            "csrf_token": parent_context["csrf_token"],
        }
