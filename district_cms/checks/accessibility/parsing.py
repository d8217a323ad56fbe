"""Parses any string into a tree, within limits, and reports what exceeds them."""

import re
from typing import Final, NamedTuple

from lxml import etree

from ..rules import Rule
from ..translation import mark as _

Element = etree._Element

MOST_TAGS: Final = 5_000
"""Start tags up to which a text is read, five times those of a long page: checking then never takes
noticeably long."""

MOST_STYLE: Final = 100_000
"""Characters of different `style` attributes up to which a text is read."""

RULES: Final[tuple[Rule, ...]] = (
    # No criterion: HTML that cannot be read has not passed.
    Rule(
        "markup-too-deep",
        "",
        "error",
        _("This text is nested so deeply that it cannot be checked."),
        _("That happens when text is pasted with its layout from another program."),
        _("Remove it and paste it again as plain text."),
    ),
    Rule(
        "markup-too-large",
        "",
        "error",
        _("This text has too much formatting to be checked."),
        _("That happens when a whole document is pasted from another program."),
        _("Remove it and paste it again as plain text, or in several parts."),
    ),
)

# At a stray end tag of the document, the parser would drop all content after it.
_END_OF_DOCUMENT: Final = re.compile(rb"</(?=(?:html|body|frameset)(?:[\s/>]|$))", re.IGNORECASE)
_ENDS_OF_DOCUMENT: Final = (b"</html", b"</body", b"</frameset")
_WHOLE: Final = re.compile(
    r"[\s\ufeff]*+(?:<!--.*?-->\s*+)*+<(?:html[\s/>]|!doctype\s[^>]*>\s*\S)",
    re.IGNORECASE | re.DOTALL,
)
_TAG: Final = re.compile(r"<[A-Za-z]")
# The parser compares each attribute of a tag with those before it. This matches from the start up
# to a tag with more than 300 attributes; shorter texts cannot have enough to matter.
_FEW_ATTRIBUTES: Final = re.compile(
    r"""(?:
        [^<]++
      | <+(?=<)
      | <!--(?:-?+>|(?:[^-]++|-(?!-!?+>))*+)
      | <(?:script|style)[\s/>](?:[^<]++|<(?!/(?:script|style)))*+
      | <[a-z][^\s/>]*+
        (?:[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>]*+))?+){0,300}+
        [\s/]*+(?:>|\Z)
      | <(?![a-z])
    )*+""",
    re.IGNORECASE | re.VERBOSE,
)
_SHORT: Final = 40_000


class Parsed(NamedTuple):
    """A parsed tree: whether it is a whole document, and whether it was cut off."""

    root: Element
    is_whole: bool
    is_too_deep: bool
    is_too_large: bool


def parse(html: str) -> Parsed:
    """Parses an HTML fragment, or a document if it begins like one.

    Reads nothing if there are too many tags, too many attributes in one tag, or too much inline
    style. Never raises.
    """
    too_large = is_too_large(html)
    text = "" if too_large else html
    whole = _WHOLE.match(text) is not None
    root, too_deep = tree_of(text, whole=whole)
    if len(html) > MOST_STYLE and _style_in(root) > MOST_STYLE:
        too_large = True
        root, too_deep = tree_of("", whole=whole)
    return Parsed(root, whole, too_deep, too_large)


def tree_of(html: str, *, whole: bool = False) -> tuple[Element, bool]:
    """Returns the tree of a fragment or a whole document of any size, and whether it was cut off
    because it is nested too deeply. Never raises."""
    # As bytes, so that neither a lone surrogate nor an encoding declared in the text makes it fail.
    source = html.encode("utf-8", "replace")
    lowered = source.lower()
    if any(end in lowered for end in _ENDS_OF_DOCUMENT):
        source = _END_OF_DOCUMENT.sub(b"</x-", source)
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, recover=True)
    root = etree.fromstring(source if whole else b"<html><body>" + source, parser=parser)
    fatal = any(entry.level == etree.ErrorLevels.FATAL for entry in parser.error_log)
    if root is None:  # a declaration without content
        root = etree.fromstring(b"<html><body>", parser=parser)
    return root, fatal


def _style_in(root: Element) -> int:
    """Returns the total length of the inline styles, each different text counted once."""
    return sum(map(len, {element.get("style", "") for element in root.iter("*")}))


def is_too_large(html: str) -> bool:
    """True if the text has more tags, or more attributes in one tag, than the limits."""
    if html.count("<") > MOST_TAGS and len(_TAG.findall(html)) > MOST_TAGS:
        return True
    return has_crowded_tag(html)


def has_crowded_tag(html: str) -> bool:
    """True if a tag of a long text has more attributes than the parser can handle."""
    return len(html) > _SHORT and _first_crowded_tag(html) < len(html)


def _first_crowded_tag(html: str) -> int:
    few = _FEW_ATTRIBUTES.match(html)
    return few.end() if few else 0
