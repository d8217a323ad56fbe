"""The side panel "Accessibility and privacy" of the page editor.

It comes without findings: its script asks for them when the editor is open, and again after every
change. What someone ticked before a refused submission is in the request, and is handed back.
"""

import functools
from typing import Any, Final

from django.forms.widgets import Media, Script
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.side_panels import BaseSidePanel
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.models import Page

from ..answers import Answers
from ..mechanism import PublishGateMixin
from ..models.confirmation import LONGEST_NOTE
from .session import about_kept_text

NAME: Final = "gate"
# Wagtail's own "Status" stands first.
POSITION: Final = 1


class GateSidePanel(BaseSidePanel):
    """`parent` is given for a page that does not exist yet, `is_locked` says that this user may
    read but not save."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = gettext_lazy("Toggle accessibility and privacy")
        icon_name = "reader"
        counter_classname = "gate-counter"

    name = NAME
    title = gettext_lazy("Accessibility and privacy")
    template_name = "publishing/admin/gate_side_panel.html"
    order = 150

    def __init__(
        self, page: Page, request: HttpRequest, *, parent: Any = None, is_locked: bool = False
    ) -> None:
        super().__init__(page, request)
        self.parent = parent
        self.is_locked = is_locked

    @property
    def media(self) -> Media:
        scripts: Any = [
            Script("js/gate_panel/panel.js", type="module"),
            Script("js/kept_text/editor.js", type="module"),
            Script("js/one_save.js", type="module"),
        ]
        return Media(js=scripts)

    def get_context_data(self, parent_context: Any) -> Any:
        context = super().get_context_data(parent_context)
        context["check_url"] = self.check_url
        # A new page that saves itself gets its number while the editor stays open.
        context["check_saved_url"] = reverse("publishing_live_check", args=[0])
        context["is_locked"] = self.is_locked
        # The editor answers a POST with a page only when it refused.
        context["was_refused"] = self.request.method == "POST"
        context["ticked"] = self.ticked()
        context["longest_note"] = LONGEST_NOTE
        context["words"] = words()
        context["kept_text"] = about_kept_text(self.request, self.object, self.parent)
        return context

    @property
    def check_url(self) -> str:
        if self.object.pk:
            return reverse("publishing_live_check", args=[self.object.pk])
        options = self.object._meta
        return reverse(
            "publishing_live_check_new",
            args=[options.app_label, options.model_name, self.parent.pk],
        )

    def ticked(self) -> dict[str, str | None]:
        """What the refused form said of each warning it showed: its note, or None for no tick."""
        answers = Answers.sent(self.request.POST)
        return {
            asked: answers.notes[asked] if asked in answers.ticked else None
            for asked in answers.asked
        }


def words() -> dict[str, Any]:
    """The script's sentences. Pairs are for one and for several."""
    return {
        "checking": _("Checking…"),
        "clear": _("Nothing to fix here."),
        "failed": _("Could not check. We will check again when you save."),
        "fix": [_("1 thing must be fixed"), _("%(count)s things must be fixed")],
        "check": [_("1 to check"), _("%(count)s to check")],
        "empty": [_("1 part is still empty"), _("%(count)s parts are still empty")],
        "refused": _("This didn’t go through yet. Fix what is marked below, then try again."),
        "fixed": _("Everything is fixed. You can try again now."),
        "toggle": _("Toggle accessibility and privacy: %(state)s"),
        "jump": _("Go to “%(place)s”"),
        "whole": _("This is about the whole page."),
        "confirmed": _("Checked by %(by)s, %(at)s"),
        "alike": _("The same in %(all)s places. This is place %(number)s."),
        "why": _("Why, and what to do"),
        "about": _("about “%(message)s”"),
        "done": _("%(label)s: done."),
    }


def show_in_page_editor() -> None:
    """Put the panel into the editor of every gated page. Safe to call twice.

    Wagtail has no hook for the side panels of its page editor.
    """
    for view in (EditView, CreateView):
        if not getattr(view.get_side_panels, "shows_the_gate", False):
            view.get_side_panels = _with_our_panel(view.get_side_panels)


def _with_our_panel(original: Any) -> Any:
    @functools.wraps(original)
    def get_side_panels(self: Any) -> Any:
        panels = original(self)
        # An answer to autosave replaces panels on the open screen; ours keeps itself up to date.
        is_partial = self.expects_json_response or getattr(self, "hydrate_create_view", False)
        page: Page = self.page
        if is_partial or not isinstance(page, PublishGateMixin) or self.page.alias_of_id:
            return panels
        panel = GateSidePanel(
            page,
            self.request,
            parent=getattr(self, "parent_page", None),
            is_locked=getattr(self, "locked_for_user", False),
        )
        panels.insert(POSITION, panel)
        return panels

    get_side_panels.shows_the_gate = True  # type: ignore[attr-defined]
    return get_side_panels
