"""The collections of pictures and documents: one for each school, and one for all schools."""

from typing import Final

from wagtail.models import Collection

SHARED: Final = "For all schools"
SCHOOLS: Final = "Schools"


def shared_collection() -> Collection:
    """Returns the collection for everyone who writes pages; creates it if it is missing."""
    return _below_root(SHARED)


def keep_school_collection(*, collection_id: int | None, name: str) -> Collection:
    """Creates or renames a school's own collection, and returns it."""
    collection = Collection.objects.filter(pk=collection_id).first() if collection_id else None
    if collection is None:
        new: Collection = _below_root(SCHOOLS).add_child(name=name)
        return new
    if collection.name != name:
        collection.name = name
        collection.save(update_fields=["name"])
    return collection


def _below_root(name: str) -> Collection:
    root = Collection.get_first_root_node()
    collection: Collection | None = root.get_children().filter(name=name).first()
    return collection or root.add_child(name=name)
