"""Headings: empty ones, skipped levels, a second title."""

import pytest

from district_cms.checks.accessibility import check_headings, check_html, headings, inspect_html

OWN = {rule.id for rule in headings.RULES}


def html_rules(html: str) -> list[str]:
    """Returns the broken rules of this subject only."""
    return [fault.rule for fault in check_html(html) if fault.rule in OWN]


@pytest.mark.parametrize(
    "html",
    [
        "<h2></h2>",
        "<h2> &nbsp; </h2>",
        "<h3><br></h3>",
        "<h3><b> </b></h3>",
        '<h2><img src="a" alt=""></h2>',
        '<h2><span aria-hidden="true">Week 3</span></h2>',
        "<h2><span hidden>Week 3</span></h2>",
        '<div role="heading" aria-level="2"></div>',
        "<h1></h1>",
    ],
)
def test_an_empty_heading_gives_exactly_one_fault(html: str) -> None:
    assert html_rules(html) == ["heading-empty"]


@pytest.mark.parametrize(
    "html",
    [
        "<h2>Week 3</h2>",
        '<h2><img src="a" alt="Week 3"></h2>',
        '<h2 aria-label="Week 3"></h2>',
        '<h2><a href="/3/">Week 3</a></h2>',
        "<h2 hidden></h2>",
        '<h2 aria-hidden="true"></h2>',
        '<h2 role="presentation"></h2>',
        '<h2 role="tab"></h2>',
        '<div style="display:none"><h2></h2></div>',
    ],
)
def test_a_named_or_hidden_heading_passes(html: str) -> None:
    assert html_rules(html) == []


@pytest.mark.parametrize(
    "html, skips",
    [
        ("<h2>A</h2><h3>B</h3><h4>C</h4>", 0),
        ("<h2>A</h2><h4>B</h4>", 1),
        ("<h2>A</h2><h4>B</h4><h4>C</h4>", 1),
        ("<h4>A</h4><h2>B</h2>", 0),
        ("<h2>A</h2><h3>B</h3><h2>C</h2><h4>D</h4>", 1),
        ("<h2>A</h2><h3 hidden>B</h3><h4>C</h4>", 1),
        ("<h2>A</h2><section><div><h4>B</h4></div></section>", 1),
        ('<h2>A</h2><p role="heading" aria-level="4">B</p>', 1),
        ('<h2>A</h2><p role="heading" aria-level="x">B</p>', 0),
        ('<h2 aria-level="3">A</h2><h4>B</h4>', 0),
        ("<h4>A</h4>", 0),
    ],
)
def test_a_skipped_level_is_advice(html: str, skips: int) -> None:
    assert html_rules(html).count("heading-skip") == skips


def test_an_empty_heading_does_not_count_for_the_order() -> None:
    assert html_rules("<h2>A</h2><h3></h3><h4>B</h4>") == ["heading-empty", "heading-skip"]


def test_a_skip_is_reported_with_its_words_and_levels() -> None:
    (fault,) = check_html("<h2>A</h2><h4>Spelling</h4>")
    assert fault.excerpt == "Spelling"
    assert dict(fault.params) == {"level": "4", "previous": "2", "wanted": "3"}


@pytest.mark.parametrize("html", ["<h1>A</h1>", '<p role="heading" aria-level="1">A</p>'])
def test_a_second_title_is_advice(html: str) -> None:
    assert html_rules(html) == ["heading-h1"]


@pytest.mark.parametrize(
    "fragments, skipping",
    [
        ([], []),
        (["<h2>A</h2><p>text</p>", "<p>none</p>", "<h4>B</h4>"], [2]),
        (["<h2>A</h2><h3>B</h3>", "<h4>C</h4>"], []),
        (["<h2>A</h2>", "<h3>A</h3>", "<h2>B</h2>", "<h4>C</h4>"], [3]),
        (["<h3>A</h3>"], [0]),
        (["<h2 hidden>A</h2>", "", "<h2></h2>", "<h2>B</h2>"], []),
    ],
)
def test_skips_between_fragments_of_a_page_are_found(
    fragments: list[str], skipping: list[int]
) -> None:
    faults = check_headings(inspect_html(html).outline for html in fragments)
    assert [int(dict(fault.params)["fragment"]) for fault in faults] == skipping
    assert all(fault.rule == "heading-skip" for fault in faults)


def test_a_skip_inside_a_fragment_is_reported_once() -> None:
    fragment = "<h2>A</h2><h4>B</h4>"
    assert check_headings([inspect_html(fragment).outline]) == []
    assert html_rules(fragment) == ["heading-skip"]


def test_a_skip_between_fragments_names_the_heading_and_its_place() -> None:
    first, second = "<h2>A</h2><p>text</p><h3>B</h3>", "<p>One</p><h5>C</h5>"
    (fault,) = check_headings(inspect_html(html).outline for html in (first, second))
    assert (fault.excerpt, fault.selector) == ("C", "h5:nth-of-type(1)")


def test_an_inspection_finds_what_a_check_finds() -> None:
    html = "<h2></h2><img><a href=x>here</a>"
    assert inspect_html(html).faults == check_html(html)


SENTENCE = "Due to freezing rain all schools and offices are closed on Wednesday, January 17."


@pytest.mark.parametrize(
    "words, expected",
    [
        (f"{SENTENCE} Practices are cancelled as well.", ["heading-long"]),
        (" ".join(["what each class brings"] * 8), ["heading-long"]),
        (SENTENCE, []),
        ("What do we need for the trip? A list for families of Room 12", []),
    ],
)
def test_a_paragraph_used_as_heading_is_reported(words: str, expected: list[str]) -> None:
    assert [fault.rule for fault in check_html(f"<h2>{words}</h2><p>Soup</p>")] == expected


@pytest.mark.parametrize(
    "html, expected",
    [
        ("<h2>Homework</h2><h2>Events</h2><p>Book fair</p>", ["heading-no-text"]),
        ("<h3>Homework</h3><p><br></p><h2>Events</h2><p>Book fair</p>", ["heading-no-text"]),
        ("<h2>Homework</h2><h3>Math</h3><p>Page 9</p>", []),
        ('<h2>Homework</h2><p><img src="a" alt="Page 9"></p><h2>Events</h2><p>None</p>', []),
        ("<h2>Homework</h2>Page 9<h2>Events</h2><p>None</p>", []),
        ("<p>Hello</p><h2>Homework</h2>", []),  # the next block may continue
    ],
)
def test_a_heading_without_content_below_is_reported(html: str, expected: list[str]) -> None:
    assert html_rules(html) == expected
