"""The publish gate: the one mechanism that every path to "live" passes.

Wagtail has no single choke point for publishing, so the gate stands at four places that
together cover all of them:

1. `PublishGateForm` (in `forms.py`) shows refusals beside the field, in the editor;
2. `guard_publish_actions` wraps the action that the editor, workflow, bulk actions, the API
   and the schedule all execute;
3. `PublishGateMixin.save` is the backstop for code that makes a page live by saving it, and
   `guard_plain_pages` for code that does so without knowing the page's type;
4. `PublishBlockedMiddleware` turns a refusal that no form caught into a kind message.

Rooms above this one *register* checks with `register_publish_check` in `AppConfig.ready()`.
Drafts, autosave, unpublishing, moving and locking never meet the gate.
"""

import functools
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models.signals import pre_save
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.actions.copy_page import CopyPageAction
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.actions.publish_revision import PublishRevisionAction
from wagtail.models import Page

from district_cms.checks.findings import Finding

from .crashes import check_failed
from .refusals import errors_by_field, sentence

PublishCheck = Callable[[Any], Iterable[Finding]]
Amendment = Callable[[Any, list[Finding]], Iterable[Finding]]
Witness = Callable[[Any, Any, tuple[Finding, ...]], None]

_checks: list[PublishCheck] = []
_amendments: list[Amendment] = []
_witnesses: list[Witness] = []

# What readers find of a page that is stored with `Page` itself, and whether they find it at all.
SHOWN_OF_EVERY_PAGE = ("live", "title", "seo_title", "search_description")


def register_publish_check(check: PublishCheck) -> None:
    """Add a check that every gated page must pass. Registering one twice changes nothing."""
    if check not in _checks:
        _checks.append(check)


def registered_checks() -> tuple[PublishCheck, ...]:
    return tuple(_checks)


def register_amendment(amend: Amendment) -> None:
    """Add a rule about the findings themselves: `amend(page, findings)` returns them as they shall
    count, after all checks. It raises advice, or lifts what an administrator has excepted."""
    if amend not in _amendments:
        _amendments.append(amend)


def register_witness(witness: Witness) -> None:
    """Add somebody who keeps the evidence: `witness(page, revision, findings)` is called inside the
    transaction in which a page goes live, or is planned to.

    `revision` is None where code made the page live by saving it.
    """
    if witness not in _witnesses:
        _witnesses.append(witness)


class PublishBlocked(ValidationError):
    """The gate refused. `page` is the refused page, `findings` what must change first."""

    def __init__(self, page: Any, findings: Iterable[Finding]) -> None:
        self.page = page
        self.findings = tuple(findings)
        super().__init__(errors_by_field(self.findings))

    def __reduce__(self) -> tuple[Any, ...]:
        return (type(self), (self.page, self.findings))


class PublishGateMixin(models.Model):
    """Stands before `Page` in the bases of every page type of ours."""

    class Meta:
        abstract = True

    _gate_is_passed = False

    def publish_findings(self) -> list[Finding]:
        """Everything the registered checks say of this page as it is in memory, amended by the
        district's choices; writes nothing. A check that breaks off becomes a finding that blocks.
        """
        findings = [finding for check in _checks for finding in _asked(check, self)]
        for amend in _amendments:
            findings = _amended(amend, self, findings)
        return findings

    def blocking_findings(self) -> list[Finding]:
        """Those findings that keep this page from going live; the others are advice."""
        return [finding for finding in self.publish_findings() if finding.blocks]

    def publish_gate_errors(self) -> dict[str, list[str]]:
        """What blocks this page from going live: {field: [sentence]}, empty when nothing does."""
        return errors_by_field(self.blocking_findings())

    def enforce_publish_gate(self) -> tuple[Finding, ...]:
        """Return what was found, or raise `PublishBlocked` when something of it blocks."""
        findings = tuple(self.publish_findings())
        blocking = [finding for finding in findings if finding.blocks]
        if blocking:
            raise PublishBlocked(self, blocking)
        return findings

    @contextmanager
    def gate_passed(self) -> Iterator[None]:
        """Inside, `save()` does not ask the gate again: the caller just did."""
        self._gate_is_passed = True
        try:
            yield
        finally:
            self._gate_is_passed = False

    def save(self, *args: Any, **kwargs: Any) -> Any:
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
            bear_witness(self, None, findings)
        return result

    def _shows_readers(self, update_fields: list[str] | None) -> bool:
        """Whether a save of these fields changes what readers of a live page find.

        Wagtail's bookkeeping (locks, revisions, addresses) does not: a live page that would fail
        today can still be locked, moved and worked on.
        """
        if update_fields is None:
            return True
        return any(
            field.name in update_fields or field.attname in update_fields
            for field in self._meta.concrete_fields
            if field.name in SHOWN_OF_EVERY_PAGE or (field.editable and field.model is not Page)
        )


