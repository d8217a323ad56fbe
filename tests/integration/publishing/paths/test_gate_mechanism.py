"""How the gate works underneath: how often it asks, what it holds together, whom it watches."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import RequestFactory
from django.urls import NoReverseMatch, reverse
from wagtail.actions import PublishRevisionAction
from wagtail.models import Page

from district_cms.checks.findings import Finding
from district_cms.publishing import gate as publishing
from district_cms.publishing.apps import PublishingConfig
from district_cms.publishing.gate import PublishBlocked, refusal_message
from district_cms.publishing.middleware import PublishBlockedMiddleware
from district_cms.schools.models import StandardPage
from tests.factories.editor import update_form
from tests.factories.pages import make_standard_page
from tests.integration.publishing.paths.routes import PUBLISH, edit
from tests.integration.publishing.paths.world import (
    MISSING,
    PRIVATE,
    TITLE,
    World,
    before_the_rules,
    signed_in,
    state,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked() -> Iterator[list[Any]]:
    """The pages about which the gate is asked, in their order."""
    pages: list[Any] = []

    def note(page: Page) -> list[Finding]:
        pages.append(page)
        return []

    publishing.register_publish_check(note)
    yield pages
    publishing._checks.remove(note)


# ---------------------------------------------------------------- how often


def test_the_editor_asks_once_for_the_form_and_once_for_the_act(
    asked: list[Any], world: World
) -> None:
    page = world.draft(world.good())

    signed_in(world.district.principal).post(edit(page), update_form(world.good(), **PUBLISH))

    assert len(asked) == 2


def test_an_alias_that_follows_its_page_is_asked_about_for_itself(
    asked: list[Any], world: World
) -> None:
    page = world.older()
    alias = page.create_alias(update_slug="copied")
    revision = world.changed(page, world.good())
    asked.clear()

    revision.publish()

    assert [found.pk for found in asked] == [page.pk, alias.pk]


@pytest.mark.parametrize("json", [{}, {"Accept": "application/json"}], ids=["draft", "by itself"])
def test_saving_a_draft_does_not_ask(json: dict[str, str], asked: list[Any], world: World) -> None:
    page = world.draft(world.good())

    signed_in(world.district.teacher).post(edit(page), update_form(world.good()), headers=json)

    assert not asked


def test_after_a_publication_the_gate_asks_again(world: World) -> None:
    revision = world.draft(world.good()).get_latest_revision()
    action = PublishRevisionAction(revision, log_action=False)
    action.execute()
    page = action.object
    page.assignments = []

    with pytest.raises(PublishBlocked):
        page.save()


def test_after_a_publication_that_failed_the_gate_asks_again(world: World) -> None:
    other = world.older()
    page = world.draft(world.good())
    action = PublishRevisionAction(world.changed(page, {"slug": other.slug}), log_action=False)
    with pytest.raises(ValidationError, match="slug"):
        action.execute()
    action.object.assignments = []

    with pytest.raises(PublishBlocked):
        action.object.save()


def test_putting_the_guards_up_twice_changes_nothing(asked: list[Any], world: World) -> None:
    config = PublishingConfig.create("district_cms.publishing")
    config.ready()
    revision = world.draft(world.good()).get_latest_revision()

    revision.publish()

    assert len(asked) == 1


# ---------------------------------------------------------------- all or nothing
def test_of_a_class_that_is_copied_with_a_bad_page_nothing_is_left(world: World) -> None:
    with before_the_rules():
        world.live(world.good(title="The first"))
        world.live(world.bad(MISSING))
    before = state()

    with pytest.raises(PublishBlocked):
        world.district.classroom.copy(recursive=True, update_attrs={"slug": "copied"})

    assert state() == before
    assert not any(Page.find_problems())


# ---------------------------------------------------------------- other page types, other places
def test_every_page_type_passes_the_gate(world: World) -> None:
    with pytest.raises(PublishBlocked) as refusal:
        make_standard_page(
            world.district.home, body=[("prose", "<p>Student ID 204981 was found.</p>")]
        )

    assert [(f.rule, f.field, f.path) for f in refusal.value.findings] == [
        (PRIVATE.rule, "body", (0,))
    ]
    assert not StandardPage.objects.filter(live=True).exists()


def test_the_site_does_not_mount_wagtails_api() -> None:
    with pytest.raises(NoReverseMatch):
        reverse("wagtailapi_v3:list_pages")


def test_outside_the_editor_a_refusal_is_an_error_like_any_other(world: World) -> None:
    error = PublishBlocked(world.draft(world.bad(MISSING)), [])
    middleware = PublishBlockedMiddleware(lambda request: None)  # type: ignore[arg-type]

    assert middleware.process_exception(RequestFactory().get("/search/"), error) is None


def test_a_message_names_three_reasons_and_counts_the_others(world: World) -> None:
    page = world.draft(
        world.good(assignments=[], curriculum=[], lesson=[], events_none=False, events=[])
    )
    findings = [found for found in page.publish_findings() if found.blocks]
    assert len(findings) == 4

    message = refusal_message(PublishBlocked(page, findings))

    assert message.startswith(f"“{TITLE}” is not live yet.")
    assert sum(str(found.message) in message for found in findings) == 3
    assert message.endswith("There is one more thing to fix; the editor shows everything.")


def test_markup_in_a_title_stays_text_in_the_message(world: World) -> None:
    page = world.draft(world.bad(MISSING) | {"title": "<b id='x'>Fractions</b>"})
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])

    response = signed_in(world.district.principal).post(f"{address}?id={page.pk}", follow=True)

    assert response.redirect_chain == [(edit(page), 302)]
    assert "&lt;b id=&#x27;x&#x27;&gt;Fractions" in response.content.decode()
    assert "<b id='x'>" not in response.content.decode()
