"""Another file or title for what live pages show: these pages are asked first.

They are read as they would be. What would stop one of them refuses the change, and the old file
stays; what they said of the old file, and every answer about it, has to be given again.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page

from district_cms.audit_log.services import record
from district_cms.checks.findings import Finding
from district_cms.media.examinations.services import examine_pending
from district_cms.media.in_use import InUse, live_pages, names_of
from district_cms.media.models import DistrictDocument
from district_cms.web.accounts import Account

from ..answers import open_questions
from ..content.assumed import assuming
from ..content.statements import file_name
from ..mechanism import PublishGateMixin
from ..refusals import said_once, sentence
from .confirmations import confirm_findings
from .statements import keep_statements

Key = tuple[str, str | None, tuple[str | int, ...]]


@dataclass(frozen=True, slots=True)
class Objection:
    """What a live page has against the change: findings that would stop it, and questions that
    would be open again."""

    page: Page
    refused: tuple[Finding, ...]
    asked: tuple[Finding, ...]


def look_at_new_file(item: Any) -> None:
    """Give a picture or document the hash of the file that it is about to be saved with, and a
    document its examination. Nothing is written."""
    if isinstance(item, DistrictDocument):
        item._set_document_file_metadata()
        examine_pending(item)
    else:
        item._set_image_file_metadata()


def objections_to(item: Any) -> list[Objection]:
    """What the live pages that show `item` have against it as it is in memory. Reads every one of
    these pages twice; writes nothing."""
    stored = type(item)._base_manager.get(pk=item.pk)
    objections = []
    for page in live_pages([item]).specific():
        if not isinstance(page, PublishGateMixin):
            continue
        before = page.publish_findings()
        with assuming(item, stored_hash=stored.file_hash):
            after = page.publish_findings()
        stopped = {_key(f) for f in before if f.blocks}
        was_open = {_key(f) for f in open_questions(page, before)}
        refused = [f for f in after if f.blocks and _key(f) not in stopped]
        asked = [f for f in open_questions(page, after) if _key(f) not in was_open]
        if refused or asked:
            objections.append(Objection(page, tuple(refused), tuple(asked)))
    return objections


def refusal_of(objection: Objection) -> str:
    """Why one page does not allow it."""
    return _("On “%(title)s”: %(reasons)s") % {
        "title": objection.page.title,
        "reasons": " ".join(said_once(map(sentence, objection.refused or objection.asked))[:3]),
    }


def check_change(item: Any, *, changed: frozenset[str]) -> None:
    """Raise `InUse` where a live page has anything against a change that code makes: code cannot
    answer what only a person can see."""
    pages = list(live_pages([item]))
    if not pages:
        return
    if "file" in changed:
        look_at_new_file(item)
    objections = objections_to(item)
    if objections:
        reasons = " ".join(refusal_of(one) for one in objections[:3])
        raise InUse(
            _(
                "“%(title)s” stays as it was, because live pages show it: %(pages)s. %(reasons)s "
                "Someone who has seen the new file can put it in its place in the library."
            )
            % {
                "title": item.title,
                "pages": names_of(one.page for one in objections),
                "reasons": reasons,
            },
            item=item,
        )
    _keep_what_was_said(pages, item)


@transaction.atomic
def keep_change(
    *, item: Any, old_hash: str, answered: Iterable[tuple[Page, list[Finding]]], user: Account
) -> None:
    """The file of something that live pages show has been replaced: keep who answered for these
    pages, and what the pages had said of the old file (`old_hash`)."""
    pages = list(live_pages([item]).specific())
    for page in pages:
        keep_statements(subject=page, hashes={file_name(item): old_hash})
    for page, findings in answered:
        confirm_findings(subject=page, findings=findings, user=user)
    record(
        action="media.file_replaced",
        actor=user,
        file=file_name(item),
        name=item.title,
        old=old_hash,
        new=item.file_hash,
        pages=[str(page.translation_key) for page in pages],
    )


def _keep_what_was_said(pages: Iterable[Page], item: Any) -> None:
    stored = type(item)._base_manager.get(pk=item.pk)
    for page in pages:
        keep_statements(subject=page.specific, hashes={file_name(item): stored.file_hash})


def _key(finding: Finding) -> Key:
    return finding.rule, finding.field, finding.path
