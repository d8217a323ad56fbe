"""What the gate costs on a class page of 30 KB: by itself, and beside a plain Wagtail publish.

Prints medians; asserts only that what is measured does what it says. `make bench ARGS=publish`.

Both kinds of publish run in turns, each with content that was never seen before, in the same
process and database. "Plain" is a page type as plain Wagtail makes it (`serving/plain`), which none
of our checks knows, with the same words. "after the form" has had the editor's form ask first, as
it does in every click on the button: what the form asked is remembered, and the publish behind it
asks again. "the click" is the whole answer of the web program to that click: form, publish and
evidence, as someone waits for it. `BENCH_PUBLISHES` is the number of rounds.
"""

import os
import statistics
import sys

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from district_cms.publishing import actions
from district_cms.publishing import gate as publishing
from district_cms.publishing.models import (
    AccessibilitySettings,
    ProcedureSettings,
    RevisionFindings,
)
from scripts import databases
from tests.factories.district import District, make_district
from tests.factories.editor import update_form
from tests.factories.pages import make_draft, update_content
from tests.factories.people import make_superuser

from . import goals
from .prose import KILOBYTES, lesson
from .serving.demo import SITES, said
from .serving.publishes import milliseconds, new_revision

ROUNDS = int(os.environ.get("BENCH_PUBLISHES", "40"))
MOST = 1.3  # times a plain page type


@pytest.fixture
def district(db: None) -> District:
    district = make_district()
    for model in (AccessibilitySettings, ProcedureSettings):
        model.load().save()
    return district


def without_the_gate(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(publishing, "_checks", [])
    patch.setattr(publishing, "content_findings", lambda page: [])
    for choice in ("raise_advice", "lift_excepted"):
        patch.setattr(publishing, choice, lambda page, findings: findings)
    patch.setattr(actions, "keep_passage", lambda **values: None)


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


def test_a_gated_publish_beside_a_plain_one(server: str) -> None:
    name, template = "published", databases.name_in(server)
    connection.close()
    with databases.alone_on(server) as session:
        databases.drop(session, name)
        databases.create(session, name, template)
    try:
        environment = {
            **os.environ,
            "DATABASE_URL": databases.beside(server, name),
            "DJANGO_SETTINGS_MODULE": f"{SITES}.publishing",
        }
        times = said("publishing", f"publish_and_print({ROUNDS})", environment)
    finally:
        with databases.alone_on(server) as session:
            databases.drop(session, name)
    base = statistics.median(times["plain"])
    names = {
        "plain": "a plain Wagtail page type",
        "gated": "ours",
        "after the form": "ours, after the form",
    }
    ratios = {which: statistics.median(taken) / base for which, taken in times.items()}
    for which, called in names.items():
        taken = median(times[which])
        say(f"publish of a {KILOBYTES} KB class page, {called}: {taken} ms, {ratios[which]:.2f} x")
    say("")
    goals.at_most("gated publish", ratios["gated"], MOST, " x a plain Wagtail page type")


def median(taken: list[float]) -> str:
    return f"{statistics.median(taken):.1f}"
