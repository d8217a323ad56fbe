"""Probe, not committed."""

import cProfile
import os
import pstats
import time
import traceback

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from time_machine import travel

from tests.factories.editor import update_form
from tests.factories.pages import make_draft, update_content
from tests.integration.classroom.composing import COMPOSE, JSON, address, form_of
from tests.integration.conftest import NOVEMBER, moment
from tests.world import find_faults, small_world

pytestmark = [pytest.mark.django_db]


@pytest.fixture(scope="module")
def inhabited(built, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        with travel(moment(NOVEMBER), tick=False):
            world = small_world(built)
            find_faults([world.update, world.classroom, world.school])
        yield world
        transaction.set_rollback(True)


@pytest.fixture
def world(inhabited, db, clock):
    clock(NOVEMBER)
    return inhabited


def where():
    out = []
    for f in traceback.extract_stack():
        if "/wt/speed/" in f.filename and ".venv" not in f.filename and "zprobe" not in f.filename:
            out.append(f"{f.filename.split('/wt/speed/')[1]}:{f.lineno}")
        elif "wagtail/" in f.filename and "middleware" not in f.filename:
            out.append(f"W{f.filename.split('/wagtail/')[-1]}:{f.lineno}:{f.name}")
    return " < ".join(reversed(out[-7:]))


def measure(name, call, rounds=6):
    call()
    cpu = []
    for _ in range(rounds):
        c = time.process_time()
        call()
        cpu.append((time.process_time() - c) * 1000)
    log = []

    def note(execute, sql, params, many, context):
        log.append((sql, where() if os.environ.get("WHERE") else ""))
        return execute(sql, params, many, context)

    with CaptureQueriesContext(connection) as q, connection.execute_wrapper(note):
        call()
    with open("/tmp/probe.txt", "a") as f:
        f.write(
            f"== {name}: {len(q)} queries, CPU ms min {min(cpu):.1f} all {[round(c) for c in cpu]}\n"
        )
        if os.environ.get("SQL"):
            for n, (sql, at) in enumerate(log):
                f.write(
                    f"{n:3} {sql[:200]}  ...{sql[-160:] if len(sql) > 200 else ''}\n      {at}\n"
                )
        if os.environ.get("PROF"):
            p = cProfile.Profile(time.process_time)
            p.enable()
            call()
            p.disable()
            s = pstats.Stats(p, stream=f)
            s.sort_stats("cumtime").print_stats(int(os.environ["PROF"]))


def edit(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def test_autosave_editor(world):
    content = update_content(world.curriculum)
    draft = make_draft(world.classroom, owner=world.accounts["teacher"], **content)
    client = Client()
    client.force_login(world.accounts["teacher"])
    first = client.post(edit(draft), update_form(content), headers=JSON).json()
    assert first["success"], first
    state = {"rev": first["revision_id"], "n": 0}

    def call():
        state["n"] += 1
        form = update_form(
            {**content, "title": f"Halves {state['n']}"}, overwrite_revision_id=str(state["rev"])
        )
        r = client.post(edit(draft), form, headers=JSON).json()
        assert r["success"], r
        state["rev"] = r["revision_id"]
        open(os.environ["HTMLOUT"], "w").write(r["html"]) if os.environ.get("HTMLOUT") else None

    measure("editor autosave", call)


def test_autosave_short(world):
    client = Client()
    client.force_login(world.accounts["teacher"])
    form = form_of(client.get(address(world.classroom)))
    r = client.post(
        reverse(COMPOSE), {**form, "title": "A", "lesson": "One third is less."}, headers=JSON
    )
    a = r.json()
    state = {"n": 0, "a": a}

    def call():
        state["n"] += 1
        x = state["a"]
        sent = {
            **form,
            "title": f"T {state['n']}",
            "lesson": f"One third is less {state['n']}.",
            "loaded_revision_id": x["loaded_revision_id"],
            "overwrite_revision_id": x["loaded_revision_id"],
            "loaded_revision_created_at": x["loaded_revision_created_at"],
        }
        r = client.post(a["address"], sent, headers=JSON)
        assert r.status_code == 200, r.content[:300]
        state["a"] = r.json()

    measure("short form autosave", call)


from tests.budgets import forget_what_is_kept
from tests.screens import SCREENS


@pytest.mark.parametrize("name", os.environ.get("SCREEN", "a family's page").split("|"))
def test_screen(name, world):
    client = Client()
    s = SCREENS[name]
    if s.role:
        client.force_login(world.accounts[s.role])
    a = s.address(world)

    def call():
        r = client.get(a)
        assert r.status_code == s.status

    measure(name + " warm", call)

    def cold():
        forget_what_is_kept()
        call()

    measure(name + " cold", cold)


from types import SimpleNamespace


@pytest.mark.parametrize("name", os.environ.get("SCREEN", "a family's page").split("|"))
def test_outside(name, world, monkeypatch, settings):
    from district_cms.web import versions
    from notifications.families import family_page as fp

    outside = SimpleNamespace(in_atomic_block=False)
    monkeypatch.setattr(versions, "connection", outside)
    if hasattr(fp, "connection"):
        monkeypatch.setattr(fp, "connection", outside)
    settings.PAGE_CACHE_MB = 8
    client = Client()
    s = SCREENS[name]
    if s.role:
        client.force_login(world.accounts[s.role])
    a = s.address(world)

    def call():
        r = client.get(a)
        assert r.status_code == s.status

    measure(name + " outside", call, 20)
