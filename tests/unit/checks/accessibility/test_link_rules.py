"""Links: empty, generic, or showing an address."""

import pytest

from district_cms.checks.accessibility import check_html, check_link_text, links

OWN = {rule.id for rule in links.RULES}

GENERIC = [
    "click here",
    "Click here!",
    "Continue reading",
    "Go",
    "read more…",
    "link 2",
    "»",
    "...",
    "Haga clic aquí",
    "Enlace 3",
]
SPEAKING = [
    "Spelling list, week 3",
    "Read more about volcanoes",
    "Homework",
    "Fractions",
    "Open House",
    "Page 2",
    "Lista de ortografía",
    "🏠",
    "日本語",
]


def html_rules(html: str, heading: str = "") -> list[str]:
    """Returns the broken rules of this subject only."""
    faults = check_html(html, heading=heading)
    return [fault.rule for fault in faults if fault.rule in OWN]


@pytest.mark.parametrize("text", GENERIC)
def test_words_that_only_say_that_there_is_a_link_are_generic(text: str) -> None:
    assert [fault.rule for fault in check_link_text(text)] == ["link-generic"]


@pytest.mark.parametrize("text", GENERIC)
def test_generic_words_in_a_sentence_that_says_where_are_advice_only(text: str) -> None:
    faults = check_link_text(text, "For the spelling list of this week, click here.")
    assert [fault.rule for fault in faults] == ["link-generic-in-context"]


@pytest.mark.parametrize("text", SPEAKING)
def test_words_that_name_a_page_pass(text: str) -> None:
    assert check_link_text(text) == []


@pytest.mark.parametrize("text", ["", "  ", "\u00a0", "\u200b"])
def test_no_words_are_an_empty_link(text: str) -> None:
    assert [fault.rule for fault in check_link_text(text)] == ["link-empty"]


@pytest.mark.parametrize(
    "text",
    [
        "https://larkspur.example/math/week-3",
        "HTTP://LARKSPUR.EXAMPLE",
    ],
)
def test_an_address_as_words_is_advice(text: str) -> None:
    assert [fault.rule for fault in check_link_text(text)] == ["link-raw-url"]


@pytest.mark.parametrize(
    "text",
    [
        "office@larkspur.example",
        "larkspur.example",
        "406-555-0123",
        "3.5/5",
    ],
)
def test_words_that_only_resemble_an_address_pass(text: str) -> None:
    assert check_link_text(text) == []


@pytest.mark.parametrize(
    "html",
    [
        '<p><a href="/math/"></a></p>',
        '<p><a href="/math/"> &nbsp;&#8203;</a></p>',
        '<p><a href="/math/"><b></b></a></p>',
        '<p><a href="/math/"><span aria-hidden="true">Math</span></a></p>',
        '<p><a href="/math/"><span hidden>Math</span></a></p>',
        '<p><a href="">\n</a></p>',
        '<p><a linktype="page" id="3"></a></p>',
        '<span role="link" tabindex="0"></span>',
        '<a href="/math/" role="tab"></a>',
        '<a href="/math/" aria-labelledby="gone"></a>',
    ],
)
def test_an_empty_link_is_found(html: str) -> None:
    assert html_rules(html) == ["link-empty"]


@pytest.mark.parametrize(
    "html",
    [
        '<a href="/math/">Math</a>',
        '<a href="/math/" aria-label="Math"></a>',
        '<a href="/math/" title="Math"></a>',
        '<a href="/math/" aria-labelledby="m"></a><p id="m">Math</p>',
        '<a href="/math/"><span aria-label="Math"></span></a>',
        '<a href="/math/"><span aria-labelledby="m"></span></a><p id="m" hidden>Math</p>',
        '<a id="top"></a>',
        "<a></a>",
        '<a href="/math/" hidden></a>',
        '<a href="/math/" aria-hidden="true" tabindex="-1"></a>',
        '<div style="display:none"><a href="/math/">click here</a></div>',
        '<a href="/math/" role="button">More</a>',
        '<a href="/math/" role="button"></a>',
        '<a href="mailto:office@larkspur.example">office@larkspur.example</a>',
        '<a href="/math/">' + " " * 5000 + "Math</a>",
    ],
)
def test_a_named_or_absent_link_passes(html: str) -> None:
    assert html_rules(html) == []


