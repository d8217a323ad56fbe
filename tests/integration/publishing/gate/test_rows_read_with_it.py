"""A page that is saved asks about no row that was read with it, and about every other."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.people import make_superuser
from tests.integration.publishing.gate.questions import asking, prose
from tests.integration.publishing.paths.world import World

pytestmark = pytest.mark.django_db


def asked_whether_there(work: Any) -> list[str]:
    """The rows that Django looks for, by table."""
    with CaptureQueriesContext(connection) as captured:
        work()
    return [
        query["sql"].split('FROM "')[1].split('"')[0]
        for query in captured.captured_queries
        if query["sql"].startswith("SELECT 1 AS")
        and '."id" = ' in query["sql"].split("WHERE")[1][:45]
    ]


def test_what_was_read_with_a_page_is_not_looked_for_again(world: World) -> None:
    page = world.draft(asking(world, prose()))
    page = type(page).objects.select_related("locale", "owner", "content_type").get(pk=page.pk)
    looked_for = asked_whether_there(page.clean_fields)
    assert not {"wagtailcore_locale", "people_user", "django_content_type"} & set(looked_for)


def test_what_was_not_read_is_looked_for(world: World) -> None:
    page = world.draft(asking(world, prose()))
    page = type(page).objects.get(pk=page.pk)
    assert "wagtailcore_locale" in asked_whether_there(page.clean_fields)


def test_a_number_that_was_given_since_is_looked_for_and_refused(world: World) -> None:
    page = world.draft(asking(world, prose()))
    page.owner = make_superuser()
    page.owner_id = 987_654
    with pytest.raises(ValidationError) as refused:
        page.clean_fields()
    assert set(refused.value.error_dict) == {"owner"}


def test_a_row_that_was_never_saved_is_looked_for(world: World) -> None:
    page = world.draft(asking(world, prose()))
    unsaved = type(make_superuser())(pk=987_654)
    page.owner = unsaved
    with pytest.raises(ValidationError) as refused:
        page.clean_fields()
    assert set(refused.value.error_dict) == {"owner"}
