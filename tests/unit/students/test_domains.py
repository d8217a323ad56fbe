"""The system check of the setting that distinguishes students' addresses from parents'."""

import pytest
from pytest_django.fixtures import Settings

from district_cms.students.system_checks import check_domains, check_domains_are_set
from district_cms.web.addresses import fold_domain, normalize_address


@pytest.mark.parametrize("typed", ["Students.Larkspur.ORG", "straße.example", "xn--p8j.jp"])
def test_a_domain_has_the_form_of_the_addresses_in_it(typed: str) -> None:
    assert normalize_address(f"kai@{typed}") == f"kai@{fold_domain(typed)}"


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("students.larkspur.org", True),
        ("Students.Larkspur.ORG", True),
        ("schüler.larkspur.org", True),
        ("@students.larkspur.org", False),
        ("students.larkspur.org.", False),
        (".students.larkspur.org", False),
        ("students larkspur.org", False),
        ("students", False),
    ],
)
def test_what_is_no_domain_is_an_error(typed: str, right: bool, settings: Settings) -> None:
    settings.STUDENT_EMAIL_DOMAINS = [fold_domain(typed)]
    assert (list(check_domains(None)) == []) is right


@pytest.mark.parametrize(
    ("domains", "right"), [([], True), (["s.larkspur.org"], True), (["s.larkspur.example"], False)]
)
def test_a_site_does_not_go_live_with_the_domain_of_the_demo(
    domains: list[str], right: bool, settings: Settings
) -> None:
    settings.STUDENT_EMAIL_DOMAINS = domains
    assert (list(check_domains_are_set(None)) == []) is right