@pytest.mark.parametrize(
    "html",
    [
        '<p><a href="/x/">Click here</a></p>',
        '<p>Please <a href="/x/">click here</a> for more information.</p>',
        '<div><p>Spelling list</p><a href="/x/">here</a><p>Spelling list</p></div>',
        '<a href="/x/">here</a><p>Spelling list</p>',
        '<p>Spelling list</p><div role="link" tabindex="0">here</div>',
        '<p>Spelling list</p><p><a href="/x/">here</a></p>',
        '<ul><li>Spelling list</li><li><a href="/x/">here</a></li></ul>',
        '<h2>Resources</h2><p><a href="/x/">Click here</a></p>',
        '<h2 hidden>Spelling list</h2><p><a href="/x/">Click here</a></p>',
        '<p><a href="/x/">here</a></p><h2>Spelling list</h2>',
        '<p>Haga <a href="/x/">clic aquí</a> para más información.</p>',
        '<p><a href="/x/" aria-label="click here">→</a></p>',
        '<p><a href="/x/"><img src="a" alt="more"></a></p>',
        (
            "<table><caption>Links</caption><tr><th>Link</th></tr>"
            '<tr><td><a href="/x/">here</a></td></tr></table>'
        ),
    ],
)
def test_a_generic_link_without_explaining_context_is_an_error(html: str) -> None:
    assert html_rules(html) == ["link-generic"]


@pytest.mark.parametrize(
    "html",
    [
        '<p>For the spelling list, <a href="/x/">click here</a>.</p>',
        '<p>Haga <a href="/x/">clic aquí</a> para ver la lista de ortografía.</p>',
        'The spelling list is <b><a href="/x/">here</a></b>.<p>Links</p>',
        '<div><p>Links</p>The spelling list is <a href="/x/">here</a></div>',
        '<div><a href="/x/">here</a> is <img src="a" alt="the spelling list"><p>Links</p></div>',
        '<h2>Spelling list</h2><p><a href="/x/">Click here</a></p>',
        '<h2>Spelling list</h2><h3>Links</h3><p><a href="/x/">Click here</a></p>',
        '<ul><li>Spelling list: <b><a href="/x/">here</a></b></li></ul>',
        '<ul><li>Spelling list<ul><li><a href="/x/">here</a></li></ul></li></ul>',
        '<dl><dt>Spelling list</dt><dd>Friday</dd><dd><a href="/x/">here</a></dd></dl>',
        (
            "<table><caption>C</caption><tr><th>Subject</th><th>Link</th></tr>"
            '<tr><td>Spelling</td><td><a href="/x/">here</a></td></tr></table>'
        ),
        (
            "<table><caption>Links</caption><tr><th>Week</th><th>Spelling</th></tr>"
            '<tr><td>1</td><td><p><a href="/x/">here</a></p></td></tr></table>'
        ),
        '<p id="d">Spelling list</p><div><a href="/x/" aria-describedby="d">here</a></div>',
        '<p><a href="/x/" title="Spelling list">here</a></p>',
    ],
)
def test_a_generic_link_with_explaining_context_is_advice(html: str) -> None:
    assert html_rules(html) == ["link-generic-in-context"]


@pytest.mark.parametrize(
    "heading, rule",
    [
        ("Spelling list", "link-generic-in-context"),
        ("Links", "link-generic"),
        ("", "link-generic"),
    ],
)
def test_the_heading_above_the_fragment_counts(heading: str, rule: str) -> None:
    assert html_rules('<p><a href="/x/">here</a></p>', heading) == [rule]


def test_a_heading_of_the_same_level_replaces_the_context_of_the_one_before() -> None:
    html = '<h2>Spelling list</h2><p>One.</p><h2>Links</h2><p><a href="/x/">here</a></p>'
    assert html_rules(html) == ["link-generic"]


def test_an_accessible_name_replaces_generic_words() -> None:
    assert html_rules('<a href="/x/" aria-label="Spelling list, week 3">here</a>') == []


def test_the_fault_of_an_empty_link_quotes_its_destination() -> None:
    (fault,) = check_html('<p><a href="/math/"></a></p>')
    assert fault.excerpt == "/math/"


CONTACT = '<a href="/a/">Contact us</a>'
OTHER = '<a href="/b/">contact  us</a>'


@pytest.mark.parametrize(
    "html",
    [
        f"<p>{CONTACT} or {OTHER}</p>",
        f"{CONTACT} {OTHER}",
        f"<p>{CONTACT}</p><p>{OTHER}</p>",
        f"<ul><li>{CONTACT}</li><li>{OTHER}</li></ul>",
        f"<h2>Help</h2><p>{CONTACT}</p><div><p>{OTHER}</p></div>",
        f'<p>{CONTACT} or <a href="/b/"><img src="a" alt="Contact us"></a></p>',
        f'<p>{CONTACT} or <a href="/b/" aria-label="Contact us">us</a></p>',
        '<p><a linktype="page" id="3">Us</a> and <a linktype="page" id="4">us</a></p>',
        f'<p>{CONTACT}, {OTHER}, <a href="/c/">Contact us</a></p>',
    ],
)
def test_links_with_the_same_words_in_one_place_lead_to_one_page(html: str) -> None:
    assert html_rules(html) == ["link-same-text"]


