"""Any string can be checked, and what could not be read is said."""

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from district_cms.governance.accessibility import RULES, check_headings, check_html
from district_cms.governance.accessibility.dom import Document
from district_cms.governance.accessibility.names import Names

PIECES = st.sampled_from(
    [
        "<",
        ">",
        "</",
        "<!--",
        "-->",
        "<![CDATA[",
        "<?xml version='1.0' encoding='utf-16'?>",
        "<meta charset='utf-7'>",
        "&",
        "&#0;",
        "&#xD800;",
        "\0",
        "\x0b",
        "\ud800",
        "\u202e",
        " ",
        "click here",
        "image",
        "</body></html>",
        "<svg><title>",
        "<math>",
        "<template>",
        "<table><tr><th></th><td colspan='-1' rowspan='0'>1",
        "<tr>",
        "<td>",
        "<caption>",
        "<h1>",
        "<h4 aria-level='0'>",
        "</h4>",
        "<a href='http://['>",
        "<a linktype=page>",
        "<img src='data:,' alt>",
        "<img src=%00>",
        "<iframe>",
        "<p id=x aria-labelledby='x x' aria-describedby=x>",
        "<li>",
        "<dd>",
        "<frameset><frame>",
        "<plaintext>",
        "<x:y z:w=1>",
        "<a <b='c'>",
        "style='display:none;;:'",
    ]
)
BROKEN = st.lists(st.one_of(PIECES, st.text(max_size=5)), max_size=40).map("".join)


def as_xpath(selector: str) -> str:
    """Only for selectors as `Document` writes them: ids and places among siblings."""
    path = "//" + selector.replace(" > ", "/").replace(" ", "//")
    path = re.sub(r"#([\w-]+)", r'*[@id="\1"]', path)
    return re.sub(r":nth-of-type\((\d+)\)", r"[\1]", path)


@settings(max_examples=300)
@example("<a href='/'><!--")
@given(BROKEN)
def test_broken_html_never_raises(html: str) -> None:
    for fault in check_html(html):
        assert fault.rule in RULES
        assert len(fault.excerpt) <= 120
    check_headings([html])


@given(st.text())
def test_any_text_is_read_whole(text: str) -> None:
    assert "markup-too-deep" not in {fault.rule for fault in check_html(text)}


@given(BROKEN)
def test_nothing_after_the_end_of_the_document_is_overlooked(html: str) -> None:
    shut = "".join(char for char in html if char not in "<>&\0\x0b\ud800")
    faults = check_html(f"<p>{shut}</p></body></html><p><img src='late.jpg'></p>")
    assert "late.jpg" in {fault.excerpt for fault in faults}


@pytest.mark.parametrize(
    "html", ["", " ", "\0", "\ud800", "<", "&", "<>", "</p>", "<!doctype html>"]
)
def test_next_to_nothing_has_no_faults(html: str) -> None:
    assert check_html(html) == []


@pytest.mark.parametrize("depth", [1, 300, 2000])
def test_a_picture_is_found_however_deep(depth: int) -> None:
    faults = check_html("<div>" * depth + "<img>" + "</div>" * depth)
    assert [fault.rule for fault in faults] == ["img-alt-missing"]


@pytest.mark.parametrize("tag", ["<div>", "<b><i>", "<table><tr><td>"])
def test_what_is_nested_too_deeply_is_refused_not_passed(tag: str) -> None:
    assert "markup-too-deep" in {fault.rule for fault in check_html(tag * 5000 + "<img>")}


@given(BROKEN)
def test_a_selector_leads_to_the_element(html: str) -> None:
    document = Document(html)
    for element in document.elements:
        selector = document.selector(element)
        if selector and "*" not in selector:
            assert element in document.root.xpath(as_xpath(selector))


def test_a_selector_starts_at_the_nearest_id() -> None:
    (fault,) = check_html('<div id="week-3"><p></p><p><img></p></div>')
    assert fault.selector == "#week-3 > p:nth-of-type(2) > img:nth-of-type(1)"


def test_an_id_that_two_elements_share_still_leads_to_the_right_one() -> None:
    first, second = check_html('<p id="a"><img></p><p id="a"><img></p>')
    assert first.selector == "#a > img:nth-of-type(1)"
    assert second.selector == "p:nth-of-type(2) > img:nth-of-type(1)"


@pytest.mark.parametrize(
    "inner, name",
    [
        ("Week 3", "Week 3"),
        ("Week <b>3</b>", "Week 3"),
        ("Week<br>3", "Week 3"),
        ("Wee<b>k</b>", "Week"),
        ("<!-- no -->Week<!-- no --> 3", "Week 3"),
        ('<img alt="Week"> 3', "Week 3"),
        ('Week <img alt=""> 3', "Week 3"),
        ('Week <span aria-label="three">3</span>', "Week three"),
        ('Week <span aria-hidden="true">3</span>', "Week"),
        ('Week <span style="display:none">3</span>', "Week"),
        ('Week <span style="display:none;display:inline">3</span>', "Week 3"),
        ('Week <span aria-labelledby="t">3</span><i id="t" hidden>three</i>', "Week three"),
        ("Week <svg><title>3</title></svg>", "Week 3"),
        ("Week <script>3</script>", "Week"),
        ('Week <img role="presentation" alt="x">', "Week"),
        ('<a href="/3/"><img alt="Week 3"></a>', "Week 3"),
    ],
)
def test_the_name_of_a_heading_comes_from_what_is_perceivable_in_it(inner: str, name: str) -> None:
    document = Document(f"<h2>{inner}</h2>")
    (heading,) = document.tagged("h2")
    assert Names(document).name(heading) == name


def test_an_element_may_name_itself_among_others() -> None:
    document = Document(
        '<a id="a" href="/" aria-label="Read" aria-labelledby="a b"></a><p id="b">it'
    )
    (link,) = document.tagged("a")
    assert Names(document).name(link) == "Read it"


def test_references_in_a_circle_end() -> None:
    document = Document('<p id="a" aria-labelledby="b">A</p><p id="b" aria-labelledby="a">B</p>')
    first, _second = document.tagged("p")
    assert Names(document).name(first) == "B"


def test_the_rules_are_written_down_consistently() -> None:
    for identifier, rule in RULES.items():
        assert rule.id == identifier
        assert rule.severity in ("error", "warning")
        assert re.fullmatch(r"(?:\d\.\d\.\d+ ?)*(?:advice)?", rule.criterion)
        assert rule.blocks == (rule.severity == "error")
        assert not (rule.blocks and "advice" in rule.criterion)
