"""Any string can be checked, and content that could not be read is reported."""

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from district_cms.checks.accessibility import RULES, check_html
from district_cms.checks.accessibility.dom import Document
from district_cms.checks.accessibility.names import Names
from district_cms.checks.accessibility.parsing import MOST_TAGS

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
        "<!doctype html>",
        "<html lang=en>",
        "<object data=x.png>",
        "<iframe tabindex=-1 srcdoc='<a href=x>'>",
        "<label for=x>",
        "<input type=image>",
        "<select><option selected>",
        "<div role=grid>",
        "<b role=row>",
        "<b role=columnheader>",
        "<td headers='x y'>",
        "<a href=/s.pdf linktype=document>",
        "<x:y z:w=1>",
        "<a <b='c'>",
        "style='display:none;;:'",
    ]
)
BROKEN = st.lists(st.one_of(PIECES, st.text(max_size=5)), max_size=40).map("".join)


def as_xpath(selector: str) -> str:
    """Converts selectors in the form that `Document` writes: ids and positions among siblings."""
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


@given(st.text())
def test_any_text_is_read_completely(text: str) -> None:
    assert "markup-too-deep" not in {fault.rule for fault in check_html(text)}


@given(BROKEN)
def test_content_after_the_end_of_the_document_is_checked(html: str) -> None:
    shut = "".join(char for char in html if char not in "<>&\0\x0b\ud800")
    faults = check_html(f"<p>{shut}</p></body></html><p><img src='late.jpg'></p>")
    assert "late.jpg" in {fault.excerpt for fault in faults}


@pytest.mark.parametrize(
    "html", ["", " ", "\0", "\ud800", "<", "&", "<>", "</p>", "<!doctype html>"]
)
def test_nearly_empty_html_has_no_faults(html: str) -> None:
    assert check_html(html) == []


@pytest.mark.parametrize("depth", [1, 300, 2000])
def test_a_picture_is_found_at_any_depth(depth: int) -> None:
    faults = check_html("<div>" * depth + "<img>" + "</div>" * depth)
    assert [fault.rule for fault in faults] == ["img-alt-missing"]


@pytest.mark.parametrize("tag", ["<div>", "<b><i>", "<table><tr><td>"])
def test_html_that_is_nested_too_deeply_is_refused(tag: str) -> None:
    times = 4500 // tag.count("<")
    assert "markup-too-deep" in {fault.rule for fault in check_html(tag * times + "<img>")}


@pytest.mark.parametrize("tag", ["<img>", "<p>", "<p></p>", "<a href=x>here</a> "])
def test_html_with_too_many_tags_is_refused(tag: str) -> None:
    assert [fault.rule for fault in check_html(tag * (MOST_TAGS + 1))] == ["markup-too-large"]
    assert "markup-too-large" not in {fault.rule for fault in check_html(tag * 50)}


@pytest.mark.parametrize("attribute", [" a{}", " a{}=1", " a{}='>'", '/a{}="<b>"', "\na{} = b"])
def test_a_tag_with_too_many_attributes_is_refused(attribute: str) -> None:
    attributes = "".join(attribute.format(number) for number in range(9000))
    # The parser, too, ends a comment that begins with its end.
    faults = check_html(f"<p>One</p><!--><p {attributes}>Two</p>")
    assert [fault.rule for fault in faults] == ["markup-too-large"]


@pytest.mark.parametrize(
    "text",
    [
        "<p title='{}'>One</p>",
        "<p>{}</p>",
        "<!-- <p {}> -->",
        "<script>if (a <b {}) c()</script>",
        "<p a b='c' d=e>{0}</p>" * 3,
        "One {}",
    ],
)
def test_only_attributes_count(text: str) -> None:
    assert check_html(text.format("word and word, " * 3000)) == []


@pytest.mark.parametrize("text", ["1 < 2 " * 9000, "</p>" * 9000, "<!-- -->" * 9000])
def test_only_start_tags_count(text: str) -> None:
    assert check_html(text) == []


@given(BROKEN)
def test_a_selector_leads_to_the_element(html: str) -> None:
    document = Document(html)
    for element in document.elements:
        selector = document.selector(element)
        if selector and "*" not in selector:
            found = document.root.xpath(as_xpath(selector))
            assert isinstance(found, list)
            assert element in found


def test_a_selector_starts_at_the_nearest_id() -> None:
    (fault,) = check_html('<div id="week-3"><p></p><p><img></p></div>')
    assert fault.selector == "#week-3 > p:nth-of-type(2) > img:nth-of-type(1)"


def test_an_id_that_two_elements_share_still_leads_to_the_right_one() -> None:
    first, second, _shared = check_html('<p id="a"><img></p><p id="a"><img></p>')
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


