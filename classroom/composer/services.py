"""Writes and submits drafts of an update in one or several classes."""

import copy
import json
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.blocks.stream_block import StreamValue
from wagtail.documents import get_document_model
from wagtail.documents.forms import get_document_form
from wagtail.images import get_image_model
from wagtail.images.forms import get_image_form
from wagtail.models import Page, Revision
from wagtail.permissions import policy_registry

from district_cms.audit_log.services import record
from district_cms.checks.findings import Finding
from district_cms.media.pictures.phones import as_browsers_show
from district_cms.moderation.services import submit_for_approval
from district_cms.people.models import User
from district_cms.procedure.versions import COLUMNS
from district_cms.publishing.answers import Answers, is_on_record, keep_answers
from district_cms.publishing.content.files_on_page import keep_statements
from district_cms.schools.frame import school_path

from ..models import ClassroomPage, Posting, UpdatePage
from ..services.updates import CONTENT_FIELDS, add_draft, check_may_post, start_from_last
from .selectors import followers_of

MOST_FILES: Final = 12


def may_upload(user: User, model: Any) -> bool:
    return bool(policy_registry.get_by_type(model).user_has_permission(user, "add"))


@transaction.atomic
def add_files(
    *,
    page: UpdatePage,
    classroom: ClassroomPage,
    pictures: Sequence[UploadedFile],
    documents: Sequence[UploadedFile],
    user: User,
) -> list[str]:
    """Adds each file to the library, in the collection of the class's school, and to `page`, which
    is not saved: pictures to its pictures, documents to the end of its lesson. Returns a sentence
    for each file that was refused; the others are added."""
    refused: list[str] = []
    title = _("Picture for “%(title)s”") % {"title": page.title}
    place = school_path(classroom.path)
    if len(pictures) + len(documents) > MOST_FILES:
        text = _("You can add at most %(number)d files at once. Choose the other ones again.")
        refused.append(text % {"number": MOST_FILES})
    for field, kind, name, files in (
        ("pictures", "picture", "image", pictures),
        ("lesson", "document", "document", documents),
    ):
        stream = getattr(page, field)
        children = [(child.block_type, child.value, child.id) for child in stream]
        for file in files[:MOST_FILES]:
            try:
                item = _upload(file, user, title=title if name == "image" else "", place=place)
            except ValidationError as error:
                refused += [f"{file.name}: {text}" for text in error.messages]
                continue
            value = stream.stream_block.child_blocks[kind].get_default()
            value[name] = item
            children.append((kind, value, str(uuid.uuid4())))
        setattr(page, field, StreamValue(stream.stream_block, children))
    return refused


def _upload(file: UploadedFile, user: User, *, title: str, place: str) -> Any:
    """Uploads through the library's own form, which checks size, format, metadata and
    permissions. A document gets its title from its name."""
    model = get_image_model() if title else get_document_model()
    policy = policy_registry.get_by_type(model)
    collections = policy.collections_user_has_permission_for(user, "add")
    # A person who works in several schools uploads to the school of the class.
    collection = collections.filter(school_page__path=place).first() or collections.first()
    named = title or " ".join(Path(file.name or "").stem.replace("_", " ").split())
    form = (get_image_form if title else get_document_form)(model)(
        {"title": named[:255], "collection": collection.pk if collection else None},
        {"file": as_browsers_show(file) if title else file},
        instance=model(uploaded_by_user=user),
        user=user,
    )
    if not form.is_valid():
        raise ValidationError([text for errors in form.errors.values() for text in errors])
    return form.save()


SHARED: Final = ("title", "period_start", "period_end", "go_live_at", *CONTENT_FIELDS)
"""The fields that the drafts of several classes share."""
_STREAMS: Final = frozenset({*COLUMNS, "further", "pictures"})
_BEGUN_BY: Final = "begun_by"
"""Key in a draft's newest revision that names the empty form that wrote it; other saves omit it."""
_BEGUN: Final = uuid.UUID("6a0a7c52-5f1b-4d0e-9a63-5f5e2f0d8c11")


class NotSaved(Exception):
    """A draft that could not be saved; `update` is its stored version."""

    def __init__(self, update: UpdatePage) -> None:
        super().__init__()
        self.update = update


class SavedElsewhere(NotSaved):
    """The draft was saved from another window or device since this form was opened."""


class Locked(NotSaved):
    """Nobody may change the draft now: it is in review, or someone locked it."""


