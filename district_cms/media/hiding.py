"""Makes the pictures of an unpublished page unreachable at their old addresses.

Renames the file at random and deletes its renditions; a page that is published again uses the new
name. A document keeps its place: see `permissions.may_open`.
"""

import logging
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from pathlib import PurePath
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import Page, ReferenceIndex

from .models import DistrictDocument, DistrictImage

log = logging.getLogger("district.media")


@dataclass(slots=True)
class Hidden:
    """How many files are unreachable, how many are still used, and which could not be moved."""

    files: int = 0
    kept: int = 0
    failed: list[str] = field(default_factory=list)


@transaction.atomic
def hide_files_only_on(*, pages: Iterable[Page]) -> Hidden:
    """Makes the files of these pages unreachable, unless something else uses them."""
    hidden = Hidden()
    for item, used in _files_of(list(pages)):
        if used or getattr(item, "listed_as_public", False):
            hidden.kept += 1
            continue
        if isinstance(item, DistrictDocument):
            hidden.files += 1  # served only while a live page shows it
            continue
        try:
            with transaction.atomic():
                _give_new_name(item)
        except OSError:
            log.exception("%s %s could not be hidden", type(item).__name__, item.pk)
            hidden.failed.append(str(item.title))
        else:
            hidden.files += 1
    return hidden


def _files_of(pages: list[Page]) -> list[tuple[Any, bool]]:
    """Returns the pages' pictures and documents, each with True if something else uses it."""
    kind = ContentType.objects.get_for_model(Page)
    own = {str(page.pk) for page in pages}
    models: dict[int, Any] = {
        ContentType.objects.get_for_model(model).pk: model
        for model in (DistrictImage, DistrictDocument)
    }
    named = ReferenceIndex.objects.filter(
        base_content_type=kind, object_id__in=own, to_content_type__in=models
    ).values_list("to_content_type", "to_object_id")
    wanted = set(named)
    references = ReferenceIndex.objects.filter(
        to_content_type__in={model for model, _pk in wanted},
        to_object_id__in={pk for _model, pk in wanted},
    ).values_list("to_content_type", "to_object_id", "base_content_type", "object_id")
    others = [row for row in references if not (row[2] == kind.pk and row[3] in own)]
    on_pages = [int(row[3]) for row in others if row[2] == kind.pk]
    live = set(Page.objects.filter(pk__in=on_pages, live=True).values_list("pk", flat=True))
    used = {row[:2] for row in others if row[2] != kind.pk or int(row[3]) in live}
    items: list[tuple[Any, bool]] = []
    for content_type, model in models.items():
        ids = [pk for of, pk in wanted if of == content_type]
        items += [
            (item, (content_type, str(item.pk)) in used)
            for item in model.objects.filter(pk__in=ids).order_by("pk")
        ]
    return items


def _give_new_name(item: DistrictImage) -> None:
    """Renames the file. Raises `OSError`, and then leaves the item as it was."""
    storage, before = item.file.storage, item.file.name
    path = PurePath(before)
    secret = secrets.token_hex(8)
    with storage.open(before) as content:
        after = storage.save(str(path.with_name(secret + path.suffix)), content)
    # Not `save()`: the file is the same, and its examination stays valid. Nor the library's own
    # manager, which would refuse while the page that is just being deleted is live.
    DistrictImage._base_manager.filter(pk=item.pk).update(file=after)
    item.renditions.all().delete()  # Wagtail deletes their files after the commit
    transaction.on_commit(partial(storage.delete, before))
