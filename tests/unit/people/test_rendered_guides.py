"""The help on the website shows the documentation, word for word."""

import re
from html import unescape

import pytest

from district_cms.people.guides import (
    COMMENT,
    DOCS,
    GUIDES,
    Guide,
    guide_html,
    render_markdown,
    source,
)


def test_every_guide_of_the_documentation_is_on_the_website() -> None:
    there = {
        path
        for folder in ("how-to", "reference")
        for path in (DOCS / folder).glob("*.md")
        if path.name != "README.md"
    }
    assert {source(guide) for guide in GUIDES.values()} == there


@pytest.mark.parametrize("guide", GUIDES.values(), ids=lambda guide: guide.name)
def test_no_word_of_a_guide_is_lost(guide: Guide) -> None:
    html = re.sub(r"(?s)<nav.*?</nav>|<[^>]+>", " ", guide_html(guide.name, "guide"))
    words = set(re.findall(r"[a-z]{4,}", unescape(html).lower()))
    wrote = COMMENT.sub("", source(guide).read_text(encoding="utf-8"))
    wrote = wrote.partition("\n")[2]  # its title is on the screen
    unseen = r"!\[[^\]]*\]\([^)]*\)|\]\([^)]*\)|^```\w*|</?kbd>"
    wrote = re.sub(unseen, " ", wrote, flags=re.MULTILINE).lower()
    assert set(re.findall(r"[a-z]{4,}", wrote)) - words == set()


def render(text: str) -> str:
    return render_markdown(f"# A title\n\n{text}\n", GUIDES["teacher"], "guide").strip()


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("<kbd>A</kbd> and <script>", "<p><kbd>A</kbd> and &lt;script&gt;</p>"),
        ("[r](../reference/gate.md#x)", '<p><a href="/admin/guides/gate/#x">r</a></p>'),
        ("[here](#x)", '<p><a href="#x">here</a></p>'),
        ("[out](https://wagtail.org/)", '<p><a href="https://wagtail.org/">out</a></p>'),
        # What is only in the documentation, or for administrators only, is text.
        ("[*why*](../adr/0001.md) so", "<p><em>why</em> so</p>"),
        ("[run](operator.md#mail) it", "<p>run it</p>"),
        ("## One `x`", '<h2 id="one-x">One <code>x</code></h2>'),
        ("<!-- no -->\nWords", "<p>Words</p>"),
    ],
)  # fmt: skip
def test_markdown_becomes_html(text: str, html: str) -> None:
    assert render(text) == html


def test_chapters_are_listed_at_the_top() -> None:
    html = render("## One *more*\n\n## Two & three")
    assert '<li><a href="#one-more">One more</a></li>' in html
    assert '">Two &amp; three</a></li>' in html


def test_a_table_scrolls_in_a_frame_with_the_name_of_its_chapter() -> None:
    html = render("## Days & *hours*\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nWords")
    opening = '<div class="table" role="region" tabindex="0" aria-label="Days &amp; hours">'
    assert f"{opening}\n<table>" in html
    assert "</table>\n</div>\n<p>Words</p>" in html


def test_a_document_with_other_markup_is_refused() -> None:
    with pytest.raises(ValueError, match="not Markdown"):
        render("<div>\nx\n</div>")
