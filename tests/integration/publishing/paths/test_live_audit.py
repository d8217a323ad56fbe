"""The audit: live pages that would be refused today, however they came to be live."""

import io
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from classroom.models import UpdatePage
from district_cms.checks.findings import Finding
from district_cms.schools.models import StandardPage
from district_cms.site_audit.live_pages import FailingPage, count_live_pages, failing_live_pages
from tests.factories.pages import make_standard_page
from tests.integration.publishing.paths.world import (
    FAULTS,
    MISSING,
    PRIVATE,
    TITLE,
    UNSEEN,
    Bad,
    World,
    before_the_rules,
    state,
)

pytestmark = pytest.mark.django_db


def audit(**options: bool) -> str:
    said = io.StringIO()
    call_command("audit_gate", stdout=said, **options)
    return said.getvalue()


def by_sql(world: World, content: dict[str, Any]) -> UpdatePage:
    """A draft that someone makes live behind the back of the gate."""
    page = world.draft(content)
    UpdatePage.objects.filter(pk=page.pk).update(live=True)
    return page


def test_a_district_with_nothing_wrong_has_no_such_page(world: World) -> None:
    world.older()

    assert list(failing_live_pages()) == []
    assert audit(fail=True) == f"0 of {count_live_pages()} live pages would be refused today.\n"


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_page_from_before_a_rule_is_found(fault: Bad, world: World) -> None:
    page = world.live(world.bad(fault))

    [found] = failing_live_pages()

    assert (found.pk, found.title, found.rules) == (page.pk, page.title, (fault.rule,))
    assert found.address == page.full_url


def test_a_page_that_came_by_sql_is_found(world: World) -> None:
    page = by_sql(world, world.bad(MISSING))

    assert [found.pk for found in failing_live_pages()] == [page.pk]


def test_a_draft_is_nobodys_business(world: World) -> None:
    world.draft(world.bad(MISSING))
    page = world.older()
    world.changed(page, world.bad(PRIVATE))

    assert list(failing_live_pages()) == []


def test_advice_alone_is_no_reason(world: World) -> None:
    target = make_standard_page(world.district.home)
    link = f'<p><a linktype="page" id="{target.pk}">The supply list of the school</a></p>'
    page = make_standard_page(world.district.home, title="Supplies", body=[("prose", link)])
    target.unpublish()

    assert [f.rule for f in page.publish_findings()] == ["link-dead"]
    assert list(failing_live_pages()) == []


def test_every_type_of_page_is_looked_at(world: World) -> None:
    body = [("prose", "<p>Student ID 204981 was found.</p>")]
    with before_the_rules():
        page = make_standard_page(world.district.home, body=body)

    assert [found.pk for found in failing_live_pages()] == [page.pk]
    assert StandardPage.objects.get(pk=page.pk).live


def test_an_alias_is_found_beside_its_page(world: World) -> None:
    with before_the_rules():
        page = world.live(world.bad(MISSING))
        alias = page.create_alias(update_slug="copied")

    assert {found.pk for found in failing_live_pages()} == {page.pk, alias.pk}


def test_a_rule_is_named_once_a_page() -> None:
    finding = Finding(rule=MISSING.rule, message="")

    assert FailingPage(1, "Fractions", "/x/", (finding, finding)).rules == (MISSING.rule,)


def test_a_page_that_no_site_shows_is_named_by_its_place_in_the_tree(world: World) -> None:
    page = world.live(world.bad(MISSING))
    site = world.district.home.get_site()
    site.root_page = world.district.curriculum
    site.save()

    [found] = failing_live_pages()

    assert found.address == page.url_path


def test_the_command_names_address_and_rules_and_counts_them(world: World) -> None:
    both = world.good(**UNSEEN.content(world), **PRIVATE.content(world))
    page = world.live(both)
    other = world.live(world.bad(UNSEEN))
    before = state()

    said = audit().splitlines()

    assert said == [
        f"{page.full_url}: img-alt-missing, student-number",
        f"{other.full_url}: img-alt-missing",
        "img-alt-missing: 2",
        "student-number: 1",
        f"2 of {count_live_pages()} live pages would be refused today.",
    ]
    assert state() == before


def test_the_command_prints_no_word_of_the_page(world: World) -> None:
    world.live(world.bad(PRIVATE))

    said = audit()

    assert PRIVATE.rule in said
    assert "204981" not in said
    assert TITLE not in said


def test_the_command_fails_only_when_asked_to(world: World) -> None:
    world.live(world.bad(MISSING))

    audit()
    with pytest.raises(
        CommandError, match=r"^1 of \d+ live pages would be refused today"
    ) as failure:
        audit(fail=True)

    assert failure.value.returncode == 1
