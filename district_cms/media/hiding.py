"""Makes the pictures of a page that is taken down unreachable at their old addresses.

The file moves to a random name, and its copies are deleted; a page that is put back uses the new
name. A document stays where it is: see `permissions.may_open`.
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
    """Make the files of these pages unreachable, unless something else uses them."""
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
    """The pages' pictures and documents, each with whether something else shows it."""
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
    found: list[tuple[Any, bool]] = []
    for content_type, model in models.items():
        ids = [pk for of, pk in wanted if of == content_type]
        found += [
            (item, (content_type, str(item.pk)) in used)
            for item in model.objects.filter(pk__in=ids).order_by("pk")
        ]
    return found


def _give_new_name(item: DistrictImage) -> None:
    """Raises `OSError`; then the item is as it was."""
    storage, before = item.file.storage, item.file.name
    path = PurePath(before)
    secret = secrets.token_hex(8)
    with storage.open(before) as content:
        after = storage.save(str(path.with_name(secret + path.suffix)), content)
    # Not `save()`: it is the same file, and what was found out about it still holds. Nor by the
    # library's own manager: it would refuse while the page is live that is just being deleted.
    DistrictImage._base_manager.filter(pk=item.pk).update(file=after)
    item.renditions.all().delete()  # Wagtail deletes their files when this is committed
    transaction.on_commit(partial(storage.delete, before))
