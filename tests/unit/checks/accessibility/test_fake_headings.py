"""Lines that should be headings, and bold lines that are something else."""

import pytest

from district_cms.checks.accessibility import check_html, inspect_html
from district_cms.checks.accessibility.prose.fake_headings import RULES

OWN = {rule.id for rule in RULES}
PROSE = "<p>Read chapter four with your child and answer the three questions at its end.</p>"
SHORT = "<p>Chapter 4.</p>"
LIST = "<ul><li>Paper</li><li>Glue</li></ul>"
TYPED = "<p>- Paper<br/>- Glue</p>"


def found(html: str) -> list[str]:
    return [fault.excerpt for fault in check_html(html) if fault.rule in OWN]


HEADLINES = (
    "Homework",
    "Homework this week",
    "HOMEWORK",
    "Homework:",
    "📚 Homework",
    "🎃 Fall Party 🎃",
    "Homework!",
    "Important reminders!!!",
    "Field trip next week!",
    "Picture Day is coming!",
    "Don't forget!",
    "Don’t forget your recorder!",
    "Save the date!",
    "What are we learning?",
    "Questions?",
    "¿Qué aprendemos?",
    "¡Noche de Matemáticas!",
    "Fechas importantes",
    "Tarea de la semana:",
    "Week of January 12",
    "Unit 3: Fractions on a Number Line",
    "How you can help",
    "No School Friday",
    "Ms. Rivera's reading groups",
    "Dr. Seuss Week",
    "Looking ahead",
    "Welcome to Our Classroom",
    "Friday, December 4: Winter Concert",
    "Things you will need",
)
# A heading only above a list: above a text they may be its first sentence.
OPENINGS = ("Thank you", "Welcome to our classroom!", "Remember to bring:", "We need")


@pytest.mark.parametrize("words", HEADLINES)
@pytest.mark.parametrize(
    "below", [PROSE, SHORT, LIST, TYPED], ids=["prose", "short", "list", "typed"]
)
def test_a_headline_in_bold_is_asked_about_above_any_content(words: str, below: str) -> None:
    assert found(f"<p><b>{words}</b></p>{below}") == [words]
    assert found(f"<p>Hello.</p><p><strong>{words}</strong></p><p></p>{below}") == [words]
    if below != LIST:
        assert found(f"<p><b>{words}</b><br/>{below[3:]}") == [words]


ELSE = (
    "Dear families,",
    "Dear Families",
    "Hello, fourth-grade families!",
    "Good morning, everyone!",
    "Welcome back, families!",
    "Queridas familias:",
    "Estimados padres de familia:",
    "¡Hola a todos!",
    "Friday, December 4",
    "December 1–4",
    "Tuesday, December 1, 4:00 pm",
    "viernes 4 de diciembre",
    "12/4",
    "Ms. Rivera",
    "Ms. Rivera, Room 12",
    "Mr. Chen and Mrs. O’Brien",
    "Coach Lee",
    "Maestra Lucía",
    "Bring your library books tomorrow!",
    "Bring your library books tomorrow.",
    "Please return the form!",
    "Please sign the reading log every night",
    "Library books are due tomorrow!",
    "We read one thousand books!",
    "Thank you, Booster Club!",
    "Congratulations to our spellers!",
    "¡Gracias a todos!",
    "¡No hay clases el lunes!",
    "Por favor manden guantes y gorro",
    "“Not all those who wander are lost”",
    "Test: Friday, December 4",
    "Attention, fifth graders!",
    "Fourth-Grade Families:",
    "Merry Christmas from Room 12",
    "Friday, December 4, 6 pm, in the gym",
    "Where: the cafeteria",
    "Cost: $5 per student",
    "Larkspur 3, Ridgeline 2",
    "Call 406-555-0123",
    "This week we are reading",
    "You are invited",
    "La biblioteca está cerrada el lunes",
    "100",
    "…",
)


@pytest.mark.parametrize("words", ELSE)
def test_a_bold_line_that_is_no_headline_passes(words: str) -> None:
    for below in (PROSE, SHORT):
        assert found(f"<p><b>{words}</b></p>{below}") == []
        assert found(f"<p><b>{words}</b><br/>{below[3:]}") == []


@pytest.mark.parametrize("words", OPENINGS)
def test_introductory_words_are_a_headline_only_above_a_list(words: str) -> None:
    for below in (LIST, TYPED):
        assert found(f"<p><b>{words}</b></p>{below}") == [words]
    assert found(f"<p><b>{words}</b></p>{PROSE}") == []


