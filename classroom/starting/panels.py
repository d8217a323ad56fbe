"""What the page editor shows of a class's template: locked words, and guidance beside a part."""

from typing import Any

from django.urls import reverse
from wagtail.admin.panels import MultiFieldPanel, Panel

from .selectors import guidance_for
from .showing import office_words


class GuidedPanel(MultiFieldPanel):
    """One required part of an update, with the office's guidance for it above its fields."""

    def __init__(self, *args: Any, part: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.part = part

    def clone_kwargs(self) -> Any:
        return {**super().clone_kwargs(), "part": self.part}

    class BoundPanel(MultiFieldPanel.BoundPanel):
        template_name = "classroom/admin/starting/guided_panel.html"

        def get_context_data(self, parent_context: Any = None) -> Any:
            context = super().get_context_data(parent_context)
            classroom = self.form.classroom
            if said := guidance_for(classroom).get(self.panel.part):
                # It stands in the place of what the form says by itself.
                self.help_text = ""
                context["guidance"] = said
                context["language"] = classroom.started_from.content_language
            return context


class TemplatePanel(Panel):
    """On a class page that is there: its template, the words that it shows, and the way to a newer
    version."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "classroom/admin/starting/template_panel.html"

        def is_shown(self) -> bool:
            return bool(super().is_shown() and self.form is not None and not self.form.is_new)

        def show_panel_furniture(self) -> bool:
            return False

        def get_context_data(self, parent_context: Any = None) -> Any:
            context = super().get_context_data(parent_context)
            standing = self.form.template_standing
            context |= {
                "standing": standing,
                "words": office_words(self.instance, standing.version),
                "screen": reverse("classroom_template", args=[self.instance.pk]),
            }
            return context