@pytest.mark.parametrize(
    "html, name",
    [
        ('<i id="x" aria-labelledby="a b"></i><p id="a">Week</p><p id="b">3</p>', "Week 3"),
        ('<i id="x" aria-labelledby="gone" aria-label="Week"></i>', "Week"),
        ('<i id="x" aria-label=" " title="Week"></i>', "Week"),
        ('<img id="x" alt="Week" title="Year">', "Week"),
        ('<img id="x" alt="" title="Week">', "Week"),
        ('<svg id="x"><title>Week</title><g><title>Year</title></g></svg>', "Week"),
        ('<svg id="x"><g><title>Year</title></g></svg>', ""),
        ('<iframe id="x" title="Week">fallback</iframe>', "Week"),
        ('<object id="x" data="a.png">fallback</object>', ""),
        # Only some roles are named by their content.
        ('<div id="x">Week</div>', ""),
        ('<div id="x" role="button">Week</div>', "Week"),
        ('<h2 id="x" role="group">Week</h2>', ""),
        ('<div id="x" role="nonsense link">Week</div>', "Week"),
        ('<summary id="x">Week <b>3</b></summary>', "Week 3"),
        # Fields
        ('<label>Week <input id="x"></label>', "Week"),
        ('<label for="x">Week</label><label for="x">3</label><input id="x">', "Week 3"),
        ('<label for="y">Week</label><input id="x">', ""),
        ('<label for="x" hidden>Week</label><select id="x"><option>3</select>', "Week"),
        ('<input id="x" placeholder="Week">', "Week"),
        ('<input id="x" type="checkbox" placeholder="Week">', ""),
        ('<input id="x" type="submit">', "Submit"),
        ('<input id="x" type="reset" value="Clear">', "Clear"),
        ('<input id="x" type="button">', ""),
        ('<input id="x" type="image" alt="Go" title="Send">', "Go"),
        ('<button id="x" title="Send"></button>', "Send"),
        ('<button id="x"><svg><title>Send</title></svg></button>', "Send"),
        ('<fieldset id="x"><legend>Week</legend>3</fieldset>', "Week"),
        # The value of a field belongs to the text around it.
        ('<h2 id="x">Week <input value="3"> of <select><option>36</select></h2>', "Week 3 of 36"),
        ('<h2 id="x">Week<input type="password" value="3"></h2>', "Week"),
        ('<a id="x" href="/"><img alt="" title="Week"></a>', "Week"),
        ('<a id="x" href="/"><span title="Week"></span></a>', "Week"),
        ('<a id="x" href="/"><iframe title="Week">no</iframe></a>', "Week"),
        ('<i id="x" aria-labelledby="a"></i><div id="a">W<script>x</script><p>3</p></div>', "W 3"),
        ('<i id="x" aria-labelledby="a"></i><div id="a" hidden>W<b hidden>k</b></div>', "Wk"),
        ('<i id="x" aria-labelledby="a"></i><div id="a">W<b hidden>k</b></div>', "W"),
    ],
)
def test_a_name_is_computed_as_browsers_do(html: str, name: str) -> None:
    document = Document(html)
    element = document.by_id("x")
    assert element is not None
    assert Names(document).name(element) == name


def test_an_element_may_reference_itself_among_others() -> None:
    document = Document(
        '<a id="a" href="/" aria-label="Read" aria-labelledby="a b"></a><p id="b">it'
    )
    (link,) = document.tagged("a")
    assert Names(document).name(link) == "Read it"


def test_elements_are_in_document_order() -> None:
    document = Document("<b role=link></b><i></i><b id=x></b><i role=img></i>")
    tags = [element.tag for element in document.tagged("i", "b")]
    assert tags == ["b", "i", "b", "i"]
    assert [element.tag for element in document.with_attribute("id", "role")] == ["b", "b", "i"]
    assert [element.tag for element in document.with_role("link", "img")] == ["b", "i"]
    assert list(document.tagged("table")) == []


@pytest.mark.parametrize(
    "html, whole",
    [
        ("<!doctype html><html lang=en><p>One", True),
        ("<!-- c -->\n<!DOCTYPE html>\n<title>One</title>", True),
        ("\ufeff<html><p>One", True),
        ("<p>One</p><html>", False),
        ("<body><p>One", False),
    ],
)
def test_a_whole_document_is_distinguished_from_a_fragment(html: str, whole: bool) -> None:
    assert Document(html).is_whole is whole


def test_a_whole_document_keeps_its_language_and_all_after_its_end() -> None:
    document = Document("<!doctype html><html lang=es><body><p>Uno</body></html><img src=late>")
    assert document.root.get("lang") == "es"
    assert len(document.tagged("img")) == 1


def test_circular_references_terminate() -> None:
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
