"""The editor's form of every gated page."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin.forms import WagtailAdminPageForm

from ..mechanism import PublishGateMixin
from ..services import keep_answers
from ..services.statements import keep_statements
from .asking import AskingForm
from .blocks_in_turn import BlocksInTurn
from .clock import ClockInWords
from .within_reach import FilesInReach

# The buttons by which a page leaves its author's hands.
BUTTONS_THAT_ASK = ("action-submit", "action-publish", "action-restart-workflow")


class PublishGateForm(FilesInReach, ClockInWords, BlocksInTurn, AskingForm, WagtailAdminPageForm):
    """Asks the gate when the page is about to be submitted, scheduled or published.

    Drafts and autosave (`is_deferred_validation`) are never refused, and neither is sending a
    page back to its author. A refusal stands at the field, in a StreamField at the block; the
    author's text comes back as it was typed.

    What the gate can only ask stops the buttons of the editor until someone has ticked it, and
    stands apart from what must be fixed.
    """

    def clean(self) -> Any:
        cleaned: Any = super().clean()
        if isinstance(self.instance, PublishGateMixin) and (
            refused := self.instance.refused_slug(cleaned.get("slug", ""), self.parent_page)
        ):
            self.add_error("slug", refused)
        moment = self.cleaned_data.get("go_live_at")
        # Only one that is newly typed: what went live on schedule keeps its own. Wagtail would take
        # a moment that is over for "now", without a word.
        if moment and moment < timezone.now() and "go_live_at" in self.changed_data:
            self.add_error(
                "go_live_at",
                _(
                    "This time has passed. Choose a later one, or leave it empty: then the page "
                    "goes live as soon as it is published."
                ),
            )
        return cleaned

    def save(self, commit: bool = True) -> Any:
        page = super().save(commit=commit)
        # Previews and the live check save the form as well, without the editor's subscription: a
        # tick counts when its author saves.
        if self.subscription is None:
            return page
        keep_statements(subject=page)
        if self.answers.asked:
            findings = self.findings or page.findings_for_author(self.parent_page)
            keep_answers(subject=page, findings=findings, answers=self.answers, user=self.for_user)
        return page

    def _post_clean(self) -> None:
        # Only after this does the instance hold what was typed.
        super()._post_clean()
        if "slug" not in self.fields and self.instance._state.adding:
            # Made again when the page knows its place in the tree and so its siblings' slugs.
            self.instance.slug = ""
        if self.is_deferred_validation or self._is_sent_back:
            return
        if not isinstance(self.instance, PublishGateMixin):
            return
        self.findings = tuple(self.instance.findings_for_author(self.parent_page))
        self.refuse()
        if self._is_approved or any(self.data.get(button) for button in BUTTONS_THAT_ASK):
            self.ask()

    def _start(self, number: int) -> str:
        return ngettext(
            "Please check one thing that only a person can judge. If it is right as it is, "
            "select it in the panel “Accessibility and privacy”; your name is saved with it.",
            "Please check %(number)d things that only a person can judge. If something is right "
            "as it is, select it in the panel “Accessibility and privacy”; your name is saved "
            "with it.",
            number,
        ) % {"number": number}

    @property
    def _is_sent_back(self) -> bool:
        return self._step == "reject"

    @property
    def _is_approved(self) -> bool:
        # Every other step of a workflow may end in publishing.
        return self._step not in {"", "reject"}

    @property
    def _step(self) -> str:
        sent = "action-workflow-action" in self.data
        return self.data.get("workflow-action-name", "") if sent else ""
