"""What the list of students costs at the gate, and what it changes in the corpora of the privacy
check. `python -m pytest tests/benchmarks/test_names.py -s` prints the figures."""

import json
import random
import statistics
import time
from datetime import date
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from district_cms.checks.privacy import PrivacyRules, check_html
from district_cms.checks.privacy.naming.word_lists import ALL_FAMILY, ALL_GIVEN, WORDS_AS_GIVEN
from district_cms.publishing.content.fragments import Fragment
from district_cms.students.models import Student, StudentName
from district_cms.students.page_check import name_findings
from district_cms.students.roster import name_tokens
from tests.benchmarks.goals import at_most
from tests.factories.district import District
from tests.factories.students import hold_students
from tests.unit.checks.privacy.corpora import DATA, Example

pytestmark = pytest.mark.django_db

MOST_MS = 20
NAMES = 20_000
ELSEWHERE = SimpleNamespace()
"""An object without a school: all students of the district count."""


def fill(district: District, number: int, opted_out: int) -> None:
    """Students with names of the word lists, by chance, one in thirty a word such as "Grace"."""
    hold_students(check_opt_outs=True)
    chance = random.Random(34)
    given, words, family = map(sorted, (ALL_GIVEN, WORDS_AS_GIVEN, ALL_FAMILY))
    fields = {"school": district.school, "band": "high", "until": date(2099, 1, 1)}
    students = Student.objects.bulk_create(
        Student(key=str(key), source_id=str(key), opted_out=key < opted_out, **fields)
        for key in range(number)
    )
    StudentName.objects.bulk_create(
        StudentName(student=student, form=form, token=token)
        for student in students
        for form, token in (
            one.split(":")
            for one in name_tokens(
                chance.choice(given if chance.random() < 0.97 else words),
                *("", ""),
                chance.choice(family),
            )
        )
    )


def texts(name: str) -> list[Example]:
    lines = (DATA / f"{name}.jsonl").read_text("utf-8").splitlines()
    return [Example(**json.loads(line)) for line in lines]


def test_twenty_thousand_names_take_at_most_twenty_milliseconds(district: District) -> None:
    fill(district, NAMES, NAMES)
    html = "".join(f"<p>{one.html}</p>" for one in texts("ordinary")[:400])[:10_000]
    pieces = [Fragment("html", html, "body")]
    times = []
    for _round in range(15):
        start = time.process_time()
        with CaptureQueriesContext(connection) as queries:
            found = list(name_findings(ELSEWHERE, pieces))
        times.append((time.process_time() - start) * 1000)
    print(f"\n{len(found)} findings in 10 KB, {len(queries)} queries")
    at_most("names of a page", statistics.median(times), MOST_MS, "ms")


def test_the_corpora_with_the_list_on_and_off(district: District) -> None:
    fill(district, NAMES, 1_000)
    rules = PrivacyRules(today=date(2026, 11, 24))
    for name in ("never", "ordinary"):
        off = on = stopped = 0
        for one in texts(name):
            known = bool(check_html(one.html, rules=rules))
            findings = list(name_findings(ELSEWHERE, [Fragment("html", one.html, "body")]))
            off, on = off + known, on + (known or bool(findings))
            stopped += any(finding.needs_answer for finding in findings)
        print(f"\n{name}: {off} off, {on} on of {len(texts(name))}, {stopped} by a full name")
        if name == "ordinary":
            assert stopped == 0
