"""A cached part of a template sees only its named values and misses none."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.template import Context, Engine, TemplateSyntaxError
from django.test import Client
from django.utils.functional import SimpleLazyObject

from district_cms.schools.page_cache.fragments import fragments
from district_cms.schools.templatetags.cached_fragments import OnceNode
from tests.drawn_anew import drawn_anew
from tests.factories.district import District
from tests.factories.pages import make_classroom, make_school_year, make_update, update_content
from tests.integration.conftest import Clock

LOAD = "{% load cached_fragments %}"


@pytest.fixture(autouse=True)
def empty_cache() -> Iterator[None]:
    with drawn_anew():
        yield


def test_a_cached_part_sees_only_its_named_values() -> None:
    template = Engine.get_default().from_string(
        LOAD + "{% once name=page.title %}{{ name }}|{{ page.title }}|{{ other }}{% endonce %}"
    )
    drawn = template.render(Context({"page": {"title": "Math <3"}, "other": "seen"}))
    assert drawn == "Math &lt;3||"


def test_a_cached_part_is_rendered_again_only_for_other_values() -> None:
    template = Engine.get_default().from_string(
        LOAD + "{% once name=name %}{{ name }}{% endonce %}"
    )
    for name in ("Math", "Reading", "Math", SimpleLazyObject(lambda: "Reading")):
        assert template.render(Context({"name": name})) == name
    assert len(fragments) == 2


def test_two_cached_parts_with_equal_values_are_distinct() -> None:
    template = Engine.get_default().from_string(
        LOAD + "{% once a=a %}1{{ a }}{% endonce %}{% once a=a %}2{{ a }}{% endonce %}"
    )
    for _time in range(2):
        assert template.render(Context({"a": "x"})) == "1x2x"


@pytest.mark.parametrize("words", ["", "name", "a=1 name"])
def test_a_cached_part_without_values_is_refused(words: str) -> None:
    with pytest.raises(TemplateSyntaxError, match="once"):
        Engine.get_default().from_string(f"{LOAD}{{% once {words} %}}{{% endonce %}}")


def test_a_cached_part_with_a_block_is_refused() -> None:
    with pytest.raises(TemplateSyntaxError, match="block"):
        Engine.get_default().from_string(
            LOAD + "{% once a=1 %}{% if a %}{% block b %}{% endblock %}{% endif %}{% endonce %}"
        )


def seeing_all(node: OnceNode, context: Any) -> Any:
    """Like `OnceNode.render`, but with the page's whole context."""
    with context.push(**{name: each.resolve(context) for name, each in node.values.items()}):
        return node.nodelist.render(context)


@pytest.mark.django_db
def test_cached_parts_of_public_pages_have_all_their_values(
    district: District, client: Client, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock("2026-11-24 09:00")
    event = {
        "title": "Concert",
        "date": dt.date(2026, 12, 3),
        "place": "Gym",
        "audience": "families",
    }
    content = update_content(district.curriculum, events_none=False, events=[("event", event)])
    days = [dt.date(2026, 11, 24) - dt.timedelta(weeks=number) for number in range(-1, 11)]
    updates = [
        make_update(district.classroom, **{**content, "title": f"Of {day}", "period_start": day})
        for day in days
    ]
    empty = make_classroom(district.teacher_page, title="Empty", contact_hours="3:15 to 4:00 pm")
    last_year = make_school_year(dt.date(2025, 8, 25), dt.date(2026, 6, 10))
    ended = make_classroom(district.teacher_page, title="Ended", school_year=last_year)
    make_update(ended, **{**content, "period_start": dt.date(2026, 1, 6)})
    pages = [district.home, district.school, district.teacher_page, district.classroom, updates[3]]
    addresses = [
        f"{page.url}?lang={language}&drawn=1{more}"
        for page in (*pages, empty, ended)
        for language in ("en", "es")
        for more in ("", "&page=2")
    ]
    alone = [client.get(address).text for address in addresses]
    again = [client.get(address).text for address in addresses]
    monkeypatch.setattr(OnceNode, "render", seeing_all)
    whole = [client.get(address).text for address in addresses]
    for address, one, two, other in zip(addresses, alone, again, whole, strict=True):
        assert one == two == other, address
    assert "Concert" in alone[addresses.index(f"{district.classroom.url}?lang=en&drawn=1")]
