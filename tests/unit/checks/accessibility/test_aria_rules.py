"""ARIA from templates and tools: reported, but never blocking."""

import pytest

from district_cms.checks.accessibility import check_html
from district_cms.checks.accessibility.aria.markup import RULES

OWN = {rule.id for rule in RULES}


def rules(html: str) -> list[str]:
    return [fault.rule for fault in check_html(html) if fault.rule in OWN]


def test_no_aria_fault_blocks() -> None:
    assert {rule.severity for rule in RULES} == {"warning"}


@pytest.mark.parametrize(
    "html, expected",
    [
        ('<span role="link">Lunch</span>', []),
        ('<span role="lnik">Lunch</span>', ["aria-unknown"]),
        ('<span role="lnik link">Lunch</span>', []),
        ('<span role="">Lunch</span>', []),
        ('<span role="lnik" hidden>Lunch</span>', []),
        ('<p aria-lable="Lunch">Menu</p>', ["aria-unknown"]),
        ('<a href="/m/" aria-current="page">Menu</a>', []),
        ('<a href="/m/" aria-current="here">Menu</a>', ["aria-unknown"]),
        ('<button aria-pressed="mixed">Menu</button>', []),
        ('<button aria-pressed="maybe">Menu</button>', ["aria-unknown"]),
        ('<button aria-expanded="">Menu</button>', []),
        ('<button aria-sort="other">Menu</button>', ["aria-unknown"]),
        ('<button role="none" aria-pressed="true">Menu</button>', []),
        ('<th aria-sort="other">Menu</th>', []),
        ('<audio aria-orientation="vertical"></audio>', ["aria-unknown"]),
        ('<div role="alert" aria-relevant="text additions">Menu</div>', []),
        ('<div role="alert" aria-relevant="text always">Menu</div>', ["aria-unknown"]),
        ('<li aria-posinset="2.5">Menu</li>', ["aria-unknown"]),
        ('<div role="slider" aria-valuenow="2.5" aria-label="Size"></div>', []),
        ('<div role="slider" aria-valuenow="two" aria-label="Size"></div>', ["aria-unknown"]),
        ('<div aria-label="Menu">Soup</div>', ["aria-unknown"]),
        ('<div role="group" aria-label="Menu">Soup</div>', []),
        ('<p aria-lable="Lunch" hidden>Menu</p>', []),
    ],
)
def test_unknown_roles_attributes_and_values_are_reported(html: str, expected: list[str]) -> None:
    assert rules(html) == expected


@pytest.mark.parametrize(
    "html, expected",
    [
        ('<div role="checkbox" aria-checked="false">Soup</div>', []),
        ('<div role="checkbox">Soup</div>', ["aria-incomplete"]),
        ('<label><input type="checkbox" role="switch">Soup</label>', []),
        ('<h2 role="heading">Soup</h2>', []),
        ('<div role="heading">Soup</div>', ["aria-incomplete"]),
        ('<div role="heading" aria-level="2">Soup</div>', []),
        ('<div role="separator"></div>', []),
        ('<div role="separator" tabindex="0"></div>', ["aria-incomplete"]),
        ('<input role="combobox" aria-label="Soup" aria-expanded="false">', []),
        ('<input role="combobox" aria-label="Soup" aria-expanded="true" aria-controls="s">',
         ["aria-incomplete"]),
        (('<input role="combobox" aria-label="Soup" aria-expanded="true" aria-controls="s">'
         '<ul id="s" role="listbox"><li role="option">Pea</li></ul>'), []),
        ('<div role="checkbox" hidden>Soup</div>', []),
    ],
)  # fmt: skip
def test_a_role_has_its_required_attributes(html: str, expected: list[str]) -> None:
    assert rules(html) == expected


@pytest.mark.parametrize(
    "html, expected",
    [
        ('<div role="list"><div role="listitem">Soup</div></div>', []),
        ('<div role="list"><div><div role="listitem">Soup</div></div></div>', []),
        ('<div role="listitem">Soup</div>', ["aria-structure"]),
        ('<div role="list"><span>Soup</span></div>', ["aria-structure"]),
        ('<div role="list" aria-busy="true"><span>Soup</span></div>', []),
        ('<div role="list"><a href="/m/">Soup</a></div>', ["aria-structure"]),
        ('<div role="list" aria-owns="s"></div><div id="s" role="listitem">Soup</div>', []),
        ('<div role="tablist"><button role="tab">Soup</button></div>', []),
        ('<button role="tab">Soup</button>', ["aria-structure"]),
        ('<div role="listitem" hidden>Soup</div>', []),
        ("<ul><li>Soup</li></ul>", []),
    ],
)
def test_a_role_has_its_required_parent_and_children(html: str, expected: list[str]) -> None:
    assert rules(html) == expected


@pytest.mark.parametrize(
    "html, expected",
    [
        ('<p id="a">Soup</p><p id="b">Salad</p>', []),
        ('<p id="a">Soup</p><p id="a">Salad</p><p id="a">Tea</p>', ["id-duplicate"]),
        ('<p id="a">Soup</p><p id="A">Salad</p>', []),
        ('<p id="">Soup</p><p id="">Salad</p>', []),
    ],
)
def test_a_duplicate_id_is_reported(html: str, expected: list[str]) -> None:
    assert rules(html) == expected
