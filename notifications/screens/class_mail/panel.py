"""The switches on the teacher's home screen, below "Your classes"."""

from collections.abc import Mapping
from typing import Any

from wagtail.admin.ui.components import Component

from ... import sources
from ...models import Channel
from .services import channels, families_of, heading, switch_of


class ClassMailPanel(Component):
    name = "class_mail"
    template_name = "notifications/admin/class_mail_panel.html"
    order = 15

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        rooms = sources.to_switch(parent_context["request"].user)
        keys = [room.translation_key for room in rooms]
        families = {channel: families_of(keys, channel) for channel in channels()}
        return {
            "heading": heading(),
            "texts": Channel.TEXT in channels(),
            "rows": [
                {
                    "classroom": room,
                    "name": sources.name_of(room),
                    "is_class": sources.is_class(room),
                    "switches": [
                        switch_of(room, channel, families[channel][room.translation_key])
                        for channel in channels()
                    ],
                }
                for room in rooms
            ],
            # Panels are rendered without a request of their own, and their buttons post.
            "csrf_token": parent_context["csrf_token"],
        }