@dataclass(frozen=True, slots=True)
class FormStart:
    """Identifies an empty form. `sent` is the number that was submitted with it.

    A form that is submitted twice, because the first response was lost, makes one update."""

    user_id: int
    sent: str
    from_last: bool = False

    @property
    def key(self) -> uuid.UUID | None:
        """Returns the page's `translation_key`. Derived from the account, so that nobody can choose
        the key of another page."""
        try:
            number = uuid.UUID(self.sent)
        except ValueError:
            return None
        what = ":last" if self.from_last else ""
        return uuid.uuid5(_BEGUN, f"{self.user_id}:{number}{what}")


@dataclass(frozen=True, slots=True)
class FormRevision:
    """The revision that a form shows: its number and its last change. `is_own` means that this form
    made the revision and may overwrite it."""

    revision: str = ""
    at: str = ""
    is_own: bool = False

    @classmethod
    def of(cls, revision: Revision | None) -> "FormRevision":
        return cls(str(revision.pk), revision.created_at.isoformat()) if revision else cls()


@transaction.atomic
def begin_drafts(
    *,
    classrooms: Sequence[ClassroomPage],
    user: User,
    page: UpdatePage,
    begun: FormStart,
    may_overwrite: bool = False,
) -> list[UpdatePage]:
    """Adds a draft with the content of `page`, which itself is not saved, to each of these classes.
    If the same form has started them before, updates them instead.

    Raises `PermissionDenied` for a class that is not the account's own; then nothing is created.
    Raises `Locked` if a started draft may not be changed anymore, and `SavedElsewhere` if something
    other than this form has changed it since, unless `may_overwrite`."""
    for classroom in classrooms:
        check_may_post(user=user, classroom=classroom)
    key = begun.key
    if there := _draft_begun(user, key):
        draft = draft_of(there)
        for name, value in _content_of(page).items():
            setattr(draft, name, value)
        seen = FormRevision()
        latest = there.latest_revision
        if latest is not None and latest.content.get(_BEGUN_BY) == str(key):
            seen = replace(FormRevision.of(latest), is_own=True)
        written = keep_drafts(page=draft, user=user, seen=seen, may_overwrite=may_overwrite)
        _mark_begun(written[0], key)
        return written
    first, *others = classrooms
    content = _content_of(page)
    content |= {"batch_id": uuid.uuid4() if others else None}
    if free := _free(key):
        content["translation_key"] = free
    title = content.pop("title")
    drafts = [add_draft(classroom=first, user=user, title=title, content=content)]
    drafts += _copies(drafts[0], others, user)
    _mark_begun(drafts[0], key)
    return drafts


def _draft_begun(user: User, key: uuid.UUID | None) -> UpdatePage | None:
    return UpdatePage.objects.filter(translation_key=key, owner=user).first() if key else None


def _free(key: uuid.UUID | None) -> uuid.UUID | None:
    """Returns the key, unless the ledger has it for a deleted update."""
    if key is None or Posting.objects.filter(page_uuid=key).exists():
        return None
    return key


@transaction.atomic
def begin_from_last(
    *, classrooms: Sequence[ClassroomPage], user: User, begun: FormStart
) -> list[UpdatePage]:
    """Starts drafts from what still applies of the first class's last update. Returns an existing
    draft if the same button press has already started it."""
    for classroom in classrooms:
        check_may_post(user=user, classroom=classroom)
    key = begun.key
    if there := _draft_begun(user, key):
        return [there]
    first, *others = classrooms
    draft = start_from_last(classroom=first, user=user, key=_free(key))
    if others:
        draft.batch_id = uuid.uuid4()
        UpdatePage.objects.filter(pk=draft.pk).update(batch_id=draft.batch_id)
    return [draft, *_copies(draft, others, user)]


def _copies(
    source: UpdatePage, classrooms: Iterable[ClassroomPage], user: User
) -> list[UpdatePage]:
    drafts = []
    for classroom in classrooms:
        content = _content_of(source, for_page=uuid.uuid4()) | {"batch_id": source.batch_id}
        title = content.pop("title")
        drafts.append(add_draft(classroom=classroom, user=user, title=title, content=content))
    if drafts:
        record(
            action="classroom.compose_for_classes",
            actor=user,
            page=source,
            batch=str(source.batch_id),
            classes=[page.get_parent().title for page in drafts],
        )
    return drafts


