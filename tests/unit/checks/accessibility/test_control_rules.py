"""Controls in pasted markup: names, keyboard, and visible words."""

import pytest

from district_cms.checks.accessibility import check_html, controls, fields

OWN = {rule.id for subject in (controls, fields) for rule in subject.RULES}


def rules(html: str) -> list[str]:
    return [fault.rule for fault in check_html(html) if fault.rule in OWN]


@pytest.mark.parametrize(
    "html, expected",
    [
        ("<details><summary>Supplies</summary><p>Paper</p></details>", []),
        ("<details><summary></summary><p>Paper</p></details>", ["summary-empty"]),
        ('<details><summary role="none"> </summary><p>Paper</p></details>', ["summary-empty"]),
        ('<details><summary><img src="a.png" alt=""></summary></details>', ["summary-empty"]),
        ('<details><summary><img src="a.png" alt="Supplies"></summary></details>', []),
        ('<details><summary aria-label="Supplies"></summary></details>', []),
        ("<details><summary>Supplies</summary><summary></summary></details>", []),
        ("<details><div><summary></summary></div></details>", []),
        ("<summary></summary>", []),
        ("<details hidden><summary></summary></details>", []),
        ('<details style="display:none"><summary></summary></details>', []),
    ],
)
def test_a_section_that_opens_has_a_title(html: str, expected: list[str]) -> None:
    assert rules(html) == expected


@pytest.mark.parametrize(
    "html, expected",
    [
        ("<button>Send</button>", []),
        ("<button></button>", ["button-empty"]),
        ('<button value="Send"></button>', ["button-empty"]),
        ('<button><img src="a.png" alt="Send"></button>', []),
        ('<button title="Send"></button>', []),
        ('<button role="none"></button>', ["button-empty"]),
        ('<button role="none" disabled></button>', []),
        ('<button role="link"></button>', []),
        ("<button hidden></button>", []),
        ('<button aria-hidden="true" tabindex="-1"></button>', []),
        ('<input type="submit">', []),
        ('<input type="submit" value="">', ["button-empty"]),
        ('<input type="button">', ["button-empty"]),
        ('<span role="button"></span>', ["button-empty"]),
        ('<div role="menu"><span role="menuitem"></span></div>', ["button-empty"]),
        ('<div role="menu"><span role="menuitem">New</span></div>', []),
    ],
)
def test_a_button_has_words(html: str, expected: list[str]) -> None:
    assert rules(html) == expected


@pytest.mark.parametrize(
    "html, expected",
    [
        ("<label>Name <input></label>", []),
        ('<label for="n">Name</label><input id="n">', []),
        ('<p id="n">Name</p><input aria-labelledby="n">', []),
        ('<input aria-label="Name">', []),
        ('<input title="Name">', []),
        ('<input placeholder="Name">', ["field-label-unseen"]),
        ('<label>Name <input placeholder="Ana"></label>', []),
        ('<input placeholder="Ana" title="Name">', []),
        ("<p>Name</p><input>", ["field-label-missing"]),
        ('<input aria-label=" ">', ["field-label-missing"]),
        ('<i id="n"></i><input aria-labelledby="n">', ["field-label-missing"]),
        ('<input aria-labelledby="in-another-block">', []),
        ('<p>Your guess</p><input aria-labelledby="gone">', ["field-label-missing"]),
        ('<select id="n" title="Name"><option>Name</select><input aria-labelledby="n">', []),
        ('<svg><circle role="img"><title>One circle</title></circle></svg>', []),
        ("<select><option>Monday</option></select>", ["field-label-missing"]),
        ("<textarea></textarea>", ["field-label-missing"]),
        ('<input type="checkbox">', ["field-label-missing"]),
        ('<input type="hidden">', []),
        ("<input hidden>", []),
        ('<div style="visibility:hidden"><input></div>', []),
        ('<div role="textbox">Name</div>', ["field-label-missing"]),
        ('<div role="checkbox">I agree</div>', []),
        # Only a script knows which field opens the list.
        ('<ul role="listbox"><li role="option">Red</li></ul>', []),
    ],
)
def test_a_field_has_a_label(html: str, expected: list[str]) -> None:
    assert rules(html) == expected


@pytest.mark.parametrize(
    "html, expected",
    [
        ('<a href="/m/" aria-label="Menu for lunch">Menu</a>', []),
        ('<a href="/m/" aria-label="Lunch: the menu">Menu</a>', []),
        ('<a href="/m/" aria-label="Lunch">Menu</a>', ["label-mismatch"]),
        ('<button aria-label="Send it">Send the form</button>', ["label-mismatch"]),
        ('<button aria-label="Close">X</button>', []),
        ('<button aria-label="Find">search</button>', []),
        ('<button aria-label="Find"><i class="icon">Search for it</i></button>', []),
        ('<a href="/m/" aria-label="Lunch"><img src="a.png" alt="Menu"></a>', []),
        ('<nav aria-label="Main">Menu of today</nav>', []),
        ('<a href="/m/" hidden aria-label="Lunch">Menu</a>', []),
        ('<a href="/m/" aria-label="Lunch"><span hidden>Menu</span></a>', []),
    ],
)
def test_the_visible_words_of_a_control_are_part_of_its_name(
    html: str, expected: list[str]
) -> None:
    assert rules(html) == expected


