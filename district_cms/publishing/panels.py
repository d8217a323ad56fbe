"""The list of questions below the form of an object."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel

from .models.confirmation import LONGEST_NOTE


class QuestionsPanel(Panel):
    """Stands last among the panels of a model whose form is a `CheckedForm`; it is not shown
    where nothing is asked."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"heading": _("Please check"), **options})

    class BoundPanel(Panel.BoundPanel):
        template_name = "publishing/admin/questions_panel.html"

        def is_shown(self) -> bool:
            return bool(super().is_shown() and getattr(self.form, "questions", ()))

        def get_context_data(self, parent_context: Any = None) -> Any:
            context = super().get_context_data(parent_context)
            context["questions"] = self.form.questions
            context["longest_note"] = LONGEST_NOTE
            return context