@transaction.atomic
def keep_drafts(
    *, page: UpdatePage, user: User, seen: FormRevision, may_overwrite: bool = False
) -> list[UpdatePage]:
    """Saves `page`, the newest draft with the typed content, and copies the content to drafts of
    other classes that had the same content until now; others stay as they are. Returns the written
    drafts, the update itself first.

    Raises `SavedElsewhere` if the form did not show the newest draft, unless `may_overwrite`, and
    `Locked` while nobody may change it."""
    stored = _locked([page])[page.pk]
    may = stored.permissions_for_user(user)
    if not may.can_edit():
        raise PermissionDenied(_("This update is not one of yours."))
    if may.page_locked():
        raise Locked(stored)
    latest = stored.latest_revision
    newest = FormRevision.of(latest)
    if not may_overwrite and (newest.revision, newest.at) != (seen.revision, seen.at):
        raise SavedElsewhere(stored)
    before = words_of(stored)
    same = [
        row
        for row in followers_of(stored, user)
        # A draft that is in review or scheduled no longer follows another.
        if words_of(row) == before
        and not (row.locked and row.permissions_for_user(user).page_locked())
    ]
    page.latest_revision = latest
    own = latest if seen.is_own and latest and latest.user_id == user.pk else None
    _save_draft(page, user, own)
    written = [page]
    for row in same:
        draft = draft_of(row)
        for name, value in _content_of(page, for_page=draft.translation_key).items():
            setattr(draft, name, value)
        last = row.latest_revision
        is_own = own is not None and last is not None and last.user_id == user.pk
        _save_draft(draft, user, last if is_own else None)
        written.append(draft)
    return written


def _save_draft(page: UpdatePage, user: User, overwritten: Revision | None) -> None:
    if overwritten is not None and is_on_record(page=page, revision=overwritten):
        overwritten = None  # stays in the history, so a new revision is made
    # As in the editor: the row of an unpublished page holds its newest content.
    page.saves_all_fields = not page.live
    page.save_revision(
        user=user,
        clean=False,
        log_action=overwritten is None,
        overwrite_revision=overwritten,
    )


@transaction.atomic
def hand_in(
    *,
    pages: Sequence[UpdatePage],
    user: User,
    findings: dict[int, list[Finding]],
    answers: Answers,
) -> None:
    """Submits these drafts for approval, all or none, with the confirmations that were ticked.

    `findings` has those of each draft, by its key. Raises `PublishBlocked` if the gate refuses
    one."""
    _locked(pages)
    for page in pages:
        keep_statements(subject=page)
        keep_answers(subject=page, findings=findings[page.pk], answers=answers, user=user)
        submit_for_approval(page=page, user=user)
    if len(pages) > 1:
        record(
            action="classroom.post_to_sections",
            actor=user,
            page=pages[0],
            batch=str(pages[0].batch_id),
            classes=[page.get_parent().title for page in pages[1:]],
        )


def _content_of(page: UpdatePage, *, for_page: Any = None) -> dict[str, Any]:
    """Returns the content that drafts of several classes share. Two pages never share a block id:
    ids for another page are derived from its key, so that they stay the same with each save."""
    content: dict[str, Any] = {}
    for name in SHARED:
        value = getattr(page, name)
        if hasattr(value, "raw_data"):
            children = [
                (
                    child.block_type,
                    copy.deepcopy(child.value),
                    str(uuid.uuid5(for_page, child.id)) if for_page and child.id else child.id,
                )
                for child in value
            ]
            value = type(value)(value.stream_block, children)
        content[name] = value
    return content


def draft_of(page: Page) -> UpdatePage:
    """Returns the newest draft in memory."""
    draft: UpdatePage = (
        page.with_content_json(page.latest_revision.content)
        if page.has_unpublished_changes and page.latest_revision and isinstance(page, UpdatePage)
        else page.get_latest_revision_as_object()
    )
    return draft


def words_of(update: UpdatePage) -> list[Any]:
    """Returns the content of the newest draft, without block ids. No query for an update that was
    read with its newest revision."""
    latest = update.latest_revision
    content = latest.content if latest else update.serializable_data()
    return [
        [(each["type"], each["value"]) for each in json.loads(content.get(name) or "[]")]
        if name in _STREAMS
        else content.get(name)
        for name in SHARED
    ]


def _locked(pages: Iterable[UpdatePage]) -> dict[int, UpdatePage]:
    """Locks these updates and those started together with them, in one order, so that nobody
    submits one while it is written."""
    updates = list(pages)
    batches = {page.batch_id for page in updates if page.batch_id}
    wanted = Q(pk__in=[page.pk for page in updates]) | Q(batch_id__in=batches)
    rows = UpdatePage.objects.select_for_update(of=("page_ptr", "self")).filter(wanted)
    return {row.pk: row for row in rows.order_by("pk")}


def _mark_begun(update: UpdatePage, key: uuid.UUID | None) -> None:
    latest = update.latest_revision
    if key is not None and latest is not None:
        latest.content[_BEGUN_BY] = str(key)
        Revision.objects.filter(pk=latest.pk).update(content=latest.content)