@pytest.mark.parametrize(
    "html, expected",
    [
        ('<div aria-hidden="true"><a href="/m/">Menu</a></div>', ["hidden-focusable"]),
        ('<p aria-hidden="true" tabindex="0">Menu</p>', ["hidden-focusable"]),
        ('<div aria-hidden="true"><div aria-hidden="false"><button>Go</button></div></div>',
         ["hidden-focusable"]),
        ('<details aria-hidden="true"><summary>More</summary></details>', ["hidden-focusable"]),
        ('<div aria-hidden="true"><p contenteditable>Menu</p></div>', ["hidden-focusable"]),
        ('<p aria-hidden="true">Menu</p>', []),
        ('<div aria-hidden="true"><a href="/m/" tabindex="-1">Menu</a></div>', []),
        ('<div aria-hidden="true"><a href="/m/" style="display:none">Menu</a></div>', []),
        ('<div aria-hidden="true" hidden><a href="/m/">Menu</a></div>', []),
        ('<div aria-hidden="true"><a>Menu</a></div>', []),
        ('<fieldset disabled><input aria-hidden="true" aria-label="Name"></fieldset>', []),
        ('<div aria-hidden="false"><a href="/m/">Menu</a></div>', []),
        (('<div aria-hidden="true"><a href="#" id="end">End</a></div>'
         '<script>byId("end").onfocus = () => first.focus()</script>'), []),
    ],
)  # fmt: skip
def test_the_keyboard_reaches_only_what_screen_readers_announce(
    html: str, expected: list[str]
) -> None:
    assert rules(html) == expected


@pytest.mark.parametrize(
    "html, expected",
    [
        ('<button>Go <a href="/m/">there</a></button>', ["control-in-control"]),
        ('<p role="checkbox" aria-checked="false">I read <a href="/m/">it</a></p>',
         ["control-in-control"]),
        ('<div role="img" aria-label="Map"><button>Zoom</button></div>', ["control-in-control"]),
        ('<button>Go <span tabindex="-1">there</span></button>', []),
        ('<button>Go <span tabindex="0">there</span></button>', []),
        ('<button>Go <a href="/m/" hidden>there</a></button>', []),
        ('<button hidden>Go <a href="/m/">there</a></button>', []),
        ("<button>Go <b>there</b></button><a href='/m/'>Menu of today</a>", []),
    ],
)  # fmt: skip
def test_no_control_is_inside_another(html: str, expected: list[str]) -> None:
    assert rules(html) == expected


@pytest.mark.parametrize(
    "value, expected",
    [
        ("email", []),
        ("Given-Name", []),
        ("work tel", []),
        ("section-aunt shipping street-address", []),
        ("billing work email webauthn", []),
        ("off", []),
        ("", []),
        ("mail", ["autocomplete-invalid"]),
        ("work street-address", ["autocomplete-invalid"]),
        ("email work", ["autocomplete-invalid"]),
        ("shipping", ["autocomplete-invalid"]),
    ],
)
def test_autocomplete_has_a_valid_value(value: str, expected: list[str]) -> None:
    field = f'<input aria-label="Field" autocomplete="{value}"'
    assert rules(f"{field}>") == expected
    assert rules(f"{field} disabled>") == []
    assert rules(f"{field} hidden>") == []
    assert rules(f"<div hidden>{field}></div>") == []


@pytest.mark.parametrize(
    "html, expected",
    [
        ('<a href="/m/" tabindex="3">Menu of today</a>', ["tab-order-forced"]),
        ('<a href="/m/" tabindex="0">Menu of today</a>', []),
        ('<a href="/m/" tabindex="-1">Menu of today</a>', []),
        ('<a href="/m/" tabindex="3" hidden>Menu of today</a>', []),
    ],
)
def test_the_order_of_the_tab_key_is_not_changed(html: str, expected: list[str]) -> None:
    assert rules(html) == expected


@pytest.mark.parametrize(
    "html, expected",
    [
        ('<span onclick="show()">Show the answer</span>', ["control-mouse-only"]),
        ('<a href="/m/" onclick="note()">Menu of today</a>', []),
        ('<button onclick="show()">Show the answer</button>', []),
        ('<p tabindex="0" role="button" onclick="show()">Show the answer</p>', []),
        ('<div onclick="note()"><a href="/m/">Menu of today</a></div>', []),
        ('<a href="/m/"><span onclick="note()">Menu of today</span></a>', []),
        ('<label onclick="note()">Name <input></label>', []),
        ('<span onclick="show()"></span>', []),
    ],
)
def test_what_reacts_to_clicks_reacts_to_the_keyboard(html: str, expected: list[str]) -> None:
    assert rules(html) == expected