def bear_witness(page: Any, revision: Any, findings: tuple[Finding, ...]) -> None:
    """Have the evidence kept of what the gate found when it let this page through."""
    for witness in _witnesses:
        witness(page, revision, findings)


def _asked(check: PublishCheck, page: Any) -> Iterator[Finding]:
    try:
        yield from check(page)
    except Exception as error:  # noqa: BLE001 - whatever broke, nothing may pass unchecked
        yield check_failed(check, error, page=page)


def _amended(amend: Amendment, page: Any, findings: list[Finding]) -> list[Finding]:
    try:
        return list(amend(page, findings))
    except Exception as error:  # noqa: BLE001 - as above
        return [*findings, check_failed(amend, error, page=page)]


def guard_publish_actions() -> None:
    """Put the gate, and one transaction, around Wagtail's publish action. Safe to call twice.

    `PublishPageRevisionAction` inherits `execute`, so this one wrap covers the editor, the
    workflow, bulk actions, the API, `publish_scheduled`, and the act of scheduling.

    Copying and making aliases save their pages themselves, and so meet the gate there; they get
    the transaction only, so that nothing is left of a tree of which one page is refused.
    """
    original = PublishRevisionAction.execute
    if getattr(original, "asks_the_publish_gate", False):
        return

    @functools.wraps(original)
    def execute(self: Any, skip_permission_checks: bool = False) -> Any:
        page = self.object
        if not isinstance(page, PublishGateMixin):
            return original(self, skip_permission_checks=skip_permission_checks)
        findings = page.enforce_publish_gate()
        # Wagtail clears the schedule before it saves; together or not at all.
        with page.gate_passed(), transaction.atomic():
            result = original(self, skip_permission_checks=skip_permission_checks)
            bear_witness(page, self.revision, findings)
        return result

    execute.asks_the_publish_gate = True  # type: ignore[attr-defined]
    PublishRevisionAction.execute = execute
    for action in (CopyPageAction, CreatePageAliasAction):
        action.execute = transaction.atomic(action.execute)


def guard_plain_pages() -> None:
    """Ask the gate when a page is saved as a plain `Page`, whose `save` is Wagtail's own."""
    pre_save.connect(_ask_for_plain_page, sender=Page, dispatch_uid="schools.publish_gate")


def _ask_for_plain_page(
    instance: Any, raw: bool, update_fields: Iterable[str] | None, **kwargs: Any
) -> None:
    gated = issubclass(instance.specific_class or Page, PublishGateMixin)
    if raw or not gated or not instance.live:
        return
    stored = Page.objects.filter(pk=instance.pk).values(*SHOWN_OF_EVERY_PAGE).first() or {}
    written = set(SHOWN_OF_EVERY_PAGE) & set(update_fields or SHOWN_OF_EVERY_PAGE)
    changed = {name for name in written if getattr(instance, name) != stored.get(name)}
    # Moving saves a live page in this way; what readers see of it stays as it is.
    if not changed:
        return
    page = instance.specific_class.objects.filter(pk=instance.pk).first()
    if page is not None:
        for name in changed:
            setattr(page, name, getattr(instance, name))
        page.enforce_publish_gate()


def refusal_message(error: PublishBlocked) -> str:
    """One short paragraph for a screen that has no form: which page, and what must change."""
    reasons = " ".join(sentence(f) for f in error.findings[:3])
    more = len(error.findings) - 3
    text = _("“%(title)s” is not live yet. %(reasons)s") % {
        "title": error.page.get_admin_display_title(),
        "reasons": reasons,
    }
    if more > 0:
        text += " " + ngettext(
            "There is one more thing to mend; the editor shows everything.",
            "There are %(count)d more things to mend; the editor shows everything.",
            more,
        ) % {"count": more}
    return text
