"""Phrases that only readers who see the page understand, and capitals."""

import pytest

from district_cms.checks.accessibility import check_html
from district_cms.checks.accessibility.prose.text import RULES, check_text

OWN = {rule.id for rule in RULES}


def rules(html: str) -> list[str]:
    return [fault.rule for fault in check_html(html) if fault.rule in OWN]


@pytest.mark.parametrize(
    "text, expected",
    [
        ("The dates in red are days without school.", ["color-only"]),
        ("Assignments marked in green are optional.", ["color-only"]),
        ("Las fechas en rojo son días sin clases.", ["color-only"]),
        ("Las palabras marcadas en azul son nuevas.", ["color-only"]),
        ("Write the new words in red.", []),
        ("Underline the verbs and circle the words in blue.", []),
        ("Los niños escriben las palabras en azul.", []),
    ],
)
def test_a_color_that_alone_says_something_is_asked_about(text: str, expected: list[str]) -> None:
    assert rules(f"<p>{text}</p>") == expected
    assert [fault.rule for fault in check_text(text)] == expected


@pytest.mark.parametrize(
    "text, expected",
    [
        ("Use the menu on the right.", ["sensory-words"]),
        ("The picture to the left shows a maple leaf.", ["sensory-words"]),
        ("Use el menú a la derecha.", ["sensory-words"]),
        ("El botón que está a la izquierda abre la lista.", ["sensory-words"]),
        ("Turn right at the office and take the door on the left.", []),
        ("The picture to the left of the door is by our class.", []),
        ("A square has four right angles, and the number left over is the remainder.", []),
    ],
)
def test_a_place_or_shape_that_alone_names_a_thing_is_asked_about(
    text: str, expected: list[str]
) -> None:
    assert rules(f"<p>{text}</p>") == expected
    assert [fault.rule for fault in check_text(text)] == expected


@pytest.mark.parametrize(
    "text, expected",
    [
        ("PLEASE BRING YOUR SIGNED PERMISSION FORM BACK BY FRIDAY MORNING", ["caps-block"]),
        ("Hello. PLEASE BRING YOUR SIGNED FORM BACK TO THE OFFICE BY FRIDAY!", ["caps-block"]),
        ("POR FAVOR TRAIGAN LA AUTORIZACIÓN FIRMADA ANTES DEL VIERNES PRÓXIMO", ["caps-block"]),
        ("NO SCHOOL ON MONDAY", []),
        ("NASA and NOAA share data with the USGS and the EPA.", []),
        ("A B C D E F G H I J K L M N O P Q R S T U V W X Y Z", []),
        ("Please bring your signed permission form back by Friday morning.", []),
        ("", []),
    ],
)
def test_a_long_passage_in_capitals_is_asked_about(text: str, expected: list[str]) -> None:
    assert rules(f"<p>{text}</p>") == expected
    assert [fault.rule for fault in check_text(text)] == expected


@pytest.mark.parametrize(
    "html, expected",
    [
        ("<ul><li>Use the <b>menu</b> on the right.</li></ul>", ["sensory-words"]),
        ("<div>Use the menu on the right.<p>Or call.</p></div>", []),
        ("<p hidden>Use the menu on the right.</p>", []),
        ('<p aria-hidden="true">Use the menu on the right.</p>', []),
        ('<div style="display:none"><p>The dates in red are holidays.</p></div>', []),
        ("<table><tr><th>A</th></tr><tr><td>The dates in red are off.</td></tr></table>",
         ["color-only"]),
        ("<blockquote><p>The dates in red are off.</p></blockquote>", ["color-only"]),
    ],
)  # fmt: skip
def test_each_block_of_text_is_asked_about_once(html: str, expected: list[str]) -> None:
    assert rules(html) == expected


def test_the_match_is_quoted_with_the_words_around_it() -> None:
    (fault,) = check_html("<p>On our calendar, the dates in red are days without school.</p>")
    assert "dates in red" in fault.excerpt
    assert fault.selector == "p:nth-of-type(1)"


@pytest.mark.parametrize(
    "text, expected",
    [
        ("Names in green have turned in their form.", ["color-only"]),
        ("The games in red have been moved.", ["color-only"]),
        ("Days shaded green are A days.", ["color-only"]),
        ("Los talleres en verde son gratis.", ["color-only"]),
        ("The children in red are third graders.", []),
        ("Las niñas en verde son de segundo grado.", []),
        ("Leaves in red and yellow cover the yard.", []),
        ("Tap the box in the upper left corner.", ["sensory-words"]),
    ],
)
def test_other_phrases_about_color_and_place_are_asked_about(
    text: str, expected: list[str]
) -> None:
    assert rules(f"<p>{text}</p>") == expected


def test_words_at_the_end_of_a_paragraph_are_not_joined_to_the_next() -> None:
    html = "<h2>Talleres para padres</h2><p>Los talleres en verde son gratis.</p>"
    assert rules(html) == ["color-only"]


@pytest.mark.parametrize("first", [0x1D5D4, 0xFF21, 0x24B6])  # bold, wide and circled letters
def test_symbols_that_look_like_letters_are_reported(first: int) -> None:
    welcome = "".join(chr(ord(letter) - ord("A") + first) for letter in "WELCOME")
    assert [fault.rule for fault in check_text(f"{welcome} back")] == ["letters-fancy"]
    formula = "\U0001d453(\U0001d465) = \U0001d44e\U0001d465"
    assert check_text(f"{formula}, blood type \U0001f170\U0001f171") == []