@pytest.mark.parametrize(
    "html",
    [
        f"<p>{CONTACT} or {CONTACT}</p>",
        '<p><a href="http://a.example">A</a> <a href="https://a.example/">A</a></p>',
        '<p><a href="/a">A</a> <a href="/a/index.html">A</a></p>',
        f"<p>By chat: {CONTACT}</p><p>By phone: {OTHER}</p>",
        f"<h2>Chat</h2><p>{CONTACT}</p><h2>Phone</h2><p>{OTHER}</p>",
        f"<ul><li>Chat: {CONTACT}</li><li>Phone: {OTHER}</li></ul>",
        f"<dl><dt>Chat<dd>{CONTACT}<dt>Phone<dd>{OTHER}</dl>",
        (
            "<table><caption>C</caption><tr><th>Chat<th>Phone"
            f"<tr><td><b>1</b> {CONTACT}<td>{OTHER}</table>"
        ),
        f"<p>{CONTACT}<span hidden>{OTHER}</span></p>",
        f'<p>{CONTACT} <a href="/b/" role="button">Contact us</a></p>',
        f'<p>{CONTACT} <a href="/b/" title="By phone">Contact us</a></p>',
        f"<p>{CONTACT} <a>Contact us</a></p>",
        '<p><span role="link" tabindex=0>Us</span> <span role="link" tabindex=0>Us</span></p>',
    ],
)
def test_links_with_the_same_words_in_different_places_may_differ(html: str) -> None:
    assert html_rules(html) == []


@pytest.mark.parametrize(
    "text, url, rules",
    [
        ("Spelling list", "/documents/3/spelling.pdf", ["link-file-type"]),
        ("Spelling list", "https://a.example/x/Spelling.DOCX?v=2#top", ["link-file-type"]),
        ("Spelling list (PDF)", "/documents/3/spelling.pdf", []),
        ("Spelling list, pdf, 120 KB", "/documents/3/spelling.pdf", []),
        ("Lista en Excel", "/lista.xlsx", []),
        ("Video: how plants grow", "/plants.mp4", []),
        ("Spelling list", "/spelling/", []),
        ("Spelling list", "/spelling.html", []),
        ("Spelling list", "https://larkspur.key", []),
        ("Spelling list", "http://[", []),
        ("click here", "/spelling.pdf", ["link-generic", "link-file-type"]),
    ],
)
def test_a_link_to_a_file_says_so(text: str, url: str, rules: list[str]) -> None:
    assert [fault.rule for fault in check_link_text(text, url=url)] == rules


@pytest.mark.parametrize(
    "html, rules",
    [
        ('<p><a href="/s.pdf">Spelling</a></p>', ["link-file-type"]),
        ('<p><a linktype="document" id="3">Spelling</a></p>', ["link-file-type"]),
        ('<ul><li><a href="/s.pdf"><img src="a" alt="Spelling"></a></li></ul>', ["link-file-type"]),
        ('<p><a href="/s.pdf">Spelling (PDF)</a></p>', []),
        ('<p><a href="/s.pdf">Spelling</a> (PDF, 2 MB)</p>', []),
        ('<p><a href="/s.pdf">Spelling</a> <img src="a" alt="PDF"></p>', []),
        ('<p><a linktype="document" id="3">Spelling, PDF</a></p>', []),
        ('<p><a linktype="page" id="3">Spelling</a></p>', []),
        ('<p hidden><a href="/s.pdf">Spelling</a></p>', []),
    ],
)
def test_a_link_to_a_file_says_so_in_html(html: str, rules: list[str]) -> None:
    assert html_rules(html) == rules


@pytest.mark.parametrize(
    "html, expected",
    [
        ('<a href="/h.html">Handbook_FINAL_v3.pdf</a>', ["link-file-name"]),
        ('<a href="/h.html">spelling-list.docx</a>', ["link-file-name"]),
        ('<a href="/h.html">Student handbook (PDF)</a>', []),
        ('<a href="/h.html">Handbook for families, v3.pdf</a>', []),
        ('<a href="/m/" target="_blank">Lunch menu</a>', ["link-new-window"]),
        ('<a href="/m/" target="_blank">Lunch menu (opens in a new tab)</a>', []),
        ('<a href="/m/" target="_blank">Menú (en otra ventana)</a>', []),
        ('<a href="/m/" target="_blank">Lunch menu</a> (opens a new window)', []),
        ('<a href="/m/" target="_self">Lunch menu</a>', []),
        ('<a href="file:///S:/spelling/list.docx">Spelling list</a>', ["doc-gone"]),
    ],
)
def test_a_link_says_that_it_opens_a_new_window(html: str, expected: list[str]) -> None:
    assert [fault.rule for fault in check_html(f"<p>{html}</p>")] == expected
