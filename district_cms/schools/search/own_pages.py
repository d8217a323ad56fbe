"""What the search knows of the pages of this room, and of which pages it knows anything."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from django.utils.translation import override

from ..choices import SUBJECTS
from ..models import CurriculumIndexPage, CurriculumPage, SchoolPage, StandardPage
from .sources import Entry, Facts, Source, registered
from .words import grade_word


def subject_words(subject: str) -> str:
    """A subject as the English site calls it; other words for it are in the office's list."""
    with override("en"):
        return str(dict(SUBJECTS).get(subject, ""))


def _schools(ids: Sequence[int]) -> Iterable[Entry]:
    with override("en"):
        return [
            Entry(
                page.pk,
                "school",
                names=[page.title, page.title_es],
                about=[str(page.get_kind_display()), page.city, page.street, *_reached_by(page)],
            )
            for page in SchoolPage.objects.filter(pk__in=ids)
        ]


def _reached_by(page: SchoolPage) -> list[str]:
    """What the page says of how to reach the school."""
    said = {
        "phone number": page.phone,
        "email": page.email,
        "address": page.street,
        "office hours": page.office_hours,
    }
    return ["contact", "office", *(words for words, value in said.items() if value)]


def _about_schools(ids: Sequence[int], today: dt.date) -> Mapping[int, Facts]:
    return {
        page.pk: Facts(details=[part for part in (page.street, page.city, page.phone) if part])
        for page in SchoolPage.objects.filter(pk__in=ids)
    }


def _curriculum(ids: Sequence[int]) -> Iterable[Entry]:
    return [
        Entry(
            page.pk,
            "curriculum",
            names=[page.title],
            about=[subject_words(page.subject), page.summary, page.title_es, page.summary_es],
            tokens=[grade_word(code) for code in page.grade_levels],
            grades=page.grade_levels,
        )
        for page in CurriculumPage.objects.filter(pk__in=ids)
    ]


def _about_curriculum(ids: Sequence[int], today: dt.date) -> Mapping[int, Facts]:
    pages = CurriculumPage.objects.filter(pk__in=ids)
    return {
        page.pk: Facts(details=[page.grade_label] if page.grade_label else []) for page in pages
    }


def _plain(ids: Sequence[int]) -> Iterable[Entry]:
    return [
        Entry(
            page.pk,
            "page",
            names=[page.title, page.title_es],
            about=[page.introduction, page.introduction_es],
        )
        for page in StandardPage.objects.filter(pk__in=ids)
    ]


def _curriculum_section(ids: Sequence[int]) -> Iterable[Entry]:
    return [
        Entry(page.pk, "curriculum", names=[page.title], about=["curriculum", page.title_es])
        for page in CurriculumIndexPage.objects.filter(pk__in=ids)
    ]


_OWN: Final = {
    "schools.schoolpage": Source(_schools, _about_schools),
    "schools.curriculumpage": Source(_curriculum, _about_curriculum),
    "schools.curriculumindexpage": Source(_curriculum_section),
    "schools.standardpage": Source(_plain),
}


def source_of(label: str) -> Source | None:
    """Of this room or of one above it; None of pages that are not found by name."""
    return _OWN.get(label) or registered().get(label)


def found_by_name() -> frozenset[str]:
    """The labels of all page types that are found by name."""
    return frozenset({*_OWN, *registered()})
