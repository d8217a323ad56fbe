"""Lists: built as lists."""

import pytest

from district_cms.checks.accessibility import check_html
from district_cms.checks.accessibility.lists import RULES

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
def test_only_items_are_direct_children_of_lists(html: str, expected: list[str]) -> None:
    assert rules(html) == expected
