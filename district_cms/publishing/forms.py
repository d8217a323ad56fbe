"""The editor's form of every gated page."""

from collections import defaultdict
from collections.abc import Iterable
from threading import Lock
from typing import Any, Final

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin.forms import WagtailAdminPageForm

from district_cms.checks.findings import Finding

from .confirming import Answers, memory, open_questions
from .mechanism import PublishGateMixin
from .refusals import advice, field_error

# The buttons by which a page leaves its author's hands.
BUTTONS_THAT_ASK = ("action-submit", "action-publish", "action-restart-workflow")

_BLOCKS_IN_USE: Final = Lock()


class BlocksInTurn:
    """A form whose fields are cleaned while no other thread cleans those of such a form.

    For a draft, Wagtail 8.0 lifts what is required from the blocks themselves while it cleans them
    (`Block.clean_deferred`), and all threads share the blocks. A page that is published at the same
    moment would be let through without its required parts, and two drafts at once can leave the
    requirement lifted for good.
    """

    def _clean_fields(self) -> None:
        with _BLOCKS_IN_USE:
            super()._clean_fields()  # type: ignore[misc]


class PublishGateForm(BlocksInTurn, WagtailAdminPageForm):
    """Asks the gate when the page is about to be submitted, scheduled or published.

    Drafts and autosave (`is_deferred_validation`) are never refused, and neither is sending a
    page back to its author. A refusal stands at the field, in a StreamField at the block; the
    author's text comes back as it was typed.

    What the gate can only ask stops the buttons of the editor until somebody has ticked it, and
    stands apart from what must be mended. After validation `gate_findings` holds all that was
    found and `unanswered` what nobody has answered.
    """

    gate_findings: tuple[Finding, ...] = ()
    unanswered: tuple[Finding, ...] = ()

    @cached_property
    def answers(self) -> Answers:
        """What was ticked in this form."""
        return Answers.sent(self.data) if self.is_bound else Answers()

    def save(self, commit: bool = True) -> Any:
        page = super().save(commit=commit)
        # Previews and the live check save the form as well, without the editor's subscription: a
        # tick counts when its author saves.
        if self.answers.asked and self.subscription is not None:
            findings = self.gate_findings or page.publish_findings()
            memory().remember(
                page=page, findings=findings, answers=self.answers, user=self.for_user
            )
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
        self.gate_findings = tuple(self.instance.publish_findings())
        self._refuse(finding for finding in self.gate_findings if finding.blocks)
        if any(self.data.get(button) for button in BUTTONS_THAT_ASK):
            self.unanswered = tuple(open_questions(self.instance, self.gate_findings, self.answers))
            if self.unanswered:
                self.add_error(NON_FIELD_ERRORS, self._please_check())

    def add_error(self, field: Any, error: Any) -> None:
        """As Django's; what is said of a field that this form does not show (an address that two
        pages would share) is said of the page, instead of ending in an error page."""
        if field is None and hasattr(error, "error_dict"):
            hidden = [name for name in error.error_dict if name not in self.fields]
            said = [one for name in hidden for one in error.error_dict[name]]
            shown = {n: e for n, e in error.error_dict.items() if n not in hidden}
            if said:
                super().add_error(NON_FIELD_ERRORS, ValidationError(said))
            if shown:
                super().add_error(None, ValidationError(shown))
            return
        super().add_error(field, error)

    def _refuse(self, blocking: Iterable[Finding]) -> None:
        by_field: dict[str | None, list[Finding]] = defaultdict(list)
        for finding in blocking:
            by_field[finding.field if finding.field in self.fields else None].append(finding)
        for name, findings in by_field.items():
            # A field that already failed kept its old value: the gate did not see the new one.
            if name is None:
                self.add_error(NON_FIELD_ERRORS, field_error(None, findings))
            elif name not in self.errors:
                self.add_error(name, field_error(getattr(self.instance, name), findings))

    def _please_check(self) -> ValidationError:
        number = len(self.unanswered)
        start = ngettext(
            "Please check one thing that only a person can judge. When it is right as it is, tick "
            "it in the panel “Accessibility and privacy”; your name is kept with the tick.",
            "Please check %(number)d things that only a person can judge. What is right as it is, "
            "tick in the panel “Accessibility and privacy”; your name is kept with each tick.",
            number,
        ) % {"number": number}
        return ValidationError([start, *(self._question(found) for found in self.unanswered)])

    def _question(self, finding: Finding) -> str:
        if finding.field not in self.fields:
            return advice(finding)
        label = self.fields[finding.field].label
        return _("Please check “%(field)s”: %(question)s") % {
            "field": label,
            "question": advice(finding),
        }

    @property
    def _is_sent_back(self) -> bool:
        # Every other step of a workflow may end in publishing, and is asked.
        step = self.data.get("workflow-action-name")
        return step == "reject" and "action-workflow-action" in self.data
