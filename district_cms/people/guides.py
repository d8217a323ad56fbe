"""The guides: their readers, their permissions, and their Markdown rendered as HTML."""

import re
from collections.abc import Collection, Iterator, Sequence, Set
from dataclasses import dataclass
from functools import cache
from html import escape
from itertools import pairwise
from pathlib import Path
from typing import Final

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.templatetags.static import static
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from markdown_it import MarkdownIt
from markdown_it.token import Token
from PIL import Image

from .roles import Role

EVERYONE: Final = frozenset(Role)
_ADMINISTRATOR: Final = frozenset({Role.ADMINISTRATOR})
_WHOLE_DISTRICT: Final = frozenset({Role.COMMUNICATIONS, Role.ADMINISTRATOR})
_LEADS: Final = frozenset({Role.PRINCIPAL, Role.STAND_IN})


@dataclass(frozen=True, slots=True)
class Guide:
    """One page of `folder` in the documentation.

    It is written for `roles`; with `only_theirs`, nobody else may read it.
    """

    name: str
    title: Promise
    about: Promise
    roles: frozenset[Role] = frozenset()
    only_theirs: bool = False
    folder: str = "how-to"

    def may_be_read_by(self, roles: Collection[Role]) -> bool:
        return not self.only_theirs or not self.roles.isdisjoint(roles)


_ALL: Final = (
    Guide(
        "teacher",
        _("Posting an update"),
        _("For teachers and substitutes"),
        frozenset({Role.TEACHER}),
    ),
    Guide("principal", _("Reviewing updates"), _("For principals and their stand-ins"), _LEADS),
    Guide(
        "communications-office",
        _("The district’s website"),
        _("For the communications office and administrators"),
        _WHOLE_DISTRICT,
    ),
    Guide(
        "operator",
        _("Installing and running the site"),
        _("For whoever runs the servers"),
        _ADMINISTRATOR,
        only_theirs=True,
    ),
    Guide(
        "settings",
        _("Settings"),
        _("For whoever runs the servers"),
        _ADMINISTRATOR,
        only_theirs=True,
        folder="reference",
    ),
    Guide(
        "several-machines",
        _("Several machines"),
        _("For whoever runs the servers"),
        _ADMINISTRATOR,
        only_theirs=True,
    ),
    Guide(
        "when-something-is-wrong",
        _("When something is wrong"),
        _("For whoever runs the servers"),
        _ADMINISTRATOR,
        only_theirs=True,
    ),
    Guide(
        "mail-and-texts",
        _("Accounts for email and texts"),
        _("For whoever runs the servers"),
        _ADMINISTRATOR,
        only_theirs=True,
    ),
    Guide(
        "counselor",
        _("Classes I follow"),
        _("For counselors, and anyone who follows classes without teaching them"),
        frozenset({Role.COUNSELOR}),
    ),
    Guide("staff", _("Your email signature"), _("For everyone who works here"), EVERYONE),
    Guide("family", _("Reading class pages, updates by email"), _("What families read")),
    Guide(
        "gate",
        _("What the checks ask"),
        _("Why something was refused"),
        folder="reference",
    ),
    Guide(
        "cadence",
        _("Posting days"),
        _("When they are, and what counts as late"),
        folder="reference",
    ),
    Guide(
        "clauses",
        _("The procedure, clause by clause"),
        _("What must be, and what is advice"),
        folder="reference",
    ),
    Guide(
        "procedure",
        _("The procedure’s file"),
        _("For whoever writes a district’s rules into the website"),
        folder="reference",
    ),
    Guide(
        "roles", _("Who may do what"), _("Each role, and what it may change"), folder="reference"
    ),
    Guide(
        "outbox",
        _("What becomes of a message"),
        _("For whoever runs the servers"),
        _ADMINISTRATOR,
        only_theirs=True,
        folder="reference",
    ),
)
GUIDES: Final = {guide.name: guide for guide in _ALL}


def guide_for(roles: Collection[Role], name: str) -> Guide:
    """Returns the guide of this name. Raises `Http404` if there is none, `PermissionDenied` if
    these roles may not read it."""
    guide = GUIDES.get(name)
    if guide is None:
        raise Http404
    if not guide.may_be_read_by(roles):
        raise PermissionDenied
    return guide


def guides_for(roles: Collection[Role]) -> tuple[list[Guide], list[Guide]]:
    """Returns the guides written for these roles, and the other guides that they may read."""
    readable = [guide for guide in _ALL if guide.may_be_read_by(roles)]
    own = [guide for guide in readable if not guide.roles.isdisjoint(roles)]
    return own, [guide for guide in readable if guide not in own]


DOCS: Final = Path(__file__).resolve().parents[2] / "docs"
# Markdown has no syntax for a key. Any other inline tag is shown as text; comments are removed.
ALLOWED_HTML: Final = re.compile(r"</?kbd>")
COMMENT: Final = re.compile(r"<!--.*?-->\s*", re.DOTALL)
SCHEME: Final = re.compile(r"[a-z]+:")


