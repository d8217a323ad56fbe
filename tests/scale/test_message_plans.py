"""Five million messages: the worker, the webhooks, the office's screens and the nightly run read
them by an index. Prints the slowest statement of each."""

import datetime as dt
import json
import sys
import time
from collections.abc import Callable, Iterator
from io import StringIO
from typing import Any
from uuid import UUID

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from district_cms.people.roles import Role
from notifications.models import Message, MessageContent
from notifications.providers.base import Evidence
from notifications.retention.purging import forget_addresses
from notifications.rules.state import State
from notifications.services import (
    claim_batch,
    next_channel,
    note_all_evidence,
    resolve_unknown,
    sweep_stale,
)
from tests.factories.people import make_account

pytestmark = [pytest.mark.django_db, pytest.mark.scale]

MESSAGES, WAITING = 5_000_000, 5_000
TABLES = {"notifications_message", "notifications_messageevent"}
ROW = """
    INSERT INTO notifications_message (
        id, message_class, priority, channel, address, rhythm, window_start, language, from_email,
        reply_to, subject, content_id, parts, substitutions, alike, state, claims, attempts,
        send_after, time_zone, created_at, claimed_by, handed_over_at, settled_at, provider,
        provider_id, error
    )
    SELECT
        md5(n::text)::uuid, 'subscription', 20, 'email', 'family.' || n %% 20000 || '@example.net',
        'posting-days', day, 'en', 'class-updates@larkspur.example', '', 'News', %(content)s, '[]',
        '{}', 'news', CASE WHEN n < %(waiting)s THEN 'ready' ELSE 'delivered' END, 1, 1, day, '',
        day, '', CASE WHEN n < %(waiting)s THEN NULL ELSE day END,
        CASE WHEN n < %(waiting)s THEN NULL ELSE day END, 'sendgrid', md5(n::text), ''
    FROM (
        SELECT n, %(now)s - (n / 20000 + 1) * interval '36 hours' AS day
        FROM generate_series(0, %(messages)s - 1) AS n
    ) AS numbered
"""
EVENTS = """
    INSERT INTO notifications_messageevent (message, at, state, detail)
    SELECT id, created_at, 'delivered', '' FROM notifications_message
"""


@pytest.fixture
def messages() -> Iterator[None]:
    """The rows of a year and a month, and what PostgreSQL knows of them."""
    if connection.vendor != "postgresql":
        pytest.skip("production runs on PostgreSQL only")
    words = MessageContent.objects.create(text="News")
    given = {
        "content": words.pk,
        "now": timezone.now(),
        "messages": MESSAGES,
        "waiting": WAITING,
    }
    with connection.cursor() as cursor:
        # Indexes are made in a fraction of the time when the rows are there.
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = ANY(%s) AND indexname"
            " NOT IN (SELECT conname FROM pg_constraint)",
            [list(TABLES)],
        )
        indexes = cursor.fetchall()
        for name, _definition in indexes:
            cursor.execute(f'DROP INDEX "{name}"')
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # no index is made over pending checks
        cursor.execute(ROW, given)
        cursor.execute(EVENTS)
        for _name, definition in indexes:
            cursor.execute(definition)
        cursor.execute("ANALYZE notifications_message, notifications_messageevent")
    return


def plans(work: Callable[[], Any]) -> tuple[set[str], float, str]:
    """The scans of whole tables of messages in what `work` asks, and its slowest statement with its
    milliseconds."""
    asked: list[tuple[float, str, Any]] = []

    def note(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        begun = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            asked.append((1000 * (time.perf_counter() - begun), str(sql), params))

    with connection.execute_wrapper(note):
        work()
    scans = set()
    with connection.cursor() as cursor:
        for _took, sql, params in asked:
            if sql.startswith(("SELECT", "UPDATE", "DELETE", "WITH")):
                cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", params)
                [[plan]] = cursor.fetchall()
                plan = json.loads(plan) if isinstance(plan, str) else plan
                if set(_scanned(plan[0]["Plan"])) & TABLES:
                    scans.add(sql)
    took, sql, _params = max(asked)
    return scans, took, sql


def _scanned(plan: dict[str, Any]) -> Iterator[str]:
    if plan["Node Type"] == "Seq Scan":
        yield plan["Relation Name"]
    for below in plan.get("Plans", ()):
        # The first rows that come end a scan with a limit, if each of them counts.
        if plan["Node Type"] != "Limit" or "Filter" in below or "Plans" in below:
            yield from _scanned(below)


def test_what_is_asked_of_five_million_messages_is_answered_from_an_index(messages: None) -> None:
    call_command("apply_roles", stdout=StringIO())
    office = Client()
    office.force_login(make_account(Role.COMMUNICATIONS))

    def opened(name: str, *args: Any, **query: str) -> None:
        answer = office.get(reverse(name, args=args), query)
        assert answer.status_code == 200, name

    now = timezone.now()
    known = Message.objects.filter(state="delivered").first()
    assert known is not None
    delivered = [Evidence(known.pk, State.DELIVERED, now)]
    works: dict[str, Callable[[], Any]] = {
        "a worker looks for work": next_channel,
        "a worker claims a batch": claim_batch,
        "the sweep of a minute": lambda: (sweep_stale(now), resolve_unknown(now)),
        "a webhook reports": lambda: note_all_evidence(delivered),
        "a report of an unknown message": lambda: note_all_evidence(
            [Evidence(UUID(int=1), State.DELIVERED, now)]
        ),
        "outbox": lambda: opened("outbox:index"),
        "outbox, one address": lambda: opened("outbox:index", q="Family.7@example.net"),
        "one message": lambda: opened("outbox:inspect", known.pk),
        "deliveries": lambda: opened("deliveries:index"),
        "the night forgets addresses": lambda: forget_addresses(
            before=now - dt.timedelta(days=370), now=now, most=4_000
        ),
    }
    found: dict[str, set[str]] = {}
    for name, work in works.items():
        found[name], took, sql = plans(work)
        sys.stdout.write(f"{took:>9.1f} ms  {name}: {' '.join(sql.split())[:90]}\n")
    assert {name: scans for name, scans in found.items() if scans} == {}
