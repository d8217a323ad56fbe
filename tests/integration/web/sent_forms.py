"""Forms as a browser sends them, with a few of their fields changed into what nobody means.

Each example takes a form as its screen gives it, changes a few of its fields, and sends it. The
examples are the same in every run. What one wrote is undone before the next.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.core.cache import caches
from django.db import transaction
from django.test import Client
from django.urls import resolve
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from lxml import html

from tests.screens import SCREENS
from tests.world import World

CRAFTED = (
    *("", " ", "x", "-1", "0", "1", "1.5", "9" * 30, "٣", "null", "[]", "{}", '{"blocks": 1}'),
    *("\x00", "a\x00b", "é" * 300, "a" * 3000, "ß" * 300, "İ" * 200, "\u202e", "\ufffe", "💥"),
    *("0001-01-01", "9999-12-31", "2026-02-30", "2026-11-24T99:99", "24:00", "1e400", "NaN"),
    *(
        "../../etc/passwd",
        "//example.net",
        "javascript:1",
        "http://[",
        "<script>",
        "%s%n",
        "' OR 1",
    ),
    *("ada@example.net", "ada@straße.example", "\u017f@example.net", "ada@larkspur.example"),
)
HOW = ("set", "drop", "twice", "drop all with its beginning")
values = st.sampled_from(CRAFTED) | st.text(max_size=20)
changes = st.lists(
    st.tuples(st.integers(0, 400), st.sampled_from(HOW), values), min_size=1, max_size=3
)
Form = dict[str, list[str]]


def few(examples: int) -> Callable[..., Any]:
    """So many examples, the same in every run, however busy the machine is."""
    return settings(
        max_examples=examples,
        derandomize=True,
        database=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )


@contextmanager
def undone() -> Iterator[None]:
    """Not `atomic`: inside it, what must not be undone (a count) would refuse to be written."""
    point = transaction.savepoint_create()
    try:
        yield
    finally:
        transaction.savepoint_rollback(point)
        for cache in caches.all(initialized_only=True):
            cache.clear()


def posted(answer: bytes) -> list[Any]:
    """The forms of a page that are sent by POST; of what is no HTML, none."""
    if b"<form" not in answer:
        return []
    found: list[Any] = html.fromstring(answer).xpath("//form[@method='post' or @method='POST']")
    return found


def as_sent(form: Any) -> Form:
    found: Form = {}
    for name, value in form.form_values():
        found.setdefault(name, []).append(value)
    for field in form.inputs:
        if field.name:
            found.setdefault(field.name, [])
    return found


def changed(form: Form, changes: list[tuple[int, str, str]]) -> Form:
    sent = {name: list(values) for name, values in form.items()}
    for number, how, value in changes:
        names = sorted(sent)
        if not names:
            break
        name = names[number % len(names)]
        if how == "set":
            sent[name] = [value]
        elif how == "twice":
            sent[name] = [*sent[name], value]
        elif how == "drop":
            del sent[name]
        else:
            beginning = name.partition("-")[0]
            sent = {key: kept for key, kept in sent.items() if not key.startswith(beginning)}
    return sent


def send(client: Client, address: str, form: Form) -> None:
    """The test's client raises what the site would answer with "Server Error"."""
    assert client.post(address, form).status_code < 500


# Signs out, or changes the language of the reader: on every screen.
EVERYWHERE = {"wagtailadmin_logout", "set_language"}


def forms_of_screens(
    world: World, clients: dict[str | None, Client], drawn: dict[str, bytes]
) -> list[tuple[str | None, str, Form]]:
    """Every form of every screen of the inventory (`tests/screens.py`), once, with who sees it.

    What has been answered already, by address, is not asked for again.
    """
    found: dict[tuple[str, frozenset[str]], tuple[str | None, str, Form]] = {}
    for screen in SCREENS.values():
        if screen.status != 200:
            continue
        address = screen.address(world)
        answer = drawn.get(address) or clients[screen.role].get(address).content
        for form in posted(answer):
            action = urljoin(address, form.get("action") or "")
            name = resolve(urlsplit(action).path).view_name
            sent = as_sent(form)
            if name not in EVERYWHERE:
                found.setdefault((name, frozenset(sent)), (screen.role, action, sent))
    return list(found.values())
