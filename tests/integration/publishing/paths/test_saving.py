"""What a save shows to readers, and so is judged: whole or in part, of a page of any class."""

import pytest
from django.core import serializers
from wagtail.models import Page

from classroom.models import UpdatePage
from district_cms.publishing.gate import PublishBlocked
from tests.integration.publishing.paths.world import MISSING, PRIVATE, World

pytestmark = pytest.mark.django_db


# ---------------------------------------------------------------- plain pages
def test_a_new_title_of_a_live_page_is_judged_though_it_is_saved_as_a_plain_page(
    world: World,
) -> None:
    page = Page.objects.get(pk=world.older().pk)
    page.title = "For student ID 204981"

    with pytest.raises(PublishBlocked) as refusal:
        page.save()

    assert [found.rule for found in refusal.value.findings] == [PRIVATE.rule]


def test_a_live_page_that_would_fail_today_is_saved_as_a_plain_page_if_it_shows_nothing_new(
    world: World,
) -> None:
    page = Page.objects.get(pk=world.live(world.bad(MISSING)).pk)
    page.show_in_menus = True

    page.save()

    assert Page.objects.get(pk=page.pk).show_in_menus


def test_a_plain_draft_is_saved_whatever_is_wrong_with_it(world: World) -> None:
    page = Page.objects.get(pk=world.draft(world.bad(MISSING)).pk)
    page.title = "A better title"

    page.save()

    assert not Page.objects.get(pk=page.pk).live


def test_a_plain_page_of_a_type_without_a_gate_is_saved() -> None:
    root = Page.get_first_root_node()
    root.seo_title = "The root"

    root.save()

    assert Page.objects.get(pk=root.pk).seo_title == "The root"


def test_a_plain_page_of_whose_type_nothing_is_left_is_saved(world: World) -> None:
    page = Page.objects.get(pk=world.draft(world.good()).pk)
    UpdatePage.objects.filter(pk=page.pk)._raw_delete(using="default")
    page.live = True

    page.save(clean=False, update_fields=["live"])

    assert Page.objects.get(pk=page.pk).live


def test_a_fixture_is_loaded_as_it_is(world: World) -> None:
    page = world.live(world.bad(MISSING))
    fixture = serializers.serialize("json", Page.objects.filter(pk=page.pk))
    page.unpublish()

    for row in serializers.deserialize("json", fixture):
        row.save()

    # Whoever restores a backup gets what was in it; the audit lists what would fail.
    assert Page.objects.get(pk=page.pk).live


# ---------------------------------------------------------------- what a save shows
@pytest.mark.parametrize("names", [["show_in_menus"], ["locked"], ["batch_id"], []])
def test_saving_what_readers_do_not_see_is_not_judged(names: list[str], world: World) -> None:
    page = world.live(world.bad(MISSING))

    page.save(update_fields=names)


@pytest.mark.parametrize("names", [["title"], ["lesson"], ["locked", "events_none"]])
def test_saving_visible_fields_runs_the_gate(names: list[str], world: World) -> None:
    page = world.live(world.bad(MISSING))

    with pytest.raises(PublishBlocked):
        page.save(update_fields=names)
