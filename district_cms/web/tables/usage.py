"""Wagtail's lists of what uses a page, a picture or a file, by the page of the list.

Wagtail reads every object that there is in them, one by one, to show twenty: of a curriculum page,
to which the updates of a whole district lead, that takes minutes.
"""

from collections import defaultdict
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, QuerySet
from wagtail.models import ReferenceIndex
from wagtail.models.reference_index import ReferenceGroups

Group = tuple[Model, list[ReferenceIndex]]


def read_usage_by_pages() -> None:
    """Put ours in the place of Wagtail's. Safe to call twice."""
    ReferenceGroups.__getitem__ = _part


def _part(groups: ReferenceGroups, key: Any) -> Any:
    if isinstance(key, slice) and isinstance(groups.qs, QuerySet):
        return part_of(groups.qs, key)
    return list(groups)[key]


def part_of(references: QuerySet[ReferenceIndex], key: slice) -> list[Group]:
    """The objects of a part of the list, in Wagtail's order, each with its references. One query
    for the part, one for its references, and one for each kind of object."""
    names = ("base_content_type_id", "object_id")
    # By the columns themselves: by the relation it would be the order of the other table.
    wanted = list(references.order_by(*names).values_list(*names).distinct()[key])
    found: defaultdict[tuple[int, str], list[ReferenceIndex]] = defaultdict(list)
    kinds: defaultdict[int, list[str]] = defaultdict(list)
    for kind, pk in wanted:
        kinds[kind].append(pk)
    for kind, pks in kinds.items():
        of_kind = references.filter(base_content_type_id=kind, object_id__in=pks)
        for each in of_kind.order_by("pk"):
            found[kind, each.object_id].append(each)
    objects = {kind: _objects(kind, pks) for kind, pks in kinds.items()}
    return [(objects[kind][pk], found[kind, pk]) for kind, pk in wanted if pk in objects[kind]]


def _objects(kind: int, pks: list[str]) -> dict[str, Model]:
    """Those that are there, by their keys as the index has them."""
    model = ContentType.objects.get_for_id(kind).model_class()
    if model is None:
        return {}
    rows = model._base_manager.filter(pk__in=pks)
    return {str(row.pk): row for row in rows}
