"""Draws the guides of docs/ as templates for the help in the editor and in the staff area.

    python -m scripts.guides --check    # says which is old; exit code 1 if one is
    python -m scripts.guides --write    # draws them into templates/people/admin/guides/

So the website needs neither the documents nor a reader of Markdown. A test holds the committed
templates against what this draws; the pictures are served as static files, from where they lie.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator, Sequence
from html import escape
from itertools import pairwise
from pathlib import Path

from djhtml.modes import DjHTML  # type: ignore[import-untyped]
from markdown_it import MarkdownIt
from markdown_it.token import Token
from PIL import Image

from district_cms.people.menus.guides import GUIDES, Guide
from scripts.reference import anchor

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
DRAWN = ROOT / "templates" / "people" / "admin" / "guides"
AGAIN = "python -m scripts.guides --write"
# What Markdown has no sign for; any other tag in a line is text. Comments are left out.
KEPT_HTML = re.compile(r"</?kbd>")
COMMENT = re.compile(r"<!--.*?-->\s*", re.DOTALL)
ADDRESS = re.compile(r"[a-z]+:")
# Stand for template tags until everything else in braces is plain text.
GUIDE, PICTURE = "guide:", "picture:"


def main(arguments: Sequence[str] | None = None) -> int:
    """Returns the exit code: 0 when every template is up to date or was written."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--check", action="store_true", help="say which templates are old")
    what.add_argument("--write", action="store_true", help="bring the templates up to date")
    options = parser.parse_args(arguments)
    old = outdated()
    for path, text in old:
        if options.write and text is None:
            path.unlink()
        elif options.write and text is not None:
            path.write_text(text, encoding="utf-8")
        print(f"{path.relative_to(ROOT)}: {'written' if options.write else 'old'}")
    if old and options.check:
        print(f"Bring them up to date: {AGAIN}")
    return 1 if old and options.check else 0


def outdated() -> list[tuple[Path, str | None]]:
    """The templates that are not what they should be, with that; None for one too many."""
    wanted = {DRAWN / f"{name}.html": drawn(guide) for name, guide in GUIDES.items()}
    there = {path: path.read_text(encoding="utf-8") for path in sorted(DRAWN.glob("*.html"))}
    changed = [(path, text) for path, text in wanted.items() if there.get(path) != text]
    return [*changed, *((path, None) for path in there if path not in wanted)]


def source(guide: Guide) -> Path:
    return DOCS / guide.folder / f"{guide.name}.md"


def parsed(guide: Guide) -> tuple[str, list[Token]]:
    """(its title, the tokens of what stands below it)."""
    text = COMMENT.sub("", source(guide).read_text(encoding="utf-8"))
    tokens = _parser().parse(text)
    opening, title, closing, *rest = tokens
    if (opening.tag, closing.tag) != ("h1", "h1"):
        raise ValueError(f"{guide.name} does not begin with its title")
    return title.content, rest


def drawn(guide: Guide) -> str:
    """The template of a guide: without its title, which the screen says."""
    _title, tokens = parsed(guide)
    _with_anchors(tokens)
    for token in _inside(tokens):
        if token.type == "link_open":
            token.attrs["href"] = _address(guide, str(token.attrs["href"]))
        elif token.type == "image":
            _with_size(guide, token)
        elif token.type == "th_open":
            token.attrSet("scope", "col")
        elif token.type == "html_inline" and not KEPT_HTML.fullmatch(token.content):
            token.type = "text"
        elif token.type == "html_block":
            raise ValueError(f"{guide.name}: this is not Markdown: {token.content}")
    parser = _parser()
    shown = _with_framed_tables(_without_dead_links(tokens))
    html = parser.renderer.render(shown, parser.options, {})
    html = html.replace("{", "&#123;").replace("}", "&#125;")
    html = re.sub(f'"{GUIDE}([a-z-]+)', "\"{% url one_guide '\\1' %}", html)
    html = re.sub(f'"{PICTURE}([-.\\w]+)', "\"{% static 'guides/\\1' %}", html)
    heading = f"{{# Drawn from docs/{guide.folder}/{guide.name}.md: {AGAIN} #}}"
    whole = f"{heading}\n{{% load static %}}\n{_contents(tokens)}{html}"
    return DjHTML(whole).indent(2).rstrip() + "\n"


def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark").enable("table")


def _inside(tokens: Sequence[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from token.children or []


def _with_anchors(tokens: Sequence[Token]) -> None:
    for token, content in pairwise(tokens):
        if token.type == "heading_open":
            token.attrSet("id", anchor(content.content))


def _address(guide: Guide, target: str) -> str:
    """Where a link leads in the editor; "" for what is only in the documentation."""
    path, hash_sign, part = target.partition("#")
    if ADDRESS.match(target) or not path:
        return target
    found = GUIDES.get(Path(path).stem)
    if found is None or source(found) != (source(guide).parent / path).resolve():
        return ""
    if found.only_theirs and not (guide.only_theirs and guide.roles <= found.roles):
        return ""  # whoever reads this one may not read that one
    return f"{GUIDE}{found.name}{hash_sign}{part}"


def _without_dead_links(tokens: list[Token]) -> list[Token]:
    for token in tokens:
        kept, open_links = [], []
        for child in token.children or []:
            if child.type == "link_open":
                open_links.append(bool(child.attrs["href"]))
            dead = child.type.startswith("link_") and not open_links[-1]
            if child.type == "link_close":
                open_links.pop()
            if not dead:
                kept.append(child)
        if token.children is not None:
            token.children = kept
    return tokens


def _with_framed_tables(tokens: Sequence[Token]) -> list[Token]:
    """A wide table scrolls inside its own frame, also by the keyboard; the frame is called like the
    chapter that it stands in."""
    framed: list[Token] = []
    chapter = ""
    for token, content in pairwise([*tokens, Token("end", "", 0)]):
        if token.type == "heading_open":
            chapter = escape(_plain(content.content))
        if token.type == "table_open":
            label = f'<div class="table" role="region" tabindex="0" aria-label="{chapter}">\n'
            framed.append(Token("html_block", "", 0, content=label))
        framed.append(token)
        if token.type == "table_close":
            framed.append(Token("html_block", "", 0, content="</div>\n"))
    return framed


def _with_size(guide: Guide, token: Token) -> None:
    """Its size keeps the place free; those further down wait until someone comes there."""
    path = source(guide).parent / str(token.attrs["src"])
    with Image.open(path) as picture:
        width, height = picture.size
    token.attrs = {
        "src": f"{PICTURE}{path.name}",
        "alt": "",
        "width": width,
        "height": height,
        "loading": "lazy",
    }


def _contents(tokens: Sequence[Token]) -> str:
    """Links to the chapters."""
    chapters = [
        content.content
        for token, content in pairwise(tokens)
        if token.type == "heading_open" and token.tag == "h2"
    ]
    if len(chapters) < 2:
        return ""
    links = [
        f'<a href="#{anchor(each)}">{escape(_plain(each), quote=False)}</a>' for each in chapters
    ]
    lines = [f"<li>{link}</li>" for link in links]
    opening = '<nav class="guide__contents" aria-label="In this guide">'
    return "\n".join([opening, "<ul>", *lines, "</ul>", "</nav>", ""])


def _plain(heading: str) -> str:
    """A heading without its signs."""
    [inline] = _parser().parseInline(heading)
    return "".join(token.content for token in inline.children or [])


if __name__ == "__main__":
    sys.exit(main())
