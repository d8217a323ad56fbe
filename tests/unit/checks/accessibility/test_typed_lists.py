"""Lists typed by hand with any symbol, and lines that only begin like one."""

import pytest

from district_cms.checks.accessibility import check_html
from district_cms.checks.accessibility.lists import RULES, check_list_lines

OWN = {rule.id for rule in RULES}


def found(html: str) -> list[str]:
    return [fault.excerpt for fault in check_html(html) if fault.rule in OWN]


def in_paragraphs(*lines: str) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


def in_one(*lines: str) -> str:
    return f"<p>{'<br/>'.join(lines)}</p>"


TYPED = (
    ("• Paper", "• Glue"),
    ("•Paper", "•Glue"),
    ("- Paper", "- Glue"),
    ("-Paper", "-Glue"),
    ("– Paper", "– Glue"),
    ("-- Paper", "-- Glue"),
    ("--Paper", "--Glue"),
    ("— Paper", "— Glue", "— Tape"),
    ("* Paper", "* Glue"),
    ("*Paper", "*Glue"),
    ("—paper", "—glue"),
    ("o Paper", "o Glue", "o Tape"),
    ("#1 Cut", "#2 Fold"),
    ("1: Cut", "2: Fold"),
    ("🍎 Snack: apples", "📚 Library: Tuesday"),
    ("+ Paper", "+ Glue"),
    ("> Paper", "> Glue"),
    ("-> Paper", "-> Glue"),
    ("→ Paper", "→ Glue"),
    ("➡️ Paper", "➡️ Glue"),
    ("✓ Paper", "✓ Glue"),
    ("✅ Paper", "✅ Glue"),
    ("☐ Paper", "☐ Glue"),
    ("[ ] Paper", "[x] Glue"),
    ("\uf0b7 Paper", "\uf0b7 Glue"),
    ("📚 Bring back library books", "📚 Read for twenty minutes"),
    ("👉🏽 Paper", "👉🏽 Glue"),
    ("🍎 Math: page 12", "📚 Reading: chapter 4", "✏️ Spelling: list 3"),
    ("1️⃣ Cut", "2️⃣ Fold"),
    ("① Cut", "② Fold"),
    ("1. Cut", "2. Fold"),
    ("1.Cut", "2.Fold"),
    ("1) Cut", "2) Fold"),
    ("(1) Cut", "(2) Fold"),
    ("1 - Cut", "2 - Fold"),
    ("1- Cut", "2- Fold"),
    ("1.- Recorte", "2.- Doble"),
    ("a) Cut", "b) Fold"),
    ("a. Cut", "b. Fold"),
    ("A. Cut", "B. Fold", "C. Glue"),
    ("(a) Cut", "(b) Fold"),
    ("i. Cut", "ii. Fold", "iii. Glue"),
    ("I) Cut", "II) Fold"),
    ("<b>1.</b> Cut", "<b>2.</b> Fold"),
    ("- <b>Math:</b> page 12", "- <b>Reading:</b> chapter 4"),
    ("- What did the author want?", "- Who was to read it?", "- What is missing?"),
    ("- We read a book.", "- We planted garlic.", "- We wrote cards!"),
    ("- 2 glue sticks", "- 24 crayons"),
)


@pytest.mark.parametrize("lines", TYPED, ids=lambda lines: lines[0])
def test_a_list_typed_by_hand_is_reported(lines: tuple[str, ...]) -> None:
    first = lines[0].replace("<b>", "").replace("</b>", "")
    with_gaps = [part for line in lines for part in (line, "")]
    assert found(in_paragraphs(*lines)) == [first]
    assert found(in_paragraphs(*with_gaps)) == [first]
    assert found(in_one(*lines)) == [first]
    assert found(in_one("Bring for Monday:", *lines, "Thank you.")) == [first]
    assert found(in_paragraphs("Bring for Monday:", *lines, "Thank you.")) == [first]


