"""A waiting page as a principal reads it: the content, the changes, and facts about its
pictures."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.html import escape, linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, get_edit_handler
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, Revision, TaskState
from wagtail.rich_text import RichText

from district_cms.schools.blocks.pictures import PEOPLE, SOURCES
from district_cms.web.times import day_text


@dataclass(frozen=True, slots=True)
class Part:
    """One panel of the editor: its heading, and the author's content under each label."""

    heading: str
    rows: list[tuple[str, SafeString]]


def content_of(page: Page) -> list[Part]:
    """Returns all content of the page, in the order of the editor."""
    parts = []
    for panel in type(page).content_panels:
        names = list(_fields_in(panel))
        if days := _days(page, names):
            parts.append(Part(_("Days"), [("", days)]))
            continue
        rows = [(name, html) for name in names if (html := _rendered(page, name))]
        # The title is the heading of the screen.
        rows = [(_label(page, name), html) for name, html in rows if name != "title"]
        if "collapsed" in panel.classname:  # the heading names none of its fields
            parts += [Part(label, [("", html)]) for label, html in rows]
        elif rows:
            heading = str(panel.heading or "") or rows[0][0]
            parts.append(
                Part(
                    heading,
                    # The panel's heading already names the first field; a checkbox shows its label
                    # as the value.
                    [
                        ("" if at == 0 or label == html else label, html)
                        for at, (label, html) in enumerate(rows)
                    ],
                )
            )
    return parts


def last_approved(page: Page) -> Revision | None:
    """Returns the last revision that was approved or live; None if there was none. Two queries."""
    if page.live_revision_id is not None:
        return Revision.objects.filter(pk=page.live_revision_id).first()
    states = TaskState.objects.filter(
        status=TaskState.STATUS_APPROVED,
        workflow_state__object_id=str(page.pk),
        revision__isnull=False,
    )
    state = states.select_related("revision").order_by("-finished_at", "-pk").first()
    return state.revision if state is not None else None


def changes_between(before: Revision, page: Page, request: HttpRequest) -> list[Any]:
    """Returns Wagtail's comparisons of the changed fields, from an earlier revision to the page."""
    panel = get_edit_handler(type(page))
    bound = panel.get_bound_panel(instance=page, request=request, form=None)
    earlier = before.as_object()
    comparisons = [compare(earlier, page) for compare in bound.get_comparison()]
    return [each for each in comparisons if each.has_changed()]


def _fields_in(panel: Any) -> Iterator[str]:
    if isinstance(panel, FieldPanel):
        yield panel.field_name
    for child in getattr(panel, "children", ()):
        yield from _fields_in(child)


def _days(page: Page, names: list[str]) -> SafeString:
    """Returns, for a panel of two dates, "Tuesday, November 24 to Monday, November 30"; "" for
    others."""
    kinds = [type(page._meta.get_field(name)) for name in names]
    first, last = ([getattr(page, name) for name in names] + [None, None])[:2]
    if kinds != [models.DateField, models.DateField] or not (first and last):
        return SafeString("")
    return escape(_("%(first)s to %(last)s") % {"first": day_text(first), "last": day_text(last)})


def _label(page: Page, name: str) -> str:
    return capfirst(str(page._meta.get_field(name).verbose_name))


def _rendered(page: Page, name: str) -> SafeString:
    """Returns the value of a field as HTML; "" if it is empty."""
    field = page._meta.get_field(name)
    value = getattr(page, name)
    if isinstance(field, StreamField):
        return mark_safe(value.render_as_block()) if value else SafeString("")  # noqa: S308 - the block's own template
    if isinstance(field, RichTextField):
        return mark_safe(str(RichText(value))) if value else SafeString("")  # noqa: S308 - as the public page
    if isinstance(field, models.BooleanField):
        return escape(capfirst(str(field.verbose_name))) if value else SafeString("")
    if not value:
        return SafeString("")
    if isinstance(field, models.DateField) and not isinstance(field, models.DateTimeField):
        return escape(day_text(value))
    if field.choices:
        return escape(getattr(page, f"get_{name}_display")())
    if isinstance(value, list):
        return escape(", ".join(map(str, value)))
    return mark_safe(linebreaks(str(value), autoescape=True))  # noqa: S308 - escaped


_PEOPLE, _SOURCES = dict(PEOPLE), dict(SOURCES)


@dataclass(frozen=True, slots=True)
class PictureFacts:
    """Statements about one picture. `people` and `source` use the form's labels; `release` matters
    for `students`."""

    name: str
    decorative: bool
    people: Any
    source: Any
    students: bool
    release: bool


def picture_facts(page: Page) -> list[PictureFacts]:
    """Returns the statements about pictures, in the order of the page."""
    streams = [field.name for field in page._meta.get_fields() if isinstance(field, StreamField)]
    return [
        PictureFacts(
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
    """Yields every struct block in a value, the outer one first."""
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
