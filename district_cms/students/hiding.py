"""Hides, on live pages, the names and pictures of students that may no longer be published.

Only the page's live fields change, and only there: the drafts stay, and the gate stops them.
"""

import copy
import re
import time
from typing import Any, Final

from django.db import transaction
from django.utils.text import slugify
from django_q.tasks import async_task
from wagtail.blocks import StreamValue
from wagtail.models import Page

from district_cms.audit_log.services import record
from district_cms.publishing.answers import open_questions
from district_cms.publishing.content.fragments import Fragment, cached_answers, fragments
from district_cms.publishing.gate import PublishGateMixin
from district_cms.web.queue.isolation import Item, isolated

from .models import HiddenOnPage, Student
from .page_check import (
    findings_of,
    is_on,
    named_students,
    pictured_students,
    without_release,
)

INSTEAD: Final = "[…]"
_BETWEEN: Final = r"(?:[\s,.'’-]|<[^>]*>|&#?\w+;)+"
_MOST_PASSES: Final = 4
_SECONDS: Final = 60
_AT_ONCE: Final = 100


def hide_soon(sender: Any, **kwargs: Any) -> None:
    """Lets the queue look at all live pages, because the lists changed."""
    async_task("district_cms.students.tasks.hide")


def hide_on_live_pages(*, after: int = 0) -> tuple[int, int | None]:
    """Hides what must be hidden on the live pages behind the key `after`. Returns the number of
    changed pages, and the last key if its time ran out."""
    start, changed = time.monotonic(), 0
    live = Page.objects.live().order_by("pk")
    while is_on() and (rows := list(live.filter(pk__gt=after).specific()[:_AT_ONCE])):
        with cached_answers():
            for page in rows:
                after = page.pk
                if isinstance(page, PublishGateMixin):
                    with isolated(Item("students", f"hide-{after}"), failed_before=()):
                        changed += hide_on(page=page)
                if time.monotonic() - start > _SECONDS:
                    return changed, after
    return changed, None


@transaction.atomic
def hide_on(*, page: Any) -> bool:
    """Hides these names and pictures in the live fields of a page, and lists it for the office."""
    if not _places(page):
        return False
    # The newest state of the page, whoever published it meanwhile.
    page = Page.objects.select_for_update(no_key=True).get(pk=page.pk).specific
    hidden: set[tuple[str, int]] = set()
    for number in range(_MOST_PASSES):
        gone: set[tuple[Any, ...]] = set()
        for what, student, piece, words in _places(page):
            hidden.add((what, student))
            place = (piece.field, *piece.path[:1])
            if place not in gone:
                # What no pattern finds, such as a name in two cells, goes with its whole block.
                _hide(page, piece, "" if number else words)
                gone |= {place} if number or not words else set()
    page.has_unpublished_changes = True
    with page.gate_passed():
        page.save(clean=False)
    HiddenOnPage.objects.bulk_create(
        HiddenOnPage(page=page, student_id=student, what=what) for what, student in sorted(hidden)
    )
    record(action="students.hidden_on_page", actor="nightly", page=page, hidden=len(hidden))
    return True


def _places(page: Any) -> list[tuple[str, int, Fragment, str]]:
    """Returns what must be hidden, the student, the place, and the words of a name; from the last
    block to the first, because blocks go away."""
    pieces = list(fragments(page))
    named, what = named_students(page, pieces), HiddenOnPage.What
    # Except where somebody has recorded that it is another person.
    questions = [each for each in findings_of(named) if each.needs_answer]
    is_open = {(each.field, each.mark) for each in open_questions(page, questions)}
    places = [
        *(
            (what.NAME.value, each.student, each.piece, each.words)
            for each in named
            if each.certain and (each.piece.field, each.mark) in is_open
        ),
        *(
            (what.PICTURE.value, Student.objects.get(key=one.key).pk, one.piece, "")
            for one in without_release(pictured_students(pieces))
        ),
    ]
    return sorted(places, key=lambda place: place[2].path[:1], reverse=True)


def _hide(page: Any, piece: Fragment, words: str) -> None:
    """Replaces the words in one field or block; without words, all that stands there."""
    value = getattr(page, piece.field)
    if isinstance(value, StreamValue):
        index = int(piece.path[0])
        raw = copy.deepcopy(list(value.raw_data))
        raw[index : index + 1] = [_replaced(raw[index], words)] if words else []
        setattr(page, piece.field, value.stream_block.to_python(raw))
    elif piece.field == "slug":
        page.slug = f"{slugify(page.title)[:60] or 'page'}-{page.pk}"
    else:
        setattr(page, piece.field, _replaced(value, words) if words else INSTEAD)


def _replaced(value: Any, words: str) -> Any:
    if isinstance(value, str):
        parts = re.findall(r"[^\W\d_]+", words)
        return re.sub(_BETWEEN.join(map(re.escape, parts)), INSTEAD, value, flags=re.IGNORECASE)
    if isinstance(value, dict):
        return {name: _replaced(part, words) for name, part in value.items()}
    return [_replaced(part, words) for part in value] if isinstance(value, list) else value
