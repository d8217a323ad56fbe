"""Every path to "live", every kind of bad page: it stays down, and someone is told why."""

from html import unescape
from typing import Any

import pytest
from wagtail.models import Page

from district_cms.publishing.gate import PublishBlocked
from tests.integration.publishing.paths.routes import IN_A_MESSAGE, IN_THE_FORM, Route
from tests.integration.publishing.paths.routes_in_code import IN_CODE
from tests.integration.publishing.paths.world import (
    FAULTS,
    TITLE,
    TYPED,
    Bad,
    World,
    live_with_the_title,
    state,
)

pytestmark = pytest.mark.django_db


def by(routes: tuple[Route, ...]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("route", routes, ids=lambda route: route.__name__)


def by_with_a_fault(routes: tuple[Route, ...]) -> pytest.MarkDecorator:
    """The first path of its kind with every fault, each other path with one of them in turn: that
    a path asks the gate does not depend on what the gate finds."""
    pairs = [(routes[0], fault) for fault in FAULTS]
    pairs += [(route, FAULTS[at % len(FAULTS)]) for at, route in enumerate(routes[1:], start=1)]
    return pytest.mark.parametrize(
        ("route", "fault"), pairs, ids=[f"{route.__name__}-{fault.name}" for route, fault in pairs]
    )


@by_with_a_fault(IN_THE_FORM)
def test_the_editor_refuses_a_bad_page_at_its_field_and_keeps_what_was_typed(
    route: Route, fault: Bad, world: World
) -> None:
    step = route(world, world.bad(fault))
    before = state()

    response = step()

    assert state() == before
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [fault.field]
    page = text(response)
    assert TYPED in page
    assert response.context["form"]["title"].value() == TITLE
    assert fault.says in page


@by_with_a_fault(IN_A_MESSAGE)
def test_a_screen_without_the_form_refuses_a_bad_page_with_a_message(
    route: Route, fault: Bad, world: World
) -> None:
    step = route(world, world.bad(fault))
    before = state()

    response = step()

    assert state() == before
    shown = followed(response)
    assert shown.status_code == 200
    assert f"“{TITLE}” is not live yet." in text(shown)
    assert fault.says in text(shown)


@by_with_a_fault(IN_CODE)
def test_code_that_would_make_a_bad_page_live_is_refused_with_the_reason(
    route: Route, fault: Bad, world: World
) -> None:
    step = route(world, world.bad(fault))
    before = state()

    with pytest.raises(PublishBlocked) as refusal:
        step()

    assert [found.rule for found in refusal.value.findings] == [fault.rule]
    assert refusal.value.page.title == TITLE
    assert state() == before
    assert not any(Page.find_problems())


@by((*IN_THE_FORM, *IN_A_MESSAGE, *IN_CODE))
def test_a_good_page_goes_live_by_the_same_path(route: Route, world: World) -> None:
    step = route(world, world.good())
    before = live_with_the_title()

    step()

    assert live_with_the_title() > before


def followed(response: Any) -> Any:
    """What a person sees in the end: a window of the editor goes where its answer says."""
    if response.headers["Content-Type"] == "application/json":
        answer = response.json()
        assert answer["step"] == "success"
        address = answer["redirect"]
    else:
        assert response.status_code == 302
        address = response.url
    return response.client.get(address)


def text(response: Any) -> str:
    return unescape(response.content.decode())
