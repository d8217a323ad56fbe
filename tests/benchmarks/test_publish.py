"""What the gate costs on a class page of 30 KB: by itself, and beside a plain Wagtail publish.

Prints medians; asserts only that what is measured does what it says. `make bench ARGS=publish`.

Both kinds of publish run in turns, each with content that was never seen before, in the same
process and database. "Plain" is Wagtail's own action without any check, choice of the district
or evidence.
"after the form" has had the editor's form ask first, as it does in every click on the button: what
the form asked is remembered, and the publish behind it asks again. "the click" is the whole answer
of the web program to that click: form, publish and evidence, as someone waits for it.
"""

import gc
import statistics
import sys
import time
from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Revision

from classroom.models import UpdatePage
from district_cms.publishing import actions
from district_cms.publishing import mechanism as publishing
from district_cms.publishing.models import (
    AccessibilitySettings,
    ProcedureSettings,
    RevisionFindings,
)
from tests.factories.district import District, make_district
from tests.factories.editor import update_form
from tests.factories.pages import make_draft, update_content
from tests.factories.people import make_superuser

pytestmark = pytest.mark.django_db

KILOBYTES = 30
ROUNDS = 40
PARTS_A_BLOCK = 4  # about 2.5 KB of text in a block
_numbers = count(1)

PROSE = """
<h2>What we are learning, part {n}</h2>
<p>This week we compare fractions with <b>unlike denominators</b>. Chapter {n} has 87 pages; please
read the first ten with your child. The <a href="/math/fractions/{n}/">fractions page {n}</a> has
more, and the homework of day {n} stands on the <a href="/math/homework/{n}/">homework page {n}</a>.
</p>
<h3>Things to bring on day {n}</h3>
<ul><li>Worksheet {n}, due Tuesday, December 1</li><li>Reading log: 20 minutes a day</li></ul>
<p>Please call the front office with questions. On page {n} we found a maple leaf under a magnifying
glass, and its veins in red: they carry water from the stem to the tips.</p>
"""


@pytest.fixture
def district(db: None) -> District:
    district = make_district()
    for model in (AccessibilitySettings, ProcedureSettings):
        model.load().save()
    return district


def lesson() -> list[tuple[str, str]]:
    """Blocks of text, 30 KB together, none of which any page had before."""
    blocks: list[tuple[str, str]] = []
    while sum(len(text) for _kind, text in blocks) < KILOBYTES * 1000:
        parts = (PROSE.format(n=next(_numbers)) for _part in range(PARTS_A_BLOCK))
        blocks.append(("prose", "".join(parts)))
    return blocks


def new_revision(page: UpdatePage) -> Revision:
    page = UpdatePage.objects.get(pk=page.pk)
    page.lesson = lesson()
    page.save_revision(clean=False, log_action=False)
    return UpdatePage.objects.get(pk=page.pk).get_latest_revision()


def milliseconds(work: Callable[[], Any]) -> float:
    gc.disable()
    start = time.perf_counter()
    work()
    taken = (time.perf_counter() - start) * 1000
    gc.enable()
    return taken


def without_the_gate(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(publishing, "_checks", [])
    patch.setattr(publishing, "content_findings", lambda page: [])
    for choice in ("raise_advice", "lift_excepted"):
        patch.setattr(publishing, choice, lambda page, findings: findings)
    patch.setattr(actions, "keep_passage", lambda **values: None)


@pytest.fixture
def plain(monkeypatch: pytest.MonkeyPatch) -> Callable[[Revision], float]:
    def publish(revision: Revision) -> float:
        with monkeypatch.context() as patch:
            without_the_gate(patch)
            return milliseconds(revision.publish)

    return publish


def say(text: str) -> None:
    sys.stdout.write(f"\n{text}")


def test_the_gate_on_a_class_page(district: District) -> None:
    page = make_draft(district.classroom, **update_content(district.curriculum))
    found: set[str] = set()
    cold, again = [], []
    for _round in range(ROUNDS):
        asked = new_revision(page).as_object()
        cold.append(milliseconds(asked.publish_findings))
        again.append(milliseconds(asked.publish_findings))
        found.update(finding.rule for finding in asked.publish_findings())
    size = sum(len(block.value.source) for block in asked.lesson)
    say(f"the gate, all checks, {size / 1000:.0f} KB class page: median {median(cold)} ms")
    say(f"the same page asked again: median {median(again)} ms\n")
    assert found == set()


def test_a_click_on_publish(district: District, monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client()
    client.force_login(make_superuser())
    page = make_draft(district.classroom, **update_content(district.curriculum))
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])

    def click() -> float:
        content = update_content(district.curriculum, lesson=lesson())
        form = update_form(content, **{"action-publish": "1"})
        return milliseconds(lambda: client.post(address, form))

    times: dict[str, list[float]] = {"without the gate": [], "with the gate": []}
    for _round in range(ROUNDS // 2):
        with monkeypatch.context() as patch:
            without_the_gate(patch)
            times["without the gate"].append(click())
        times["with the gate"].append(click())
    base = statistics.median(times["without the gate"])
    for name, taken in times.items():
        say(f"the click, {name}: {median(taken)} ms, {statistics.median(taken) / base:.2f} x")
    say("")
    evidence = RevisionFindings.objects.filter(page_uuid=page.translation_key)
    assert evidence.filter(outcome="went_live").count() == ROUNDS // 2


def test_a_gated_publish_beside_a_plain_one(
    district: District, plain: Callable[[Revision], float]
) -> None:
    page = make_draft(district.classroom, **update_content(district.curriculum))
    new_revision(page).publish()
    times: dict[str, list[float]] = {"plain": [], "gated": [], "after the form": []}
    for _round in range(ROUNDS):
        times["plain"].append(plain(new_revision(page)))
        times["gated"].append(milliseconds(new_revision(page).publish))
        revision = new_revision(page)
        revision.as_object().publish_findings()
        times["after the form"].append(milliseconds(revision.publish))
    base = statistics.median(times["plain"])
    for name, taken in times.items():
        ratio = statistics.median(taken) / base
        say(f"publish of a {KILOBYTES} KB class page, {name}: {median(taken)} ms, {ratio:.2f} x")
    say("")
    assert UpdatePage.objects.get(pk=page.pk).live


def median(taken: list[float]) -> str:
    return f"{statistics.median(taken):.1f}"
