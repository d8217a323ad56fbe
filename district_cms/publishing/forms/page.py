"""The common base of forms for pages and objects: refuses what blocks, and asks the questions."""

import datetime as dt
from collections import defaultdict
from threading import Lock
from typing import Any, Final
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin.forms import WagtailAdminPageForm

from district_cms.checks.findings import Finding
from district_cms.web.times import ClockFault, moment_at

from ..answers import Answers, keep_answers, open_questions
from ..available_files import AvailableFilesForm
from ..content.files_on_page import keep_statements
from ..gate import PublishGateMixin
from ..refusals import advice, field_error, merge_repeated


class GateQuestionsForm(forms.BaseForm):
    """A mixin for forms that run the gate: refuses what blocks and asks the questions."""

    instance: Any
    findings: tuple[Finding, ...] = ()
    unanswered: tuple[Finding, ...] = ()

    @cached_property
    def answers(self) -> Answers:
        """Returns the answers in this form."""
        return Answers.sent(self.data) if self.is_bound else Answers()

    def add_error(self, field: Any, error: Any) -> None:
        """Turns errors of fields that this form does not have into errors of the whole form."""
        if field is None and hasattr(error, "error_dict"):
            hidden = [name for name in error.error_dict if name not in self.fields]
            hidden_errors = [one for name in hidden for one in error.error_dict[name]]
            visible = {n: e for n, e in error.error_dict.items() if n not in hidden}
            if hidden_errors:
                super().add_error(NON_FIELD_ERRORS, ValidationError(hidden_errors))
            if visible:
                super().add_error(None, ValidationError(visible))
            return
        super().add_error(field, error)

    def refuse(self) -> None:
        """Adds blocking findings to the errors: at the field, in a StreamField at the block."""
        by_field: dict[str | None, list[Finding]] = defaultdict(list)
        for finding in self.findings:
            if finding.blocks:
                by_field[finding.field if finding.field in self.fields else None].append(finding)
        for name, findings in by_field.items():
            # An invalid field kept its old value: the gate did not see the new one.
            if name is None:
                self.add_error(NON_FIELD_ERRORS, field_error(None, findings))
            elif name not in self.errors:
                self.add_error(name, field_error(getattr(self.instance, name), findings))

    def ask(self) -> None:
        """Refuses the form while a question is open, and lists the questions."""
        self.unanswered = tuple(open_questions(self.instance, self.findings, self.answers))
        if self.unanswered:
            questions = merge_repeated(self._question(finding) for finding in self.unanswered)
            start = self._start(len(self.unanswered))
            self.add_error(NON_FIELD_ERRORS, ValidationError([start, *questions]))

    def _start(self, number: int) -> str:
        """Returns the sentence before the questions: how many, and where to answer them."""
        raise NotImplementedError

    def _question(self, finding: Finding) -> str:
        if finding.field not in self.fields:
            return advice(finding)
        label = self.fields[finding.field].label
        return _("Please check “%(field)s”: %(question)s") % {
            "field": label,
            "question": advice(finding),
        }


_BLOCKS_IN_USE: Final = Lock()


class BlocksInTurn:
    """A form whose fields are cleaned under a lock, one thread at a time.

    For a draft, Wagtail 8.0 lifts requirements from the shared blocks while it cleans them
    (`Block.clean_deferred`): a page published at that moment would pass without required parts.
    """

    def _clean_fields(self) -> None:
        with _BLOCKS_IN_USE:
            super()._clean_fields()  # type: ignore[misc]


# Django's code for a local time that exists twice or not at all.
OF_DJANGO = "ambiguous_timezone"


class ClockInWords(forms.BaseForm):
    """Explains a nonexistent or ambiguous time in plain words instead of Django's technical
    ones."""

    def _clean_fields(self) -> None:
        super()._clean_fields()  # type: ignore[misc]  # Django's own, which no stub names
        for name, errors in self.errors.as_data().items():
            explained = [_in_words(error) for error in errors]
            if explained != errors:
                self.errors[name] = self.error_class(ValidationError(explained).messages)


def _in_words(error: Any) -> Any:
    params = getattr(error, "params", None) or {}
    local = params.get("datetime")
    if error.code != OF_DJANGO or not isinstance(local, dt.datetime):
        return error
    district_zone = ZoneInfo(settings.TIME_ZONE)
    try:
        moment_at(local.replace(tzinfo=None), district_zone)
    except ClockFault as fault:
        return ValidationError(str(fault), code=OF_DJANGO)
    return error


# The buttons that submit or publish a page.
BUTTONS_THAT_ASK = ("action-submit", "action-publish", "action-restart-workflow")


class PublishGateForm(
    AvailableFilesForm, ClockInWords, BlocksInTurn, GateQuestionsForm, WagtailAdminPageForm
):
    """Runs the gate when the page is submitted, scheduled or published.

    Drafts, autosave and sending back are never refused. A refusal is shown at the field, in a
    StreamField at the block. Open questions stop the buttons until someone ticks them.
    """

    def clean(self) -> Any:
        cleaned: Any = super().clean()
        if isinstance(self.instance, PublishGateMixin) and (
            refused := self.instance.refused_slug(cleaned.get("slug", ""), self.parent_page)
        ):
            self.add_error("slug", refused)
        moment = self.cleaned_data.get("go_live_at")
        # Only for a newly typed time: a page that went live on schedule keeps its own. Wagtail
        # would silently treat a past time as "now".
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
        # Wagtail saves a draft's page, then its revision, which saves the page again.
        revision_follows = self.subscription is not None and not self._step
        if commit and revision_follows and isinstance(self.instance, PublishGateMixin):
            commit, self.instance.saves_all_fields = False, True
        page = super().save(commit=commit)
        # Previews and the live check save the form too, without the editor's subscription: ticks
        # count only when the author saves.
        if self.subscription is None:
            return page
        keep_statements(subject=page)
        if self.answers.asked:
            findings = self.findings or page.findings_for_author(self.parent_page)
            keep_answers(subject=page, findings=findings, answers=self.answers, user=self.for_user)
        return page

    def _post_clean(self) -> None:
        # The instance has the typed values only after this.
        super()._post_clean()
        if "slug" not in self.fields and self.instance._state.adding:
            # Created again when the page knows its parent and its siblings' slugs.
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
        # Any other step of a workflow may end in publishing.
        return self._step not in {"", "reject"}

    @property
    def _step(self) -> str:
        sent = "action-workflow-action" in self.data
        return self.data.get("workflow-action-name", "") if sent else ""