def anchor(heading: str) -> str:
    """Returns the id of a heading, as code hosts generate it."""
    letters = "".join(sign for sign in heading.lower() if sign.isalnum() or sign in " -_")
    return letters.replace(" ", "-")


def source(guide: Guide) -> Path:
    return DOCS / guide.folder / f"{guide.name}.md"


@cache
def guide_html(name: str, url_name: str, clauses: frozenset[str] = frozenset()) -> SafeString:
    """Returns the guide `name` as HTML without its title, which the screen shows. Links to other
    guides use the route `url_name`; those to `clauses` lead to the public page of rules. Raises
    ValueError for a file with an HTML block."""
    guide = GUIDES[name]
    html = render_markdown(source(guide).read_text("utf-8"), guide, url_name, clauses)
    return mark_safe(html)  # noqa: S308 - our own files; HTML in them is escaped


def render_markdown(text: str, guide: Guide, url_name: str, clauses: Set[str] = frozenset()) -> str:
    parser = _parser()
    opening, _title, closing, *tokens = parser.parse(COMMENT.sub("", text))
    if (opening.tag, closing.tag) != ("h1", "h1"):
        raise ValueError(f"{guide.name} does not begin with its title")
    for token, content in pairwise(tokens):
        if token.type == "heading_open":
            token.attrSet("id", anchor(content.content))
    for token, content in pairwise([*_with_children(tokens), Token("end", "", 0)]):
        if token.type == "link_open" and content.content in clauses:
            token.attrs["href"] = f"{reverse('procedure')}#{content.content}"
        elif token.type == "link_open":
            token.attrs["href"] = _address(guide, str(token.attrs["href"]), url_name)
        elif token.type == "image":
            _set_size(guide, token)
        elif token.type == "th_open":
            token.attrSet("scope", "col")
        elif token.type == "html_inline" and not ALLOWED_HTML.fullmatch(token.content):
            token.type = "text"
        elif token.type == "html_block":
            raise ValueError(f"{guide.name}: this is not Markdown: {token.content}")
    _remove_empty_links(tokens)
    body: str = parser.renderer.render(_with_framed_tables(tokens), parser.options, {})
    return _contents(tokens) + body


def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark").enable("table")


def _with_children(tokens: Sequence[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from token.children or []


def _address(guide: Guide, target: str, url_name: str) -> str:
    """Returns the address of a link on the website; "" for files that are only in the
    repository."""
    path, hash_sign, part = target.partition("#")
    if SCHEME.match(target) or not path:
        return target
    other = GUIDES.get(Path(path).stem)
    if other is None or source(other) != (source(guide).parent / path).resolve():
        return ""
    if other.only_theirs and not (guide.only_theirs and guide.roles <= other.roles):
        return ""  # readers of this guide may not read the other
    return f"{reverse(url_name, args=[other.name])}{hash_sign}{part}"


def _remove_empty_links(tokens: Sequence[Token]) -> None:
    """Replaces links without an address on the website by their text."""
    for token in tokens:
        if token.children is None:
            continue
        children, leads_somewhere = [], True
        for child in token.children:
            if child.type == "link_open":
                leads_somewhere = bool(child.attrs["href"])
            if leads_somewhere or not child.type.startswith("link_"):
                children.append(child)
        token.children = children


def _with_framed_tables(tokens: Sequence[Token]) -> list[Token]:
    """Wraps each table in a region that scrolls sideways, also by keyboard, and that is labeled
    with the heading of its chapter."""
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


def _set_size(guide: Guide, token: Token) -> None:
    """Sets width and height, so that a picture that loads late does not move the page."""
    path = source(guide).parent / str(token.attrs["src"])
    with Image.open(path) as picture:
        width, height = picture.size
    token.attrs = {
        "src": static(f"guides/{path.name}"),
        "alt": "",
        "width": width,
        "height": height,
        "loading": "lazy",
    }


def _contents(tokens: Sequence[Token]) -> str:
    """Returns links to the chapters; "" for fewer than two."""
    chapters = [
        content.content
        for token, content in pairwise(tokens)
        if token.type == "heading_open" and token.tag == "h2"
    ]
    if len(chapters) < 2:
        return ""
    items = [
        f'<li><a href="#{anchor(each)}">{escape(_plain(each), quote=False)}</a></li>'
        for each in chapters
    ]
    opening = '<nav class="guide__contents" aria-label="In this guide">'
    return "\n".join([opening, "<ul>", *items, "</ul>", "</nav>", ""])


def _plain(heading: str) -> str:
    """Returns a heading without its Markdown syntax."""
    [inline] = _parser().parseInline(heading)
    return "".join(token.content for token in inline.children or [])
