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
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models.signals import pre_save
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.actions.copy_page import CopyPageAction
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.actions.publish_revision import PublishRevisionAction
from wagtail.blocks import StreamBlockValidationError, StructBlock, StructBlockValidationError
from wagtail.blocks.stream_block import StreamValue
from wagtail.models import Page

from .findings import Finding

PublishCheck = Callable[[Any], Iterable[Finding]]

_checks: list[PublishCheck] = []

# What readers find of a page that is stored with `Page` itself, and whether they find it at all.
SHOWN_OF_EVERY_PAGE = ("live", "title", "seo_title", "search_description")


def register_publish_check(check: PublishCheck) -> None:
    """Add a check that every gated page must pass. Registering one twice changes nothing."""
    if check not in _checks:
        _checks.append(check)


def registered_checks() -> tuple[PublishCheck, ...]:
    return tuple(_checks)


class PublishBlocked(ValidationError):
    """The gate refused. `page` is the refused page, `findings` what must change first."""

    def __init__(self, page: Any, findings: Iterable[Finding]) -> None:
        self.page = page
        self.findings = tuple(findings)
        super().__init__(errors_by_field(self.findings))

    def __reduce__(self) -> tuple[Any, ...]:
        return (type(self), (self.page, self.findings))


def sentence(finding: Finding) -> str:
    """The refusal in its four parts: what, why, what to do, and the clause it comes from."""
    parts: list[str | Promise] = [finding.message, finding.why, finding.fix]
    text = " ".join(str(part) for part in parts if part)
    return f"{text} ({finding.basis})" if finding.basis else text


def errors_by_field(findings: Iterable[Finding]) -> dict[str, list[str]]:
    """{field name: [sentence]}; findings without a field stand under "__all__"."""
    errors: dict[str, list[str]] = defaultdict(list)
    for finding in findings:
        errors[finding.field or "__all__"].append(sentence(finding))
    return dict(errors)


class PublishGateMixin(models.Model):
    """Stands before `Page` in the bases of every page type of ours."""

    class Meta:
        abstract = True

    _gate_is_passed = False

    def publish_findings(self) -> list[Finding]:
        """Everything the registered checks say of this page as it is in memory; writes nothing."""
        return [finding for check in _checks for finding in check(self)]

    def blocking_findings(self) -> list[Finding]:
        """Those findings that keep this page from going live; the others are advice."""
        return [finding for finding in self.publish_findings() if finding.blocks]

    def publish_gate_errors(self) -> dict[str, list[str]]:
        """What blocks this page from going live: {field: [sentence]}, empty when nothing does."""
        return errors_by_field(self.blocking_findings())

    def enforce_publish_gate(self) -> None:
        """Raise `PublishBlocked` when something blocks this page from going live."""
        blocking = self.blocking_findings()
        if blocking:
            raise PublishBlocked(self, blocking)

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
            self.live  # type: ignore[attr-defined]
            and not self._gate_is_passed
            and self._shows_readers(kwargs.get("update_fields"))
        ):
            self.enforce_publish_gate()
        return super().save(*args, **kwargs)

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
        page.enforce_publish_gate()
        # Wagtail clears the schedule before it saves; together or not at all.
        with page.gate_passed(), transaction.atomic():
            return original(self, skip_permission_checks=skip_permission_checks)

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


def field_error(value: Any, findings: list[Finding]) -> ValidationError:
    """One form error for one field; in a StreamField it stands at the block it speaks of."""
    if not isinstance(value, StreamValue):
        return ValidationError([sentence(f) for f in findings])
    whole: list[str] = []
    by_block: dict[int, list[Finding]] = defaultdict(list)
    for finding in findings:
        index = finding.path[0] if finding.path else None
        if isinstance(index, int) and index < len(value):
            by_block[index].append(finding)
        else:
            whole.append(sentence(finding))
    return StreamBlockValidationError(
        block_errors={
            index: _block_error(value[index].block, of_block)
            for index, of_block in by_block.items()
        },
        non_block_errors=[ValidationError(text) for text in whole],
    )


def _block_error(block: Any, findings: list[Finding]) -> ValidationError:
    if not isinstance(block, StructBlock):
        return ValidationError([sentence(f) for f in findings])
    by_child: dict[str, list[str]] = defaultdict(list)
    whole: list[str] = []
    for finding in findings:
        child = finding.path[1] if len(finding.path) > 1 else None
        if isinstance(child, str) and child in block.child_blocks:
            by_child[child].append(sentence(finding))
        else:
            whole.append(sentence(finding))
    return StructBlockValidationError(
        block_errors={name: ValidationError(texts) for name, texts in by_child.items()},
        non_block_errors=[ValidationError(text) for text in whole],
    )


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
