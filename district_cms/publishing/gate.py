"""Decides whether a page may go live, whatever the path: its findings, the district's choices about
them, and the questions that someone must answer. `actions` has the entry points."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page

from district_cms.checks.describing import may_be_raised, raise_to_block
from district_cms.checks.findings import Finding
from district_cms.checks.rules import is_confidential

from .answers import by_fingerprint, exceptions_for, is_on_record, keep_passage, open_questions
from .content.checks import check_failed, content_findings, run_check
from .content.fragments import once
from .exceptions import can_lift
from .models import AccessibilitySettings
from .refusals import advice, errors_by_field, merge_repeated, sentence

Choice = Callable[[Any, Iterable[Finding]], list[Finding]]


def apply_choice(choice: Choice, subject: Any, findings: list[Finding]) -> list[Finding]:
    """Returns the findings after a choice of the district; adds a blocking one if it crashes."""
    try:
        return choice(subject, findings)
    except Exception as error:  # noqa: BLE001 - whatever broke, nothing may pass unchecked
        return [*findings, check_failed(choice, error, subject=subject)]


def raise_advice(subject: Any, findings: Iterable[Finding]) -> list[Finding]:
    """Makes advice block that the communications office has raised. At most one query."""
    findings = list(findings)
    if not any(finding.asks and may_be_raised(finding.rule) for finding in findings):
        return findings
    raised = set(once("raised rules", lambda: AccessibilitySettings.load().raised_rules))
    return [
        raise_to_block(finding)
        if finding.asks and finding.rule in raised and may_be_raised(finding.rule)
        else finding
        for finding in findings
    ]


def lift_excepted(page: Page, findings: Iterable[Finding]) -> list[Finding]:
    """Lifts findings that an administrator has excepted for this page and content. At most one
    query."""
    findings = list(findings)
    if not any(finding.blocks and can_lift(finding) for finding in findings):
        return findings
    lifted = by_fingerprint(exceptions_for(page))
    return [
        replace(finding, blocks=False, excepted=True)
        if finding.blocks and can_lift(finding) and finding.fingerprint in lifted
        else finding
        for finding in findings
    ]


def what_stops(subject: Any, findings: Iterable[Finding]) -> list[Finding]:
    """Returns the findings that block, and the unanswered ones that need an answer. At most one
    query."""
    findings = list(findings)
    questions = [finding for finding in findings if finding.needs_answer]
    return [finding for finding in findings if finding.blocks] + open_questions(subject, questions)


PublishCheck = Callable[[Any], Iterable[Finding]]

_checks: list[PublishCheck] = []

# Fields of `Page` itself that readers see, and whether they find the page at all.
SHOWN_OF_EVERY_PAGE = ("live", "title", "slug", "seo_title", "search_description")


def register_publish_check(check: PublishCheck) -> None:
    """Registers a check of another app that every gated page must pass."""
    if check not in _checks:
        _checks.append(check)


def registered_checks() -> tuple[PublishCheck, ...]:
    """Returns the checks of other apps."""
    return tuple(_checks)


class PublishBlocked(ValidationError):
    """The gate refused. `page` is the refused page, `findings` are what must change first."""

    def __init__(self, page: Page, findings: Iterable[Finding]) -> None:
        self.page = page
        self.findings = tuple(findings)
        super().__init__(errors_by_field(self.findings))


class AnswersMissing(PublishBlocked):
    """Nothing must be fixed, but `author` (a name, or "") has to answer an open question."""

    def __init__(self, page: Page, findings: Iterable[Finding], author: str) -> None:
        super().__init__(page, findings)
        self.author = author


class PublishGateMixin(models.Model):
    """Comes before `Page` in the bases of each of our page types."""

    class Meta:
        abstract = True

    _gate_is_passed = False
    # The next save writes all fields: the editor's form left them to the save of its revision.
    saves_all_fields = False

    def publish_findings(self) -> list[Finding]:
        """Returns all findings about this page as it is in memory; writes nothing."""
        return self._as_chosen(self._check_results())

    def questions_to_author(self, parent: Any = None) -> Iterable[Finding]:
        """Returns questions only for the author, never for the approver.

        `parent` is set for a page that is not in the tree yet.
        """
        return ()

    def refused_slug(self, slug: str, parent: Page | None) -> str:
        """Returns why this page cannot have that slug below `parent`, as a sentence; "" if it
        can."""
        return ""

    def findings_for_author(self, parent: Any = None) -> list[Finding]:
        """Returns the findings of the checks and the questions only for the author."""

        def questions(page: Any) -> Iterable[Finding]:
            return page.questions_to_author(parent)

        return self._as_chosen([*self._check_results(), *run_check(questions, self)])

    def _check_results(self) -> list[Finding]:
        checks = (content_findings, *_checks)
        return [finding for check in checks for finding in run_check(check, self)]

    def _as_chosen(self, findings: list[Finding]) -> list[Finding]:
        for choice in (raise_advice, lift_excepted):
            findings = apply_choice(choice, self, findings)
        return findings

    def blocking_findings(self) -> list[Finding]:
        """Returns the findings that keep this page from going live; the others are advice."""
        return what_stops(self, self.publish_findings())

    def enforce_publish_gate(self) -> tuple[Finding, ...]:
        """Returns the findings, or raises `PublishBlocked` if one blocks."""
        findings = tuple(self.publish_findings())
        if blocking := what_stops(self, findings):
            raise PublishBlocked(self, blocking)
        return findings

    def enforce_answers(self, findings: Iterable[Finding], *, author: str) -> None:
        """Raises `AnswersMissing` while one of these questions is open. At most one query."""
        if questions := open_questions(self, findings):
            raise AnswersMissing(self, questions, author)

    @contextmanager
    def gate_passed(self) -> Iterator[None]:
        """Inside the block, `save()` does not run the gate again: the caller just did."""
        self._gate_is_passed = True
        try:
            yield
        finally:
            self._gate_is_passed = False

    def save_revision(self, *args: Any, overwrite_revision: Any = None, **kwargs: Any) -> Any:
        """Works like Wagtail's, but never overwrites a revision that was submitted, scheduled or
        published."""
        if overwrite_revision is not None and is_on_record(page=self, revision=overwrite_revision):
            overwrite_revision = None
        return super().save_revision(  # type: ignore[misc]
            *args, overwrite_revision=overwrite_revision, **kwargs
        )

    def save(self, *args: Any, **kwargs: Any) -> Any:
        if self.saves_all_fields:
            self.saves_all_fields = False
            kwargs["update_fields"] = None
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = list(kwargs["update_fields"])
        if (
            not self.live  # type: ignore[attr-defined]
            or self._gate_is_passed
            or not self._shows_readers(kwargs.get("update_fields"))
        ):
            return super().save(*args, **kwargs)
        findings = self.enforce_publish_gate()
        with transaction.atomic():
            result = super().save(*args, **kwargs)
            keep_passage(page=self, revision=None, findings=findings)
        return result

    def _shows_readers(self, update_fields: list[str] | None) -> bool:
        """Returns True if saving these fields changes what readers of a live page see."""
        if update_fields is None:
            return True
        return any(
            field.name in update_fields or field.attname in update_fields
            for field in self._meta.concrete_fields
            if field.name in SHOWN_OF_EVERY_PAGE or (field.editable and field.model is not Page)
        )


def refusal_message(error: PublishBlocked) -> str:
    """Returns a short paragraph for a screen without a form: which page, and what must change."""
    if isinstance(error, AnswersMissing):
        return _who_must_answer(error)
    sentences = merge_repeated(sentence(each) for each in _not_confidential(error))
    reasons = " ".join(sentences[:3])
    more = len(sentences) - 3
    text = _("“%(title)s” is not live yet. %(reasons)s") % {
        "title": error.page.get_admin_display_title(),
        "reasons": reasons,
    }
    if len(_not_confidential(error)) < len(error.findings):
        text += " " + _("A name on it needs a decision; the editor shows which.")
    if more > 0:
        text += " " + ngettext(
            "There is one more thing to fix; the editor shows everything.",
            "There are %(count)d more things to fix; the editor shows everything.",
            more,
        ) % {"count": more}
    return text


def _not_confidential(error: PublishBlocked) -> list[Finding]:
    # Schedules log these paragraphs.
    return [finding for finding in error.findings if not is_confidential(finding.rule)]


def _who_must_answer(error: AnswersMissing) -> str:
    words = ngettext(
        "“%(title)s” is not live yet: nobody has answered a question of today's rules. "
        "%(questions)s",
        "“%(title)s” is not live yet: nobody has answered %(number)d questions of today's rules. "
        "%(questions)s",
        len(error.findings),
    ) % {
        "title": error.page.get_admin_display_title(),
        "number": len(error.findings),
        "questions": " ".join(merge_repeated(map(advice, _not_confidential(error)))[:3]),
    }
    if error.author:
        way_out = _(
            "%(author)s has to answer: send it back, or open it and answer under “Accessibility "
            "and privacy” if you know."
        ) % {"author": error.author}
    else:
        way_out = _(
            "Its author has to answer: send it back, or open it and answer under “Accessibility "
            "and privacy” if you know."
        )
    return f"{words} {way_out}"
