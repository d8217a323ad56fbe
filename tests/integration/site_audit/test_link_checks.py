"""Whether a link of the site leads to something."""

import pytest
from pytest_django.fixtures import Settings

from district_cms.site_audit import checking
from district_cms.site_audit.checking import LinkJudge
from district_cms.site_audit.engine import SiteAddress
from district_cms.site_audit.links import Answer, Link
from tests.factories.district import District

pytestmark = pytest.mark.django_db

SITE = "http://localhost"


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Addresses that were asked for. Below /gone/ there is nothing; /private/ wants a sign-in."""
    addresses: list[str] = []

    def ask(address: str, **options: object) -> Answer:
        addresses.append(address)
        if "/gone/" in address:
            return Answer(404)
        return Answer(0) if "/silent/" in address else Answer(302)

    monkeypatch.setattr(checking, "fetch", ask)
    return addresses


def dead(*paths: str) -> list[str]:
    links = [Link(f"{SITE}{path}", "Words", "a", True) for path in paths]
    return [link.address.removeprefix(SITE) for link in LinkJudge(SiteAddress(SITE)).dead(links)]


def test_a_live_page_is_known_without_asking(district: District, asked: list[str]) -> None:
    assert dead("/", "/juniper-creek/", "/juniper-creek/ms-rivera/2026-27/math-3/") == []
    assert asked == []


def test_only_missing_addresses_are_dead(district: District, asked: list[str]) -> None:
    assert dead("/gone/plan.pdf", "/private/", "/silent/") == ["/gone/plan.pdf"]


def test_a_path_is_asked_for_once_whatever_follows_it(district: District, asked: list[str]) -> None:
    assert dead("/gone/?page=/a/", "/gone/?page=/b/") == ["/gone/?page=/a/", "/gone/?page=/b/"]
    assert asked == [f"{SITE}/gone/?page=/a/"]


def test_other_sites_are_asked_where_the_operator_says_so_and_only_those_of_the_curriculum(
    district: District, asked: list[str], settings: Settings
) -> None:
    unit = Link("https://math.curriculum.larkspur.example/gone/unit", "Unit 4", "a", True)
    elsewhere = Link("https://elsewhere.example/gone/", "Words", "a", True)
    judge = LinkJudge(SiteAddress(SITE))
    settings.AUDIT_EXTERNAL_LINKS = True
    assert judge.dead([unit, elsewhere, unit]) == [unit, unit]
    assert asked == [unit.address]


def test_other_sites_are_never_asked(district: District, asked: list[str]) -> None:
    elsewhere = Link("https://elsewhere.example/gone/", "Words", "a", True)
    assert LinkJudge(SiteAddress(SITE)).dead([elsewhere]) == []
    assert asked == []
