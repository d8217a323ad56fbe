"""The entry points of the gate: Wagtail's actions, saves of a plain `Page`, signals."""

import functools
from collections.abc import Collection, Iterable
from typing import Any

from django.db import transaction
from django.db.models.signals import pre_save
from wagtail.actions.copy_page import CopyPageAction
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.actions.publish_revision import PublishRevisionAction
from wagtail.models import Page

from .answers import keep_evidence, keep_passage
from .forms.files import check_change
from .gate import SHOWN_OF_EVERY_PAGE, PublishGateMixin
from .late_questions import author_to_ask
from .models import RevisionFindings
from .scheduled import schedule_ended


def guard_publish_actions() -> None:
    """Wraps Wagtail's publish action in the gate and one transaction. Safe to call twice.

    `PublishPageRevisionAction` inherits `execute`: this covers editor, workflow, bulk actions, API,
    `publish_scheduled` and scheduling. Copies and aliases pass the gate in `save()`.
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
        if (author := author_to_ask()) is not None:
            page.enforce_answers(findings, author=author)
        # Wagtail clears the schedule before it saves: both must happen, or neither.
        with page.gate_passed(), transaction.atomic():
            result = original(self, skip_permission_checks=skip_permission_checks)
            keep_passage(page=page, revision=self.revision, findings=findings)
        return result

    execute.asks_the_publish_gate = True  # type: ignore[attr-defined]
    PublishRevisionAction.execute = execute
    for action in (CopyPageAction, CreatePageAliasAction):
        action.execute = transaction.atomic(action.execute)


def guard_plain_pages() -> None:
    """Runs the gate when a page is saved as a plain `Page`, whose `save` is Wagtail's own."""
    pre_save.connect(_ask_for_plain_page, sender=Page, dispatch_uid="publishing.gate")


def _ask_for_plain_page(
    instance: Any, raw: bool, update_fields: Iterable[str] | None, **kwargs: Any
) -> None:
    gated = issubclass(instance.specific_class or Page, PublishGateMixin)
    if raw or not gated or not instance.live:
        return
    stored = Page.objects.filter(pk=instance.pk).values(*SHOWN_OF_EVERY_PAGE).first() or {}
    written = set(SHOWN_OF_EVERY_PAGE) & set(update_fields or SHOWN_OF_EVERY_PAGE)
    changed = {name for name in written if getattr(instance, name) != stored.get(name)}
    # Moving a page saves it in this way without changing what readers see.
    if not changed:
        return
    page = instance.specific_class.objects.filter(pk=instance.pk).first()
    if page is not None:
        for name in changed:
            setattr(page, name, getattr(instance, name))
        page.enforce_publish_gate()


def note_submission(instance: Any, **kwargs: Any) -> None:
    """Stores the gate's findings when a revision is submitted for review."""
    revision = instance.revision
    page = revision.as_object()
    if isinstance(page, PublishGateMixin):
        keep_evidence(
            page=page,
            revision=revision,
            findings=page.findings_for_author(),
            outcome=RevisionFindings.Outcome.SUBMITTED,
        )


def note_end_of_schedule(
    instance: Any, update_fields: Collection[str] | None = None, **kwargs: Any
) -> None:
    """Sends `schedule_ended` for a revision whose planned publication was canceled: that save
    writes only this field."""
    if instance.approved_go_live_at is None and "approved_go_live_at" in (update_fields or ()):
        page = instance.content_object
        schedule_ended.send(sender=type(page), instance=page)


def ask_live_pages(instance: Any, changed: frozenset[str], **kwargs: Any) -> None:
    """Checks the live pages before code changes the file or title of a picture or document."""
    check_change(instance, changed=changed)
