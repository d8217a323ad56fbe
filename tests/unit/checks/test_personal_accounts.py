"""Personal accounts: found by hosts and words, unless they are authorized."""

import pytest

from district_cms.checks.personal_accounts import find, is_approved, is_authorized


@pytest.mark.parametrize(
    "source, expected",
    [
        ("Write to ms.rivera.math@gmail.com.", [("ms.rivera.math@gmail.com", "email")]),
        ('<a href="mailto:ms.rivera@GMAIL.com">Mail me</a>', [("ms.rivera@gmail.com", "email")]),
        ("My cell is 406-555-0142.", [("My cell is 406-555-0142", "phone")]),
        ("Text me at <b>(406) 555-0142</b>.", [("Text me at (406) 555-0142", "phone")]),
        ("406-555-0142 (personal cell)", [("406-555-0142 (personal cell", "phone")]),
        ("Mi celular: 406-555-0142", [("Mi celular: 406-555-0142", "phone")]),
        ('<a href="https://msrivera.weebly.com/">Site</a>', [("msrivera.weebly.com", "app")]),
        ('<a href="https://www.facebook.com/g/r12/">R</a>', [("facebook.com/g/r12", "social")]),
        ("Join our Facebook group!", [("Facebook group", "social")]),
        ("Remind code @rivera3", [("Remind code @rivera3", "app")]),
        ("On Remind with the code @rivera3", [("Remind with the code @rivera3", "app")]),
        ("Text @rivera3 to 81010", [("@rivera3 to 81010", "app")]),
        ("Use the code 7XK2 to join our ClassDojo", [("code 7XK2 to join our ClassDojo", "app")]),
        ("https://remind.com/join/rivera3", [("remind.com/join/rivera3", "app")]),
        ("Call the office at 406-555-0100, or write to rivera@larkspur.example.", []),
        ("Call me at 406-555-0112 or at the office.", []),
        ("Please put your personal cell away. Remind students of the dress code.", []),
        ("https://www.youtube.com/watch?v=abc and https://www.nps.gov/glac", []),
    ],
)
def test_what_looks_personal_is_found(source: str, expected: list[tuple[str, str]]) -> None:
    assert [(each.excerpt, dict(each.params)["resource"]) for each in find(source)] == expected


def test_an_authorization_covers_its_resource_and_service() -> None:
    assert is_authorized("Text me at (406) 555-0142", "phone", {("texts", "")})
    assert not is_authorized("ms.rivera@gmail.com", "email", {("texts", "")})
    assert is_authorized("Join our Class Dojo", "app", {("app", "ClassDojo")})
    assert not is_authorized("Remind code @rivera3", "app", {("app", "ClassDojo")})


@pytest.mark.parametrize(
    "excerpt, is_one",
    [
        ("facebook.com/larkspur", True),
        ("facebook.com/larkspur/photos", True),
        ("facebook.com/larkspur-moms", False),
        ("facebook.com/groups/room12", False),
    ],
)
def test_the_office_lists_hosts_addresses_and_names(excerpt: str, is_one: bool) -> None:
    lines = ["https://facebook.com/larkspur/", "classdojo.com", "ClassDojo", "boosters@gmail.com"]
    assert is_approved(excerpt, lines) is is_one
