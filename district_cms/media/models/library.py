"""What pictures and documents share: nothing changes on a live page behind the gate's back."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext as _
from wagtail.documents.models import DocumentQuerySet
from wagtail.images.models import ImageQuerySet
from wagtail.models import Collection

from ..in_use import InUse, check_hiding, check_removal, is_private, live_pages, names_of
from ..signals import item_changing

SHOWN = frozenset({"file", "title"})


class LibraryQuerySet(models.QuerySet[Any]):
    """`update` writes past `save()`: what may not happen there may not happen here."""

    def update(self, **values: Any) -> int:
        collection = values.get("collection", values.get("collection_id"))
        if collection is not None:
            if not isinstance(collection, Collection):
                collection = Collection.objects.get(pk=collection)
            if self.model.is_hidden_with_its_collection and is_private(collection):
                check_hiding(self, where=collection)
        if SHOWN & values.keys() and (pages := list(live_pages(self))):
            raise InUse(
                _("Live pages show these: %(pages)s. Change them one by one.")
                % {"pages": names_of(pages)}
            )
        return super().update(**values)

    def delete(self) -> Any:
        # Before anything of it has begun: `pre_delete` comes within a transaction.
        if pages := list(live_pages(self)):
            raise InUse(
                _(
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
    """Stands before Wagtail's model of pictures or documents."""

    is_hidden_with_its_collection: ClassVar[bool] = False
    _is_asked_by_form = False

    class Meta:
        abstract = True

    def changes(self, update_fields: Any = None) -> frozenset[str]:
        """Which of file, title and collection a save would change; none of a new item. One query,
        none where `update_fields` names no such field."""
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
        """Raise `InUse` for a change that live pages do not allow. Whoever is asked by a form has
        answered there."""
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
    def asked_by_form(self) -> Iterator[None]:
        """Inside, `save()` asks nobody: the form that calls it has asked."""
        self._is_asked_by_form = True
        try:
            yield
        finally:
            self._is_asked_by_form = False
