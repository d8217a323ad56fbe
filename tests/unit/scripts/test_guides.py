"""The help in the editor says what the documentation says, word for word."""

import re
from html import unescape
from pathlib import Path

import pytest

from district_cms.people.menus.guides import GUIDES, Guide
from scripts import guides


def test_the_drawn_guides_are_those_of_the_documentation() -> None:
    old = [path.name for path, _text in guides.outdated()]
    assert old == [], f"bring them up to date: {guides.AGAIN}"


def test_every_guide_of_the_documentation_is_in_the_editor() -> None:
    there = {
        path
        for folder in ("how-to", "reference")
        for path in (guides.DOCS / folder).glob("*.md")
        if path.name != "README.md"
    }
    assert {guides.source(guide) for guide in GUIDES.values()} == there


@pytest.mark.parametrize("guide", GUIDES.values(), ids=lambda guide: guide.name)
def test_no_word_of_a_guide_is_lost(guide: Guide) -> None:
    drawn = re.sub(r"(?s)<nav.*?</nav>|{[%#].*?[%#]}|<[^>]+>", " ", guides.drawn(guide))
    words = set(re.findall(r"[a-z]{4,}", unescape(drawn).lower()))
    wrote = guides.COMMENT.sub("", guides.source(guide).read_text(encoding="utf-8"))
    wrote = wrote.partition("\n")[2]  # its title is said by the screen
    unseen = r"!\[[^\]]*\]\([^)]*\)|\]\([^)]*\)|^```\w*|</?kbd>"
    wrote = re.sub(unseen, " ", wrote, flags=re.MULTILINE).lower()
    assert set(re.findall(r"[a-z]{4,}", wrote)) - words == set()


@pytest.fixture
def draw(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> object:
    monkeypatch.setattr(guides, "DOCS", tmp_path)
    (tmp_path / "how-to").mkdir()

    def drawn(text: str, guide: Guide = GUIDES["teacher"]) -> str:
        (tmp_path / "how-to" / f"{guide.name}.md").write_text(f"# A title\n\n{text}\n")
        return guides.drawn(guide).partition("{% load static %}\n")[2].strip()

    return drawn


@pytest.mark.parametrize(
    ("text", "html"),
    [
        # What would be a template's tag is text.
        ("`{% x %}`, {{x}}", "<p><code>&#123;% x %&#125;</code>, &#123;&#123;x&#125;&#125;</p>"),
        ("<kbd>A</kbd> and <script>", "<p><kbd>A</kbd> and &lt;script&gt;</p>"),
        ("[r](../reference/gate.md#x)", "<p><a href=\"{% url one_guide 'gate' %}#x\">r</a></p>"),
        ("[here](#x)", '<p><a href="#x">here</a></p>'),
        ("[out](https://wagtail.org/)", '<p><a href="https://wagtail.org/">out</a></p>'),
        # What is only in the documentation, or for administrators only, is text.
        ("[*why*](../adr/0001.md) so", "<p><em>why</em> so</p>"),
        ("[run](operator.md#mail) it", "<p>run it</p>"),
        ("## One `x`", '<h2 id="one-x">One <code>x</code></h2>'),
        ("<!-- no -->\nWords", "<p>Words</p>"),
    ],
)  # fmt: skip
def test_it_is_drawn_so(text: str, html: str, draw: object) -> None:
    assert draw(text) == html  # type: ignore[operator]


def test_chapters_are_listed_at_the_top(draw: object) -> None:
    drawn = draw("## One *more*\n\n## Two & three")  # type: ignore[operator]
    assert '<li><a href="#one-more">One more</a></li>' in drawn
    assert '">Two &amp; three</a></li>' in drawn


def test_a_table_scrolls_in_a_frame_that_is_called_like_its_chapter(draw: object) -> None:
    drawn = draw("## Days & *hours*\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nWords")  # type: ignore[operator]
    opening = '<div class="table" role="region" tabindex="0" aria-label="Days &amp; hours">'
    assert f"{opening}\n  <table>" in drawn
    assert "</table>\n</div>\n<p>Words</p>" in drawn


def test_a_document_with_other_markup_is_refused(draw: object) -> None:
    with pytest.raises(ValueError, match="not Markdown"):
        draw("<div>\nx\n</div>")  # type: ignore[operator]
