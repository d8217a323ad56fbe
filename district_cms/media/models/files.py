"""Pictures and documents: Wagtail's, without metadata, and protected while a live page shows
them."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any, ClassVar, override

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import DatabaseError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_q.tasks import async_task
from wagtail.documents.models import AbstractDocument, DocumentQuerySet
from wagtail.images.models import (
    AbstractImage,
    AbstractRendition,
    Filter,
    ImageQuerySet,
    SourceImageIOError,
    get_upload_to,
)
from wagtail.models import Collection

from district_cms.checks.documents import ENGINE_VERSION, Examination, State
from district_cms.web.queue.isolation import is_full_disk

from ..in_use import (
    InUse,
    check_hiding,
    check_removal,
    document_file_saved,
    is_private,
    item_changing,
    live_pages,
    names_of,
)
from ..pictures.fields import PictureField, anonymous_name, strip_pending_picture
from ..pictures.formats.pixels import is_moving
from ..pictures.renditions import MAKE_COPIES
from ..pictures.stripping import StrippedPicture, strip_metadata
from ..storage import no_orphan

SHOWN = frozenset({"file", "title"})


class LibraryQuerySet(models.QuerySet[Any]):
    """Applies the checks of `save()` and `delete()` to `update()` and to deleting many."""

    def update(self, **values: Any) -> int:
        collection = values.get("collection", values.get("collection_id"))
        if collection is not None:
            if not isinstance(collection, Collection):
                collection = Collection.objects.get(pk=collection)
            if self.model.is_hidden_with_its_collection and is_private(collection):
                check_hiding(self, where=collection)
        if SHOWN & values.keys() and (pages := list(live_pages(self))):
            raise InUse(
                gettext("Live pages show these: %(pages)s. Change them one by one.")
                % {"pages": names_of(pages)}
            )
        return super().update(**values)

    def delete(self) -> Any:
        # Before Django starts: `pre_delete` is sent within a transaction.
        if pages := list(live_pages(self)):
            raise InUse(
                gettext(
                    "These cannot be deleted, because live pages show them: %(pages)s. Take them "
                    "out of these pages first."
                )
                % {"pages": names_of(pages)}
            )
        return super().delete()


class PictureQuerySet(LibraryQuerySet, ImageQuerySet):
    pass


class DocumentsQuerySet(LibraryQuerySet, DocumentQuerySet):
    pass


class LibraryItem(models.Model):
    """Extends Wagtail's models of pictures and documents."""

    is_hidden_with_its_collection: ClassVar[bool] = False
    _is_asked_by_form = False

    class Meta:
        abstract = True

    def changes(self, update_fields: Any = None) -> frozenset[str]:
        """Returns which of file, title and collection a save would change; empty for a new item.
        One query, none if `update_fields` contains no such field."""
        wanted = {"file", "title", "collection"} & set(update_fields or SHOWN | {"collection"})
        if self._state.adding or not wanted:
            return frozenset()
        names = [*SHOWN, "collection_id"]
        stored = type(self)._base_manager.filter(pk=self.pk).values(*names).first()
        if stored is None:
            return frozenset()
        file: Any = self.file  # type: ignore[attr-defined]
        changed = {
            "file": bool(file) and (not file._committed or file.name != stored["file"]),
            "title": self.title != stored["title"],  # type: ignore[attr-defined]
            "collection": self.collection_id != stored["collection_id"],  # type: ignore[attr-defined]
        }
        return frozenset(name for name in wanted if changed[name])

    def check_changes(self, changed: frozenset[str]) -> None:
        """Raises `InUse` for a change that live pages do not allow. Does not ask again what a form
        has confirmed."""
        collection: Collection = self.collection  # type: ignore[attr-defined]
        hides = self.is_hidden_with_its_collection and "collection" in changed
        if hides and is_private(collection):
            check_hiding([self], where=collection)
        if SHOWN & changed and not self._is_asked_by_form:
            item_changing.send(sender=type(self), instance=self, changed=changed)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        check_removal(self)
        return super().delete(*args, **kwargs)

    @contextmanager
    def confirmed_by_form(self) -> Iterator[None]:
        """Inside, `save()` does not send `item_changing`: the form that calls it has asked
        already."""
        self._is_asked_by_form = True
        try:
            yield
        finally:
            self._is_asked_by_form = False


log = logging.getLogger("district")


