"""Where pictures and documents lie: a collection for each school, and one for all schools.

A file stays with the school that it was uploaded for, whoever uploaded it: people leave, fill in
for two weeks and change schools, and the children in a picture do not.
"""

from typing import Final

from wagtail.models import Collection

SHARED: Final = "For all schools"
SCHOOLS: Final = "Schools"


def shared_collection() -> Collection:
    """What the communications office keeps for everyone who writes pages. Made where it is not
    there yet."""
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
