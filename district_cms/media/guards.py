"""The entrances through which a file would leave a live page without its own model being asked."""

import functools
from typing import Any

from django.db.models.signals import pre_delete, pre_save
from wagtail.models import Collection, CollectionViewRestriction

from .in_use import check_collection, check_removal, is_private
from .models import DistrictDocument, DistrictImage


def guard_files_of_live_pages() -> None:
    """Refuse by `InUse`, for every door of the editor and for code: deleting what a live page
    shows, and making private the collection of a document that a public page links.

    Safe to call twice.
    """
    for model in (DistrictImage, DistrictDocument):
        pre_delete.connect(_deleting, sender=model, dispatch_uid=f"media.in_use.{model.__name__}")
    pre_save.connect(
        _restricting, sender=CollectionViewRestriction, dispatch_uid="media.in_use.collection"
    )
    if not getattr(Collection.move, "asks_live_pages", False):
        Collection.move = _asking(Collection.move)


def _deleting(instance: Any, **_: object) -> None:
    check_removal(instance)


def _restricting(instance: CollectionViewRestriction, raw: bool = False, **_: object) -> None:
    if not raw and instance.restriction_type != CollectionViewRestriction.NONE:
        check_collection(instance.collection, DistrictDocument.objects.all())


def _asking(original: Any) -> Any:
    # Treebeard moves by SQL of its own and announces nothing.
    @functools.wraps(original)
    def move(self: Collection, target: Collection, pos: str | None = None) -> Any:
        parent = target if (pos or "").endswith("child") else target.get_parent()
        if parent is not None and is_private(parent) and not is_private(self):
            check_collection(self, DistrictDocument.objects.all())
        return original(self, target, pos)

    move.asks_live_pages = True  # type: ignore[attr-defined]
    return move
