"""Text laid out by hand: letters, paragraphs, columns and lines that only look like it."""

import pytest

from district_cms.checks.accessibility import check_html
from district_cms.checks.accessibility.prose import laid_out
from tests.growing import assert_grows_no_faster

OWN = {rule.id for rule in laid_out.RULES}
LONG = "On Monday we begin with the life of plants, and each child takes a bean home."


def rules(html: str) -> list[str]:
    return [fault.rule for fault in check_html(html) if fault.rule in OWN]


@pytest.mark.parametrize(
    "text, expected",
    [
        ("W E L C O M E &nbsp; B A C K", ["letters-apart"]),
        ("G R A D E &nbsp; 3", ["letters-apart"]),
        ("b i e n v e n i d o s", ["letters-apart"]),
        # Exercises, answers, musical notes and letters being taught.
        ("A B C D E F G", []),
        ("a e i o u", []),
        ("Answers: B D A C C E", []),
        ("T F F T T F", []),
        ("This week’s letters are M S T P A", []),
        ("I am a B or an A", []),
        ("Plan B", []),
    ],
)
def test_spaced_letters_are_reported(text: str, expected: list[str]) -> None:
    assert rules(f"<p>{text}</p>") == expected


@pytest.mark.parametrize(
    "html, expected",
    [
        (f"<p>{LONG}<br><br>{LONG}</p>", ["breaks-for-paragraphs"]),
        (f"<p>{LONG}<br>&nbsp;<br>{LONG}<br><br>{LONG}</p>", ["breaks-for-paragraphs"]),
        (f"<p>{LONG}</p><p>{LONG}</p>", []),
        (f"<p>{LONG}<br>{LONG}</p>", []),
        # A poem, an address, a signature.
        (
            "<p>Roses are red,<br>violets are blue.<br><br>Sugar is sweet.</p>",
            [],
        ),
        ("<p>12 Elm Street<br><br>Missoula</p>", []),
        (f"<p>{LONG}<br><br>Ms. Rivera</p>", []),
    ],
)
def test_line_breaks_in_place_of_paragraphs_are_reported(html: str, expected: list[str]) -> None:
    assert rules(html) == expected


@pytest.mark.parametrize(
    "between, expected",
    [
        ("<p>&nbsp;</p><p>&nbsp;</p>", ["blank-lines"]),
        ("<p><br></p><p><o:p>&nbsp;</o:p></p><p> <br> </p>", ["blank-lines"]),
        ("<p>&nbsp;</p>", []),
        ("<p></p><p></p><p></p>", []),  # takes no room, and is not read
        ('<p>&nbsp;</p><p><img src="a.png" alt="A bean"></p><p>&nbsp;</p>', []),
    ],
)
def test_empty_lines_used_as_space_are_reported(between: str, expected: list[str]) -> None:
    assert rules(f"<p>Bread</p>{between}<p>Milk</p>") == expected
    assert rules(f"<p>Bread</p>{between}") == []


@pytest.mark.parametrize(
    "html, expected",
    [
        ("<p>Bring <u>both forms</u>.</p>", ["underlined"]),
        ('<p>Bring <a href="/f/"><u>both forms</u></a>.</p>', []),
        ('<p>Bring <u><a href="/f/">both forms</a></u>.</p>', []),
        ("<p>The verb is <u>is</u>.</p>", []),
    ],
)
def test_underlined_text_that_is_no_link_is_reported(html: str, expected: list[str]) -> None:
    assert rules(html) == expected


GAP = "&nbsp;" * 5


@pytest.mark.parametrize(
    "html, expected",
    [
        (f"<p>Grade 6{GAP}Monday{GAP}Room 20<br>Grade 7{GAP}Tuesday</p>", ["columns-by-spaces"]),
        ("<pre>Date      Opponent   Place\nNov 14    Corvallis  Away</pre>", ["columns-by-spaces"]),
        (f"<p>Name:{GAP}{GAP} Date:{GAP}{GAP}</p>", []),  # to be filled in
        (f"<p>Grade 6{GAP}Monday</p>", []),
        ("<pre>for n in range(3):\n    print(n)\n    n += 1</pre>", []),
    ],
)
def test_columns_made_with_spaces_are_reported(html: str, expected: list[str]) -> None:
    assert rules(html) == expected


@pytest.mark.parametrize(
    "text, expected",
    [
        (" /\\_/\\ \n( o.o )\n &gt; ^ &lt; ", ["picture-of-signs"]),
        ("(=^.^=)  (  o o  )", ["picture-of-signs"]),
        ("def area(w, h):\n    return w * h", []),
        ("  12\n+ 30\n----\n  42", []),
        ("Roses are red", []),
    ],
)
def test_a_drawing_of_characters_is_asked_about(text: str, expected: list[str]) -> None:
    assert rules(f"<pre>{text}</pre>") == expected


def test_lines_of_one_paragraph_may_be_a_drawing_too() -> None:
    assert rules("<p>(\\_/)<br>(='.'=)<br>(\")_(\")</p>") == ["picture-of-signs"]
    assert rules("<p>3 + 4 = 7<br>2 + 5 = 7<br>1 + 6 = 7</p>") == []
    assert rules("<p>—<br>Ms. Rivera<br>Room 12</p>") == []


@pytest.mark.parametrize(
    "sums",
    ["3 + 4 = ___<br>5 + 6 = ___", "___ + 4 = 9<br>___ - 3 = 2", "7 &gt; ____<br>____ &lt; 3"],
)
def test_sums_with_a_blank_to_fill_in_are_no_drawing(sums: str) -> None:
    assert rules(f"<p>{sums}</p>") == []


def test_a_drawing_with_a_long_stroke_is_still_one() -> None:
    assert rules("<pre>  ____\n /    \\\n |____|\n</pre>") == ["picture-of-signs"]


@pytest.mark.parametrize(
    "text",
    [
        "Spell your words three times: W A T E R, then write a sentence.",
        "Unscramble: T R A E W and L P N A T.",
        "The acronym is P E M D A S.",
        "Deletreamos P E R R O.",
        "¿Cómo se escribe? P E R R O.",
    ],
)
def test_a_spelled_word_in_an_exercise_passes(text: str) -> None:
    assert rules(f"<p>{text}</p>") == []


def test_a_long_run_of_preserved_spaces_takes_linear_time() -> None:
    def read(times: int) -> None:
        assert rules("<p>Name" + "&nbsp;" * times + ".</p>") == []

    assert_grows_no_faster(read, 2_000, few=200)


@pytest.mark.parametrize(
    "opening, words",
    [("<pre>", "/\\_"), ("<div>", "W e L c O me. "), ("<div>a<br>", f"{LONG}<br><br>")],
)
def test_text_inside_nested_blocks_is_read_once(opening: str, words: str) -> None:
    def read(depth: int) -> None:
        rules(opening * depth + words * (600_000 // len(words)))

    assert_grows_no_faster(read, 200, few=1, times=15, warm=1)
