"""Deliveries that are planned, or applied with their pages, and what a test asks of them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from classroom.models import (
    ClassroomPage,
    ClassroomTeacher,
    RosterDelivery,
    RosterPage,
)
from classroom.rosters.pages import make_pages
from classroom.rosters.services import apply_delivery, read, stage
from tests.factories.district import District
from tests.factories.rosters import Delivery

Bring = Callable[..., RosterDelivery]


@pytest.fixture
def planned(district: District, tmp_path: Path) -> Bring:
    """Stages a delivery."""

    def plan(delivery: Delivery) -> RosterDelivery:
        folder = delivery.write(tmp_path / str(len(list(tmp_path.iterdir()))))
        return stage(read(folder, folder.name), name="roster.zip", actor=None)

    return plan


@pytest.fixture
def bring(planned: Bring) -> Bring:
    """Stages a delivery, applies it and makes its pages."""

    def bring_in(delivery: Delivery) -> RosterDelivery:
        applied = apply_delivery(delivery=planned(delivery), actor=None)
        make_all_pages()
        return applied

    return bring_in


def make_all_pages() -> None:
    for school in RosterPage.objects.values_list("school", flat=True).distinct():
        make_pages(school_id=school)


def classes() -> dict[str, list[str]]:
    """{live class page of the roster: who has it today, the one who leads first}."""
    pages = ClassroomPage.objects.live().exclude(roster_page=None).order_by("title", "pk")
    return {
        page.title: [
            row.staff.given_name
            for row in ClassroomTeacher.objects.current()
            .filter(classroom=page)
            .order_by("-part", "pk")
        ]
        for page in pages
    }


def line(delivery: RosterDelivery, school: str = "Lincoln High") -> dict[str, Any]:
    (found,) = [each for each in delivery.plan["schools"] if each["title"] == school]
    return {
        what: {kind: number for kind, number in found[what].items() if number}
        for what in ("staff", "classes")
    }
