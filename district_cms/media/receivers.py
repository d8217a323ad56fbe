"""Signal receivers: examine files when they are saved, and protect them while a live page shows
them."""

from typing import Any

from django.db.models.signals import pre_delete, pre_save
from wagtail.models import CollectionViewRestriction

from .examinations import examine_new_file
from .in_use import check_collection, check_removal
from .models import DistrictDocument, DistrictImage


def examine_saved_file(instance: Any, **kwargs: Any) -> None:
    examine_new_file(instance)


def guard_files_of_live_pages() -> None:
    """Raises `InUse` when a file of a live page is deleted, or its collection becomes private."""
    for model in (DistrictImage, DistrictDocument):
        pre_delete.connect(_deleting, sender=model, dispatch_uid=f"media.in_use.{model.__name__}")
    pre_save.connect(
        _restricting, sender=CollectionViewRestriction, dispatch_uid="media.in_use.collection"
    )


def _deleting(instance: Any, **_: object) -> None:
    check_removal(instance)


def _restricting(instance: CollectionViewRestriction, raw: bool = False, **_: object) -> None:
    if not raw and instance.restriction_type != CollectionViewRestriction.NONE:
        check_collection(instance.collection, DistrictDocument.objects.all())
