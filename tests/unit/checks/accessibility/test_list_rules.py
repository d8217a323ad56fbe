"""Lists: made as lists, and not typed by hand."""

import pytest

from district_cms.checks.accessibility import check_html
from district_cms.checks.accessibility.lists import RULES, check_list_lines

OWN = {rule.id for rule in RULES}


def rules(html: str) -> list[str]:
    return [fault.rule for fault in check_html(html) if fault.rule in OWN]


@pytest.mark.parametrize(
    "html, expected",
    [
        ("<ul><li>Paper</li><li>Glue</li></ul>", []),
        ("<ol><li>Paper<ul><li>white</li></ul></li></ol>", []),
        ("<ul>\n  <!-- what to bring -->\n  <li>Paper</li>\n</ul>", []),
        ("<ul></ul>", []),
        ("<li>Paper</li><li>Glue</li>", ["list-structure"]),
        ("<div><li>Paper</li><li>Glue</li></div>", ["list-structure"]),
        ("<div><li hidden>Paper</li></div>", []),
        ('<div style="display:none"><li>Paper</li></div>', []),
        ('<div role="list"><li>Paper</li></div>', []),
        ('<ul role="presentation"><li>Paper</li></ul>', []),
        ('<ul role="tablist"><li role="tab">Paper</li></ul>', []),
        ('<ul role="tablist"><li>Paper</li></ul>', ["list-structure"]),
        ("<ul>Bring this:<li>Paper</li></ul>", ["list-structure"]),
        ("<ul><li>Paper</li> and <li>Glue</li></ul>", ["list-structure"]),
        ("<ul><p>Paper</p></ul>", ["list-structure"]),
        ("<ul><li>Paper</li><ul><li>white</li></ul></ul>", ["list-structure"]),
        ("<ul><p hidden>Paper</p><li>Glue</li></ul>", []),
        ('<ul><div role="listitem">Paper</div></ul>', []),
        ("<ul><script>1</script><li>Paper</li></ul>", []),
        ("<dl><dt>Mon</dt><dd>Art</dd></dl>", []),
        ("<dl><div><dt>Mon</dt><dd>Art</dd></div></dl>", []),
        ("<dl><p>Mon</p></dl>", ["list-structure"]),
        ("<dl><div><p>Mon</p></div></dl>", ["list-structure"]),
        ("<div><dt>Mon</dt><dd>Art</dd></div>", ["list-structure"]),
    ],
)
def test_items_stand_in_lists_and_nothing_else_does(html: str, expected: list[str]) -> None:
    assert rules(html) == expected


@pytest.mark.parametrize(
    "html, expected",
    [
        ("<p>• Paper</p><p>• Glue</p>", ["list-fake"]),
        ("<p>•Paper<br>•Glue</p>", ["list-fake"]),
        ("<p>- Paper</p><p>- Glue</p><p>- Tape</p>", ["list-fake"]),
        ("<p>Bring:<br>* Paper<br>* Glue<br>* Tape</p>", ["list-fake"]),
        ("<p>1. Read</p><p>2. Write</p><p>3. Rest</p>", ["list-fake"]),
        ("<p>a) Read<br>b) Write<br>c) Rest</p>", ["list-fake"]),
        ("<p>(1) Read<br>(2) Write<br>(3) Rest</p>", ["list-fake"]),
        ("<p><b>1.</b> Read</p><p><b>2.</b> Write</p><p><b>3.</b> Rest</p>", ["list-fake"]),
        ("<div><p>• Paper</p>\n<p>• Glue</p></div>", ["list-fake"]),
        # Two runs are two lists.
        ("<p>• Paper</p><p>• Glue</p><p>And</p><p>• Ink</p><p>• Pens</p>", ["list-fake"] * 2),
        ("<p>• Paper</p>", []),
        ("<p>- Paper</p><p>- Glue</p>", []),
        ("<p>* Families may come.</p><p>** Students only.</p>", []),
        ("<p>1. Read</p><p>2. Write</p>", []),
        ("<p>7. Read</p><p>8. Write</p><p>9. Rest</p>", []),
        ("<p>1. Read</p><p>3. Write</p><p>5. Rest</p>", []),
        ("<p>1. Read</p><h3>Then</h3><p>2. Write</p><p>3. Rest</p>", []),
        ("<p>1.5 cups</p><p>2.5 cups</p><p>3.5 cups</p>", []),
        ("<p>A. Lincoln</p><p>G. Washington</p>", []),
        ("<p>—Hola</p><p>—Adiós</p><p>—Hasta luego</p>", []),
        ("<p>2026 is here.</p><p>2027 comes.</p>", []),
        ("<p hidden>• Paper</p><p hidden>• Glue</p>", []),
        ("<p>Dear families</p><p>See you on Friday.</p>", []),
    ],
)
def test_a_list_typed_by_hand_is_seen(html: str, expected: list[str]) -> None:
    assert rules(html) == expected


def test_the_first_line_is_quoted_and_shown() -> None:
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
def test_lines_of_a_plain_text_are_read_too(text: str, count: int) -> None:
    assert [fault.rule for fault in check_list_lines(text)] == ["list-fake"] * count
