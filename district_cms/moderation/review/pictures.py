"""What an author said of each picture and recording: a principal answers for it as well, and a
page shows none of it. Reads what is there, and asks nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.models import Page

from district_cms.schools.blocks.pictures import PEOPLE, SOURCES

_PEOPLE, _SOURCES = dict(PEOPLE), dict(SOURCES)


@dataclass(frozen=True, slots=True)
class Said:
    """`people` and `source` are in the words of the form, "" where nothing was chosen. `students`
    says that some can be recognized: then `release` is what was ticked."""

    name: str
    decorative: bool
    people: Any
    source: Any
    students: bool
    release: bool


def said_of_pictures(page: Page) -> list[Said]:
    """In the order of the page."""
    streams = [field.name for field in page._meta.get_fields() if isinstance(field, StreamField)]
    return [
        Said(
            name=str(value.get("description") or value.get("title") or value.get("caption") or ""),
            decorative=bool(value.get("decorative")),
            people=_PEOPLE.get(value.get("people"), ""),
            source=_SOURCES.get(value.get("source"), ""),
            students=value.get("people") == "students",
            release=bool(value.get("release")),
        )
        for name in streams
        for value in _structs(getattr(page, name))
        if "release" in value
    ]


def _structs(value: Any) -> Iterator[Any]:
    """Every block of named parts in a value, the outer one first."""
    if isinstance(value, blocks.StreamValue):
        for child in value:
            yield from _structs(child.value)
    elif isinstance(value, blocks.StructValue):
        yield value
        for part in value.values():
            yield from _structs(part)
    elif isinstance(value, blocks.list_block.ListValue):
        for each in value:
            yield from _structs(each)
