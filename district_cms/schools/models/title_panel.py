"""The title of a page, in the editor."""

from typing import Any

from wagtail.admin.panels import TitleFieldPanel


class TitlePanel(TitleFieldPanel):
    """Says of the title what the page's type says in `title_help`. Wagtail says the same of every
    page, and nothing of who reads it where."""

    help_text: Any

    def on_model_bound(self) -> None:
        super().on_model_bound()
        self.help_text = self.help_text or self.model.title_help
