"""Where pictures and documents lie: a collection for each school, and one for all schools."""

from typing import Final

from wagtail.models import Collection

SHARED: Final = "For all schools"
SCHOOLS: Final = "Schools"


def shared_collection() -> Collection:
    """The collection for everyone who writes pages. Created where it is missing."""
    return _below_root(SHARED)


def keep_school_collection(*, collection_id: int | None, name: str) -> Collection:
    """A school's own collection, made where there is none, or renamed."""
    found = Collection.objects.filter(pk=collection_id).first() if collection_id else None
    if found is None:
        made: Collection = _below_root(SCHOOLS).add_child(name=name)
        return made
    if found.name != name:
        found.name = name
        found.save(update_fields=["name"])
    return found


def _below_root(name: str) -> Collection:
    root = Collection.get_first_root_node()
    found: Collection | None = root.get_children().filter(name=name).first()
    return found or root.add_child(name=name)