@pytest.mark.parametrize(
    "html, expected",
    [
        # The content below the line
        (f"<h3>Homework</h3>{PROSE}", []),
        (f"<h3><b>Homework</b></h3>{PROSE}", []),
        ("<p><b>No school on Monday</b></p>", []),
        (f"<p><b>No school on Monday</b></p><h3>Homework</h3>{PROSE}", []),
        (f"<p><b>No school on Monday</b></p><p><b>{PROSE[3:-4]}</b></p>", []),
        ("<p><b>Book fair</b></p><p><b>Friday, December 4</b></p><p>In the library.</p>",
         ["Book fair"]),
        ("<p><b>Please bring:</b></p>" + LIST, ["Please bring:"]),
        ("<p><b>Please bring:</b></p>" + PROSE, []),
        ("<p><b>homework</b></p>" + LIST, ["homework"]),
        ("<p><b>homework</b></p>" + PROSE, []),
        # How much of the line is bold
        (f"<p><b>Due:</b> Friday</p>{PROSE}", []),
        (f"<p>See <b>Homework</b></p>{PROSE}", []),
        (f"<p>📚 <b>Homework</b> ✏️</p>{PROSE}", ["📚 Homework ✏️"]),
        (f"<p><b>Home</b><b>work</b></p>{PROSE}", ["Homework"]),
        (f"<p><b>Homework<br/></b>{PROSE[3:]}", ["Homework"]),
        (f"<p><span><b>Homework</b></span></p>{PROSE}", ["Homework"]),
        (f'<p><span style="font-weight:700">Homework</span></p>{PROSE}', ["Homework"]),
        (f"<p><i><b>Homework</b></i></p>{PROSE}", ["Homework"]),
        (f"<p><u><b>Homework</b></u></p>{PROSE}", ["Homework"]),
        (f"<p><u>Homework</u></p>{PROSE}", ["Homework"]),
        (f'<p><b><a href="/h/">Homework</a></b></p>{PROSE}', []),
        (f"<p hidden><b>Homework</b></p>{PROSE}", []),
        (f"<p><b></b></p>{PROSE}", []),
        (f"<p><b>{PROSE[3:-4]}</b></p>{PROSE}", []),
        # Capitals without bold
        (f"<p>HOMEWORK</p>{PROSE}", ["HOMEWORK"]),
        (f"<p>UPCOMING EVENTS:<br/>{PROSE[3:]}", ["UPCOMING EVENTS:"]),
        (f"<p>PTA</p>{PROSE}", []),
        (f"<p>Hello.</p><p>Homework</p>{PROSE}", []),
        ("<p>NO SCHOOL</p><p>ON MONDAY</p>", []),
        # The place of the line
        (f"<p>We read.<br/><b>Homework</b><br/>{PROSE[3:]}", ["Homework"]),
        (f"<ul><li><p><b>Homework</b></p>{PROSE}</li></ul>", []),
        (f"<table><tr><td><p><b>Homework</b></p>{PROSE}</td></tr></table>", []),
        ("<p>With thanks,<br/><b>Rose Delgado</b><br/>Room 12</p>", []),
        (f"<p>Our word of the week is:</p><p><b>Courage</b></p>{PROSE}", []),
        ("<p><b>Rose Delgado</b><br/>Fourth-grade teacher<br/>406-555-0123</p>", []),
        ("<p>Thank you!</p><p><b>Rose Delgado</b></p><p>P.S. Bring a coat.</p>", []),
        ("<p><b>Rose Delgado</b></p><p>She has taught here for twelve years.</p>", []),
        ("<p><b>Extra Help</b></p><p>I am in room 214 on Tuesdays.</p>", ["Extra Help"]),
        ("<p><b>Rose Delgado</b><br/>rose.delgado@larkspur.example</p>", []),
        ("<p><b>Lincoln Elementary School</b><br/>410 West Third Street</p>", []),
        ("<p><b>Ms. Rivera</b><br/>Room 12<br/>406-555-0123</p>", []),
        # Several lines on a page
        ("<p><b>Math</b></p><p>Decimals.</p><p><b>Science</b></p><p>Mixtures.</p>",
         ["Math", "Science"]),
        ("<p><b>Math</b><br/>Decimals.<br/><b>Science</b><br/>Mixtures.</p>", ["Math", "Science"]),
        ("<p><b>Monday</b></p><p>Art.</p><p><b>Tuesday</b></p><p>Music.</p>", []),
        ("".join(f"<p><b>{day}</b></p><p>Art.</p>" for day in ("Monday", "Tuesday", "Friday")),
         ["Monday", "Tuesday", "Friday"]),
        ("".join(f"<p><b>December {day}</b></p><p>Art.</p>" for day in (7, 8, 9)), []),
    ],
)  # fmt: skip
def test_words_place_and_following_content_decide_together(html: str, expected: list[str]) -> None:
    assert found(html) == expected


def test_a_last_line_is_decided_by_the_next_block() -> None:
    for html in ("<p><b>Homework</b></p>", f"{PROSE}<p><b>What is due?</b></p><p></p>"):
        left_open = inspect_html(html).left_open
        assert left_open is not None
        assert (left_open.rule, left_open.excerpt) == ("heading-fake", left_open.excerpt)
        assert found(html) == []
    for html in (
        "",
        PROSE,
        f"<p><b>Homework</b></p>{PROSE}",
        "<p><b>See you on Friday!</b></p>",
        "<p><b>Ms. Rivera</b></p>",
        f"{PROSE}<p><b>The Fourth-Grade Team</b></p>",
    ):
        assert inspect_html(html).left_open is None


@pytest.mark.parametrize(
    "html, expected",
    [
        (PROSE, True),
        ("Read chapter four.", True),
        (LIST, True),
        (f"<p></p>{TYPED}", True),
        (f"<h2>Homework</h2>{PROSE}", False),
        (f"<p><b>Homework</b></p>{PROSE}", False),
        ("", False),
    ],
)
def test_a_block_that_begins_with_text_can_belong_to_the_line_before_it(
    html: str, expected: bool
) -> None:
    assert inspect_html(html).begins_with_text is expected


def test_a_line_in_italic_capitals_looks_like_a_heading_too() -> None:
    assert found(f"<p><em>UPCOMING EVENTS</em></p>{PROSE}") == ["UPCOMING EVENTS"]
    assert found(f"<p><em>Upcoming events</em></p>{PROSE}") == []
