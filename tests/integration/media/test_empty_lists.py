"""A list of pictures or documents without any says whose it would hold, and what to do."""

import pytest
from django.test import Client
from django.urls import reverse

from district_cms.people.roles import Role
from tests.factories.district import District
from tests.factories.people import make_account

pytestmark = pytest.mark.django_db
KINDS = [("wagtailimages", "picture"), ("wagtaildocs", "document")]
kinds = pytest.mark.parametrize(("app", "kind"), KINDS)


def read(user: object, address: str, **asked: str) -> str:
    client = Client()
    client.force_login(user)
    return " ".join(client.get(address, asked).text.split())


@kinds
@pytest.mark.parametrize("person", ["teacher", "principal"])
@pytest.mark.parametrize("screen", ["index", "index_results"])
def test_who_changes_only_their_own_reads_that_the_list_has_only_their_own(
    screen: str, person: str, app: str, kind: str, district: District
) -> None:
    said = read(getattr(district, person), reverse(f"{app}:{screen}"))
    assert f"You have not uploaded any {kind}s yet." in said
    assert f"only the {kind}s that you uploaded yourself" in said
    assert f"wherever you choose a {kind} for a page" in said
    assert f"Upload a {kind}" in said
    assert "Why not" not in said


@kinds
def test_where_nothing_of_theirs_is_found_they_read_it_too(
    app: str, kind: str, district: District
) -> None:
    said = read(district.principal, reverse(f"{app}:index"), q="pond")
    assert "match" in said
    assert f"only the {kind}s that you uploaded yourself" in said


@kinds
def test_the_office_reads_that_there_are_none(app: str, kind: str, district: District) -> None:
    said = read(make_account(Role.COMMUNICATIONS), reverse(f"{app}:index"))
    assert f"There are no {kind}s yet." in said
    assert "You have" not in said


@kinds
def test_a_window_without_any_does_not_speak_of_uploading_only(
    app: str, kind: str, district: District
) -> None:
    said = read(district.teacher, reverse(f"{app}_chooser:choose_results"))
    assert f"There are no {kind}s to choose from yet." in said
    assert f"This list has the {kind}s of your school" in said
    assert "uploaded any" not in said
