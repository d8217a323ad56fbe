"""Help of our own: the guides of one's roles first, the operator's not for all; in the editor, and
in the staff area for whoever does not enter it."""

import re

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

from district_cms.people.guides import GUIDES, Guide
from district_cms.people.roles import Role
from tests.factories.district import District
from tests.factories.people import make_account, make_superuser

pytestmark = pytest.mark.django_db

FOR_ADMINISTRATORS = {
    *("operator", "settings", "several-machines", "when-something-is-wrong"),
    *("mail-and-texts", "outbox"),
}


def get(user: object, address: str) -> tuple[int, str]:
    client = Client()
    client.force_login(user)
    answer = client.get(address)
    return answer.status_code, answer.text


def listed(user: object) -> tuple[list[str], list[str]]:
    """(the guides for their work, the others), as the list shows them."""
    status, page = get(user, reverse("guides"))
    assert status == 200
    main = page.partition('<div class="guide">')[2]
    own, _heading, others = main.partition("All other guides")
    address = re.compile(rf'"{reverse("guides")}([a-z-]+)/"')
    return address.findall(own), address.findall(others)


def test_a_guide_is_shown_only_to_permitted_roles(district: District) -> None:
    administrator = make_account(Role.ADMINISTRATOR)
    for name, guide in GUIDES.items():
        address = reverse("guide", args=[name])
        status, page = get(administrator, address)
        assert (status, str(guide.title) in page) == (200, True), name
        # Wagtail leads to the first screen, where it says that this is not allowed.
        expected = 302 if name in FOR_ADMINISTRATORS else 200
        for user in (district.teacher, district.principal, make_account(Role.COMMUNICATIONS)):
            assert get(user, address)[0] == expected, name
    assert get(administrator, reverse("guide", args=["no-such"]))[0] == 404


def test_nobody_reads_them_without_signing_in_or_in_an_editor_that_is_not_theirs(
    district: District,
) -> None:
    for address in ("guides", "staff_guides"):
        assert Client().get(reverse(address)).status_code == 302
        one = address.removesuffix("s")
        assert Client().get(reverse(one, args=["teacher"])).status_code == 302
    counselor = Client()
    counselor.force_login(make_account(Role.COUNSELOR))
    for place in (reverse("guides"), reverse("guide", args=["teacher"])):
        assert counselor.get(place).status_code in {302, 403}


def test_a_superuser_reads_all(district: District) -> None:
    own, others = listed(make_superuser())
    assert {*own, *others} == set(GUIDES)


def test_a_guide_leads_only_to_guides_that_its_readers_may_open_and_to_pictures_that_are_served(
    district: District,
) -> None:
    administrator = make_account(Role.ADMINISTRATOR)
    pages = {name: get(administrator, reverse("guide", args=[name]))[1] for name in GUIDES}
    shown, lost = set(), []
    for name, page in pages.items():
        main = page.partition('<div class="guide"')[2].partition("</main>")[0]
        shown |= set(re.findall(r'<img src="/static/([^"]+)"', main))
        # By each address an anchor of the page that it leads to.
        for target in re.findall(r'<a href="([^"]+)"', main):
            path, _hash, part = target.partition("#")
            found = re.fullmatch(rf"{reverse('guides')}([a-z-]+)/", path)
            other = found[1] if found else name
            if path and not found:
                assert target.startswith("https://"), target
            closed = other in FOR_ADMINISTRATORS and name not in FOR_ADMINISTRATORS
            if closed or (part and f' id="{part}"' not in pages[other]):
                lost.append(f"{name}: {target}")
    assert lost == []
    assert len(shown) > 20
    assert [each for each in shown if finders.find(each) is None] == []


def test_who_may_read_a_guide_follows_its_row() -> None:
    own = Guide("x", GUIDES["staff"].title, GUIDES["staff"].about, frozenset({Role.TEACHER}))
    assert own.may_be_read_by(())
    kept = Guide("x", own.title, own.about, own.roles, only_theirs=True)
    assert (kept.may_be_read_by({Role.TEACHER}), kept.may_be_read_by({Role.PRINCIPAL})) == (
        True,
        False,
    )
