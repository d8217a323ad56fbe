"""Wagtail's editor of gated pages: the panel "Accessibility and privacy", and one save at a time.

Two windows, the short form for posting and the review write to the same page. Saving locks the
page's row, and first reports changes since the form was opened.
"""

from typing import Any, Final

from django.contrib import messages
from django.db import transaction
from django.forms.widgets import Media, Script
from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET
from wagtail.admin.panels import ObjectList
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.ui.side_panels import BaseSidePanel
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.revisions import RevisionsRevertView
from wagtail.admin.viewsets.pages import PageViewSet, page_viewset_registry
from wagtail.models import Page

from ..answers import Answers
from ..gate import PublishBlocked, PublishGateMixin
from ..models.records import LONGEST_NOTE


@require_GET
@never_cache
def session(request: HttpRequest) -> JsonResponse:
    """Returns {"user": …, "token": …} to the editor's script after a failed save."""
    return JsonResponse({"user": str(request.user.pk), "token": get_token(request)})


def about_saved_text(request: HttpRequest, page: Page, parent: Any) -> dict[str, Any]:
    """Returns whose text it is and of which page; a new page is identified by type and parent."""
    place = f"page-{page.pk}" if page.pk else f"new-{page._meta.label_lower}-{parent.pk}"
    return {
        "user": str(request.user.pk),
        "page": place,
        "is_new": page.pk is None,
        # The server's time zone, whatever the computer's is.
        "zone": timezone.get_default_timezone_name(),
        # The form came back with errors and with the text in it.
        "refused": request.method == "POST",
        "session": reverse("publishing_session"),
    }


NAME: Final = "gate"
# After Wagtail's own "Status".
POSITION: Final = 1


class GateSidePanel(BaseSidePanel):
    """The panel with the findings. Its script loads them when the editor opens and after every
    change.

    `parent` is set for a page that does not exist yet; `is_locked`: read only.
    """

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
        # A new page gets its id by autosave while the editor stays open.
        context["check_saved_url"] = reverse("publishing_live_check", args=[0])
        context["is_locked"] = self.is_locked
        # The editor answers a POST with a page only if the form was refused.
        context["was_refused"] = self.request.method == "POST"
        context["ticked"] = self.ticked()
        context["longest_note"] = LONGEST_NOTE
        context["words"] = words()
        context["kept_text"] = about_saved_text(self.request, self.object, self.parent)
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
        """Returns the answers in the refused form: the note of each ticked warning, None for an
        unticked one."""
        answers = Answers.sent(self.request.POST)
        return {
            mark: answers.notes[mark] if mark in answers.ticked else None for mark in answers.asked
        }


def words() -> dict[str, Any]:
    """Returns the script's sentences. Pairs are singular and plural."""
    return {
        "checking": _("Checking…"),
        "clear": _("Nothing found. Only you can tell whether it is clear."),
        "failed": _("Could not check. We will check again when you save."),
        "fix": [_("1 thing must be fixed"), _("%(count)s things must be fixed")],
        "check": [_("1 to check"), _("%(count)s to check")],
        "empty": [_("1 part is still empty"), _("%(count)s parts are still empty")],
        "refused": _("This didn’t go through yet. Fix what is marked below, then try again."),
        "fixed": _("Everything is fixed. You can try again now."),
        "toggle": _("Toggle accessibility and privacy: %(state)s"),
        "jump": _("Go to “%(place)s”"),
        "whole": _("This is about the whole page."),
        "newWindow": _("(opens in a new window)"),
        "confirmed": _("Checked by %(by)s, %(at)s"),
        "alike": _("The same in %(all)s places. This is place %(number)s."),
        "why": _("Why, and what to do"),
        "about": _("about “%(message)s”"),
        "done": _("%(label)s: done."),
    }


class WithGatePanel:
    """Adds the panel to a view of Wagtail's page editor."""

    def get_side_panels(self) -> Any:
        view: Any = self
        panels = super().get_side_panels()  # type: ignore[misc]
        # A response to autosave replaces panels on the open screen; ours updates itself.
        is_partial = view.expects_json_response or getattr(view, "hydrate_create_view", False)
        if not (is_partial or view.page.alias_of_id):
            panel = GateSidePanel(
                view.page,
                view.request,
                parent=getattr(view, "parent_page", None),
                is_locked=getattr(view, "locked_for_user", False),
            )
            panels.insert(POSITION, panel)
        return panels


