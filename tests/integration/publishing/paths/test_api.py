"""Wagtail's API v3, which this site does not mount: if someone mounts it, the gate holds there."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse
from wagtail.models import APIToken, Page

from classroom.models import UpdatePage
from tests.integration.publishing.paths.world import (
    FAULTS,
    MISSING,
    TITLE,
    Bad,
    Content,
    World,
    live_with_the_title,
    state,
)

pytestmark = pytest.mark.django_db
with_the_api = pytest.mark.urls("tests.integration.publishing.paths.urls_with_api")

Call = Callable[[], Any]
UPDATE = "classroom.UpdatePage"


def call(world: World, method: str, name: str, data: dict[str, Any], **place: int) -> Call:
    _token, secret = APIToken.create_token(user=world.office, name="A program")
    address = reverse(f"wagtailapi_v3:{name}", kwargs=place)
    return lambda: Client().generic(
        method,
        address,
        json.dumps(data),
        content_type="application/json",
        headers={"Authorization": f"Bearer {secret}"},
    )


def publishing(w: World, content: Content) -> Call:
    page = w.draft(content)
    return call(w, "POST", "pages_actions_publish", {}, page_id=page.pk)


def publishing_with_a_change(w: World, content: Content) -> Call:
    page = w.draft(content | {"title": "Fractions, as it was"})
    change = {"meta": {"type": UPDATE, "action": "publish"}, "title": TITLE}
    return call(w, "PATCH", "update_page", change, page_id=page.pk)


def publishing_a_change_of_a_live_page(w: World, content: Content) -> Call:
    page = w.older()
    w.changed(page, content)
    return call(w, "POST", "pages_actions_publish", {}, page_id=page.pk)


def copying(w: World, content: Content) -> Call:
    page = w.live(content)
    return call(w, "POST", "pages_actions_copy", {"slug": "copied"}, page_id=page.pk)


def copying_a_class(w: World, content: Content) -> Call:
    w.live(content)
    how = {"slug": "copied", "recursive": True}
    return call(w, "POST", "pages_actions_copy", how, page_id=w.district.classroom.pk)


def making_an_alias(w: World, content: Content) -> Call:
    page = w.live(content)
    return call(w, "POST", "pages_actions_create_alias", {"slug": "copied"}, page_id=page.pk)


def making_an_alias_of_a_class(w: World, content: Content) -> Call:
    w.live(content)
    how = {"slug": "copied", "recursive": True}
    return call(w, "POST", "pages_actions_create_alias", how, page_id=w.district.classroom.pk)


every_call = pytest.mark.parametrize(
    "prepare",
    [
        publishing,
        publishing_with_a_change,
        publishing_a_change_of_a_live_page,
        copying,
        copying_a_class,
        making_an_alias,
        making_an_alias_of_a_class,
    ],
    ids=lambda prepare: prepare.__name__,
)


@with_the_api
@every_call
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_the_api_refuses_a_bad_page_and_says_why(
    prepare: Callable[[World, Content], Call], fault: Bad, world: World
) -> None:
    send = prepare(world, world.bad(fault))
    before = state()

    response = send()

    assert response.status_code == 422
    assert response.headers["Content-Type"] == "application/problem+json"
    [error] = response.json()["errors"]
    assert fault.says in error["msg"]
    assert state() == before
    assert not any(Page.find_problems())


@with_the_api
@every_call
def test_the_api_makes_a_good_page_live(
    prepare: Callable[[World, Content], Call], world: World
) -> None:
    send = prepare(world, world.good())
    before = live_with_the_title()

    assert send().status_code in {200, 201}

    assert live_with_the_title() > before


@with_the_api
def test_the_api_makes_no_page_that_would_be_bad(world: World) -> None:
    place = {"type": UPDATE, "parent_id": world.district.classroom.pk, "action": "publish"}
    before = state()

    response = call(world, "POST", "create_page", {"meta": place, "title": TITLE})()

    assert response.status_code == 422
    assert any(MISSING.says in error["msg"] for error in response.json()["errors"])
    assert state() == before


@with_the_api
def test_the_api_saves_a_draft_of_a_bad_page(world: World) -> None:
    page = world.draft(world.bad(MISSING))
    change = {"meta": {"type": UPDATE}, "title": "Half fixed"}

    response = call(world, "PATCH", "update_page", change, page_id=page.pk)()

    assert response.status_code == 200
    newest = UpdatePage.objects.get(pk=page.pk).get_latest_revision()
    assert newest.content["title"] == "Half fixed"


def test_the_site_does_not_mount_the_api() -> None:
    with pytest.raises(NoReverseMatch):
        reverse("wagtailapi_v3:list_pages")