OTHERWISE = (
    ("• Paper",),
    ("* Families may come.", "** Students only."),
    ("7. Read", "8. Write", "9. Rest"),
    ("1. Read", "3. Write", "5. Rest"),
    ("1.5 cups", "2.5 cups", "3.5 cups"),
    ("1 - 0 against North", "2 - 1 against East"),
    ("3-2 against North", "4-1 against East"),
    ("9-10 am: middle school", "10-12 am: high school"),
    ("- 8 degrees on Monday", "- 12 degrees on Tuesday"),
    ("9:00 Math", "10:00 Reading"),
    ("-8 degrees on Monday", "-12 degrees on Tuesday"),
    ("- 5 + 3 = -2", "- 4 + 1 = -3"),
    ("+1 406-555-0123", "+1 406-555-0124"),
    ("(406) 555-0123", "(406) 555-0124"),
    ("406-555-0123", "406-555-0124"),
    ("A. Lincoln", "B. Franklin"),
    ("2026 is here.", "2027 comes."),
    ("—Hola", "—Adiós", "—Hasta luego"),
    ("— Maya Angelou", "— Robert Frost"),
    ("— Where is the boat?", "— It left with the tide.", "— Then we shall walk."),
    ("- Where is the boat?", "- It left with the tide.", "- Then we shall walk."),
    ("— Who is there?", "— Boo.", "— Boo who?"),
    ("- Who is there?", "- Boo.", "- Boo who?"),
    ("– ¿Dónde está el gato?", "– ¡En el tejado!"),
    ("-Come in, said the fox.", "-No, thank you, said the hen."),
    ("Hoot, hoot, hoot", "says the owl at night", "and no one answers"),
    ("♪ Row, row, row your boat", "♪ gently down the stream"),
    ("*** Reminder ***", "*** Book fair ***"),
    ("Lincoln Elementary School", "410 West Third Street", "Room 12"),
    ("🎉 We read one thousand books!", "See you on Friday."),
    ("🎉 Happy birthday!", "🎂 Cake is at two!"),
    ("🎃 The pumpkins are carved.", "🍂 Leaves are everywhere."),
    ("I. M. Pei built it.", "J. Utzon built the other."),
)


@pytest.mark.parametrize("lines", OTHERWISE, ids=lambda lines: lines[0])
def test_text_that_only_begins_like_a_list_passes(lines: tuple[str, ...]) -> None:
    assert found(in_paragraphs(*lines)) == []
    assert found(in_one(*lines)) == []


@pytest.mark.parametrize(
    "html, expected",
    [
        ("<div><p>• Paper</p>\n<p>• Glue</p></div>", ["• Paper"]),
        # Two runs are two lists.
        ("<p>• Paper</p><p>• Glue</p><p>And</p><p>• Ink</p><p>• Pens</p>", ["• Paper", "• Ink"]),
        ("<p>• Paper • Glue • Tape</p>", ["• Paper • Glue • Tape"]),
        ("<p>Menu • Calendar • Contact</p>", []),
        ("<p>1. Read</p><h3>Then</h3><p>2. Write</p><p>3. Rest</p>", []),
        ("<p hidden>• Paper</p><p hidden>• Glue</p>", []),
        ("<ul><li>Paper</li><li>Glue</li></ul>", []),
    ],
)
def test_a_list_ends_where_something_else_begins(html: str, expected: list[str]) -> None:
    assert found(html) == expected


def test_the_first_line_is_quoted_and_located() -> None:
    (fault,) = check_html('<p id="x">Bring:</p><p>• Paper</p><p>• Glue</p>')
    assert fault.excerpt == "• Paper"
    assert fault.selector == "p:nth-of-type(2)"


@pytest.mark.parametrize(
    "text, count",
    [
        ("", 0),
        ("Paper\nGlue", 0),
        ("• Paper\n• Glue", 1),
        ("Bring:\r\n- Paper\r\n- Glue\r\n- Tape", 1),
        ("1) Paper\n2) Glue\n3) Tape\n\n1) Ink\n2) Pens\n3) Ruler", 2),
        ("- Ms. Rivera", 0),
    ],
)
def test_lines_of_a_plain_text_are_checked_too(text: str, count: int) -> None:
    assert [fault.rule for fault in check_list_lines(text)] == ["list-fake"] * count


@pytest.mark.parametrize(
    ("items", "excerpts"),
    [
        (("- Paper", "- Glue"), ["- Paper"]),
        (("Paper", "• Glue"), ["• Glue"]),
        (("* <b>Paper</b>", "Glue"), ["* Paper"]),
        (("Paper", "Glue"), []),
        (("- 8 degrees at noon", "- 2 degrees at night"), []),
        (("-5 + 3", "*81 on the phone"), []),
        (("🍎 Snack", "📚 Library"), []),
        (("— So soon? asked the hare.",), []),
    ],
)
def test_an_item_of_a_real_list_needs_no_typed_symbol(
    items: tuple[str, ...], excerpts: list[str]
) -> None:
    assert found("<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>") == excerpts