class GatedCreateView(WithGatePanel, CreateView):
    pass


class OneSaveAtATime(WithGatePanel):
    """Locks the page while a form is saved, and never replaces a newer version without a
    question."""

    def dispatch(self, request: HttpRequest, page_id: int, **kwargs: Any) -> HttpResponseBase:
        dispatch = super().dispatch  # type: ignore[misc]
        if request.method != "POST":
            response: HttpResponseBase = dispatch(request, page_id, **kwargs)
            return response
        with transaction.atomic():
            # Allows writes of rows that refer to the page.
            locked = Page.objects.select_for_update(no_key=True).filter(pk=page_id)
            list(locked.values_list("pk"))
            try:
                return dispatch(request, page_id, **kwargs)
            except PublishBlocked as refusal:
                # The draft stays saved: only going live is refused.
                blocked = refusal
        raise blocked

    @property
    def is_autosave(self) -> bool:
        view: Any = self
        return bool(view.expects_json_response and not view.hydrate_create_view)

    def get_object(self) -> Any:
        """Passes on what Wagtail has read with the page's row, and would read again for each
        button."""
        view: Any = self
        page = super().get_object()  # type: ignore[misc]
        page.latest_revision = view.latest_revision
        if not any(name.startswith("action-") for name in view.request.POST):
            page._current_workflow_states = view.real_page_record._current_workflow_states
            page._approved_schedule = view.scheduled_revision is not None
        return page

    def get_action_menu(self) -> Any:
        return MediaContainer() if self.is_autosave else super().get_action_menu()  # type: ignore[misc]

    @property
    def header_more_buttons(self) -> Any:
        return [] if self.is_autosave else super().header_more_buttons  # type: ignore[misc]

    def render_partials(self) -> str:
        """The answer to autosave has neither the form nor its menu."""
        view: Any = self
        if self.is_autosave:
            view.edit_handler = ObjectList([]).bind_to_model(view.page_class)
        html: str = super().render_partials()  # type: ignore[misc]
        return html

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        view: Any = self
        conflict = "" if view.expects_json_response or view.locked_for_user else self._conflict()
        if conflict:
            return self._show_again(conflict)
        return super().post(request, *args, **kwargs)  # type: ignore[misc]

    def _conflict(self) -> str:
        """Returns what happened to the page since the form was opened; "" for nothing."""
        view: Any = self
        if view.request.POST.get("action-workflow-action") and not view.workflow_action_is_valid():
            return _(
                "Nothing was approved or sent back: this is no longer waiting for you. What you "
                "wrote is below and is not saved."
            )
        if view.is_out_of_date:
            return _(
                "This page was changed in another window, or by someone else, since you opened "
                "it. What you wrote is below and is not saved. To replace the other version with "
                "yours, press the button once more; “History” keeps both."
            )
        return ""

    def _show_again(self, message: str) -> HttpResponseBase:
        """Returns the form with the typed content, over the newest version."""
        view: Any = self
        view.form = view.form_class(
            view.request.POST,
            view.request.FILES,
            instance=view.page,
            subscription=view.subscription,
            parent_page=view.parent,
            for_user=view.request.user,
        )
        view.form.defer_required_fields()
        view.form.is_valid()
        view.form.restore_required_fields()
        view.has_unsaved_changes = True
        # Only the button may replace the other version.
        view.autosave_enabled = False
        messages.error(view.request, message)
        response: HttpResponseBase = view.render_to_response(view.get_context_data())
        return response


class GatedEditView(OneSaveAtATime, EditView):
    pass


class GatedRevertView(OneSaveAtATime, RevisionsRevertView):
    pass


class GatedPageViewSet(PageViewSet):
    """The views of all gated page types."""

    add_view_class = GatedCreateView
    edit_view_class = GatedEditView
    revisions_revert_view_class = GatedRevertView

    def on_register(self) -> None:
        page_viewset_registry.register(PublishGateMixin, self)


gated_page_viewset = GatedPageViewSet("gated_pages")
