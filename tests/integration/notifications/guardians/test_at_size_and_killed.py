"""An urgent notice to listed guardians: written by a process that is killed with -9, and to
10,000 of them."""

import datetime as dt
import json
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Collection, Locale, Page

from district_cms.people.roles import Role
from district_cms.students.models import Student
from notifications.guardians.urgent import listed_reach
from notifications.models import Channel, Guardian, GuardianStudent, Message, Scope
from notifications.notices.services import send_urgent_notice
from notifications.notices.writing import write_block
from tests.crash.outside import ROOT, Outside, outside
from tests.factories.district import make_district
from tests.factories.people import make_account
from tests.integration.notifications.notices.conftest import follow, urgent
from tests.measured import Tell

from .test_urgent import EMAIL_ON, TEXTS_ON, turn_on

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def guardians(number: int) -> tuple[Any, Any]:
    """Sends, but does not write, a notice to so many guardians; the first two signed up too."""
    if not Page.objects.exists():  # a test before emptied the database
        Locale.objects.get_or_create(language_code="en")
        Page.add_root(instance=Page(title="Root", slug="root"))
        Collection.add_root(name="Root")
    district = make_district()
    turn_on(**EMAIL_ON, **TEXTS_ON)
    children = Student.objects.bulk_create(
        Student(key=f"S{n}", school=district.school, band="middle", until=dt.date(2099, 6, 30))
        for n in range(number // 2)
    )
    rows = Guardian.objects.bulk_create(
        Guardian(
            key=f"G{n}",
            email=f"g{n}@home.example",
            telephone=f"+1406{5_550_000 + n}",
            may_email=True,
            may_text=True,
        )
        for n in range(number)
    )
    GuardianStudent.objects.bulk_create(
        GuardianStudent(guardian=each, student=children[n // 2]) for n, each in enumerate(rows)
    )
    follow(district.school, Scope.NOTICES, address="g0@home.example")
    follow(district.school, Scope.NOTICES, channel=Channel.TEXT, address="+14065550001")
    notice = urgent(make_account(Role.COMMUNICATIONS), emergency="closed")
    administrator = make_account(Role.ADMINISTRATOR)
    return send_urgent_notice(
        notice=notice, user=administrator, seen=notice.fingerprint
    ), administrator


def run(where: Outside, *command: str, code: int = 0) -> Any:
    program = [sys.executable, "-m", "tests.crash.notice", *command]
    done = subprocess.run(
        program, cwd=ROOT, env=dict(where.environment), stdout=subprocess.PIPE, timeout=120
    )
    assert done.returncode == code
    return json.loads(done.stdout or "null")


def test_killed_at_several_statements_everyone_has_one_message_a_channel(tmp_path: Path) -> None:
    guardians(20)
    with outside(tmp_path, TEXT_PROVIDER="sandbox") as where:
        for last in (9, 25, 30, 44, 21):
            run(where, "write", str(last), code=-signal.SIGKILL)
        run(where, "write", "0")
        standing, sent = run(where, "state")
    assert standing == "sent"
    assert {state for _channel, _address, state in sent} == {"ready"}
    assert [(channel, address) for channel, address, _state in sent] == [
        *(("email", each) for each in sorted(f"g{n}@home.example" for n in range(20))),
        *(("text", f"+14065550{n:03}") for n in range(20)),
    ]


def test_ten_thousand_guardians_need_no_more_queries_a_block(tell: Tell) -> None:
    notice, _administrator = guardians(10_000)
    begin = time.perf_counter()
    with CaptureQueriesContext(connection) as counting:
        reach = listed_reach(notice)
    counted, blocks = time.perf_counter() - begin, []
    assert (reach.by_email, reach.by_text) == (9_999, 9_999)
    begin = time.perf_counter()
    while True:
        with CaptureQueriesContext(connection) as queries:
            if not write_block(notice):
                break
        blocks.append(len(queries))
    took = time.perf_counter() - begin
    rows = Message.objects.filter(message_class="urgent").exclude(dedupe_key__startswith="s")
    assert rows.count() == 20_000
    tell(
        f"urgent notice to 10,000 listed guardians on {connection.vendor}: counted in "
        f"{counted:.1f} s and {len(counting)} queries, 20,000 messages written in {took:.1f} s, "
        f"{max(blocks[1:])} queries a block"
    )
    assert len(set(blocks[1:])) == 1
    assert max(blocks) < 30 or connection.vendor == "sqlite"  # which inserts in small batches
    assert took < 120