class DistrictImage(LibraryItem, AbstractImage):  # noqa: DJ008 - Wagtail names it
    """A picture in the library. Its `description` is the default text for screen readers.

    Even the original is stored without location, device, thumbnails and comments. People who need
    those must keep their own copy.
    """

    file = PictureField(
        verbose_name=_("file"),
        upload_to=get_upload_to,
        width_field="width",
        height_field="height",
    )

    # Readers see only its first frame: renditions are not animated.
    moves = models.BooleanField(_("moves"), default=False, editable=False)

    objects = PictureQuerySet.as_manager()

    admin_form_fields = (
        "title",
        "file",
        "description",
        "collection",
        "tags",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        permissions = [("choose_image", "Can choose image")]

    @override
    def clean(self) -> None:
        """Checks that a new file is complete and removes its metadata. Raises `ValidationError` at
        the file."""
        super().clean()
        try:
            strip_pending_picture(self)
        except ValidationError as error:
            raise ValidationError({"file": error}) from error

    @override
    def save(self, *args: Any, **kwargs: Any) -> None:
        """Saves. A new file is stored without metadata; its size and hash are those of the stored
        file."""
        is_new_file = strip_pending_picture(self)
        if is_new_file:
            super()._set_image_file_metadata()
            self.moves = is_moving(self.file)
        changed = self.changes(kwargs.get("update_fields"))
        self.check_changes(changed)
        with no_orphan(self.file):
            super().save(*args, **kwargs)
        if "file" in changed:
            # They were made from the old file, and pages would still show them.
            self.renditions.all().delete()
        if is_new_file:
            transaction.on_commit(partial(async_task, MAKE_COPIES, self.pk), robust=True)

    @override
    def _set_image_file_metadata(self) -> None:
        # Wagtail's forms call this before `save()`. With the hash of the uploaded file, the same
        # picture uploaded twice would not be recognized as a duplicate.
        pending = strip_pending_picture(self)
        super()._set_image_file_metadata()
        self.moves = is_moving(self.file)
        if not pending:
            self.file.close()  # the line above opened it from the storage

    @override
    def generate_rendition_file(
        self, filter: Filter, *, source: File | None = None
    ) -> StrippedPicture:
        """Returns a rendition without metadata, even if an import left some in the picture.

        Holds its few kilobytes in memory, and closes Wagtail's temporary file.
        """
        with super().generate_rendition_file(filter, source=source) as rendition:
            return strip_metadata(rendition)

    @override
    def create_rendition(self, filter: Filter) -> "DistrictRendition":
        """Creates a rendition for a page. If the disk is full, the page is shown without the
        picture."""
        with _full_disk_as_missing_picture():
            return super().create_rendition(filter)

    @override
    def create_renditions(self, *filters: Filter) -> dict[Filter, "DistrictRendition"]:
        with _full_disk_as_missing_picture():
            return super().create_renditions(*filters)

    @override
    def get_upload_to(self, filename: str) -> str:
        """Returns the path for the file, with a random name: see `anonymous_name`."""
        return super().get_upload_to(anonymous_name(filename))


class DistrictRendition(AbstractRendition):
    """A picture cut or scaled for its place on a page, made from a file without metadata."""

    image = models.ForeignKey(DistrictImage, related_name="renditions", on_delete=models.CASCADE)

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)

    @override
    def save(self, *args: Any, **kwargs: Any) -> None:
        with no_orphan(self.file):
            super().save(*args, **kwargs)


@contextmanager
def _full_disk_as_missing_picture() -> Iterator[None]:
    """Turns a full disk into the error that Wagtail's templates handle as a missing picture."""
    try:
        yield
    except (OSError, DatabaseError) as error:
        if not is_full_disk(error):
            raise
        log.error("could not create a rendition: the disk is full")
        raise SourceImageIOError("the disk is full") from error


class DistrictDocument(LibraryItem, AbstractDocument):  # noqa: DJ008 - Wagtail names it
    """A file to download: a supply list, a form, a menu; or a recording with its captions."""

    listed_as_public = models.BooleanField(
        _("open without a page"),
        default=False,
        help_text=_(
            "Select this if the document should open for everyone who has its address, although no "
            "live page links it. Your name is saved with it."
        ),
    )

    admin_form_fields = ("title", "file", "collection", "tags", "listed_as_public")
    is_hidden_with_its_collection = True

    objects = DocumentsQuerySet.as_manager()

    class Meta(AbstractDocument.Meta):
        permissions = [("choose_document", "Can choose document")]
        # As Wagtail does for pictures: the chooser lists the newest first.
        indexes = [models.Index(fields=["created_at"], name="documents_by_age")]

    @override
    def save(self, *args: Any, **kwargs: Any) -> None:
        """Saves. Sets the size and hash of a new file, and sends `document_file_saved`."""
        if self.file and not self.file._committed:
            self._set_document_file_metadata()
        self.check_changes(self.changes(kwargs.get("update_fields")))
        with no_orphan(self.file):
            super().save(*args, **kwargs)
        changed = kwargs.get("update_fields")
        if self.file and (changed is None or "file" in changed):
            document_file_saved.send(sender=type(self), instance=self)


class DocumentExaminationQuerySet(models.QuerySet["DocumentExamination"]):
    def current(self) -> "DocumentExaminationQuerySet":
        """Returns examinations of the documents' current files by the current engine."""
        return self.filter(file_hash=models.F("document__file_hash"), engine=ENGINE_VERSION)


class DocumentExamination(models.Model):
    """The examination of one document: valid only for the file whose hash it has."""

    # Wagtail counts references to a document as uses; this is none.
    wagtail_reference_index_ignore = True

    document = models.OneToOneField(
        DistrictDocument,
        on_delete=models.CASCADE,
        related_name="examination",
        verbose_name=_("document"),
    )
    file_hash = models.CharField(_("file's hash"), max_length=40)
    engine = models.CharField(_("version of the examination"), max_length=20)
    results: Any = models.JSONField(_("what was found"), default=dict)
    at = models.DateTimeField(_("when"), default=timezone.now)

    objects = DocumentExaminationQuerySet.as_manager()

    class Meta:
        verbose_name = _("examination of a document")
        verbose_name_plural = _("examinations of documents")

    def __str__(self) -> str:
        return f"{self.document_id} {self.at:%Y-%m-%d %H:%M}"

    @property
    def found(self) -> Examination:
        """Returns the examination. A value that this version cannot read counts as missing."""
        try:
            return Examination.from_json(self.results)
        except ValueError:
            return Examination(state=State.FAILED)


def examination_of(document: DistrictDocument) -> Examination | None:
    """Returns the examination of the document's current file; None until there is one.

    No query for a document that was loaded with `select_related("examination")`.
    """
    row = getattr(document, "examination", None)
    return row.found if row is not None and row.file_hash == document.file_hash else None
