"""What was pasted, made safe to look at: for the frame beside the findings, never for the check."""

import html
from typing import Final
from urllib.parse import urlsplit

import nh3

from district_cms.checks.word_sets import word_set

from .source import Raw, is_readable

_TAGS: Final = word_set(
    "a b blockquote br center div em font h1 h2 h3 h4 h5 h6 hr i img li ol p pre small span strong "
    "sub sup table tbody td th thead tr u ul"
)
_PROPERTIES: Final = word_set(
    "border border-bottom border-collapse border-left border-right border-spacing border-top color "
    "background-color direction display font font-family font-size font-style font-weight height "
    "letter-spacing line-height margin margin-bottom margin-left margin-right margin-top padding "
    "padding-bottom padding-left padding-right padding-top text-align text-decoration "
    "vertical-align white-space width"
)
_EVERYWHERE: Final = word_set("align bgcolor color dir face lang size style valign")
_ATTRIBUTES: Final = {
    "*": set(_EVERYWHERE),
    "img": {"alt", "height", "src", "width"},
    "table": {"border", "cellpadding", "cellspacing", "width"},
    "td": {"colspan", "height", "rowspan", "width"},
}
_FRAME: Final = (
    '<!DOCTYPE html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" '
    "content=\"default-src 'none'; style-src 'unsafe-inline'; img-src {images}\">{content}"
)


def shown(raw: Raw, hosts: frozenset[str], origin: str) -> str:
    """A whole document for a frame without rights. Of pictures only those of `hosts`, which are
    loaded from `origin`, such as "https://www.larkspur.example"; nothing else is ever loaded. ""
    for what is too much to be read."""
    if not is_readable(raw):
        return ""
    written = raw.content.encode("utf-8", "replace").decode()
    if not raw.is_html:
        return _FRAME.format(images="'none'", content=f"<pre>{html.escape(written)}</pre>")

    def kept(tag: str, attribute: str, value: str) -> str | None:
        if tag == "img" and attribute == "src":
            return value if _host(value) in hosts else None
        return value

    content = nh3.clean(
        written,
        tags=set(_TAGS),
        clean_content_tags={"script", "style", "title", "xml"},
        attributes=_ATTRIBUTES,
        attribute_filter=kept,
        filter_style_properties=set(_PROPERTIES),
        url_schemes={"http", "https"},
        link_rel=None,
    )
    return _FRAME.format(images=origin, content=content)


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""
