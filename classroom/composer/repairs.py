"""What one press can put right in the composer, as in the page editor: marking a language.

A list or a heading typed by hand needs no repair here: the lines of a box become real ones.
"""

from typing import Any

from wagtail.blocks.stream_block import StreamValue

from district_cms.checks.findings import Finding
from district_cms.publishing.editor.responses import suggestion

from ..models import UpdatePage
from .notation import html_of, mark_line, text_of


def label_of(page: UpdatePage, finding: Finding) -> str:
    """ "Mark as Spanish"; "" where the composer cannot do it."""
    offered = suggestion(finding)
    if offered is None or not _repaired(page, finding):
        return ""
    return offered["label"]


def repair(page: UpdatePage, finding: Finding) -> bool:
    """Put it right in the page in memory; say whether that could be done."""
    children = _repaired(page, finding)
    if not children or finding.field is None:
        return False
    stream = getattr(page, finding.field)
    setattr(page, finding.field, StreamValue(stream.stream_block, children))
    return True


def _repaired(page: UpdatePage, finding: Finding) -> list[Any]:
    """The blocks of the part with this one put right; none where that is not certain."""
    stream = getattr(page, finding.field or "", None)
    if not isinstance(stream, StreamValue) or not finding.path:
        return []
    index = finding.path[0]
    if not isinstance(index, int) or index >= len(stream):
        return []
    children = [(child.block_type, child.value, child.id) for child in stream]
    kind, value, key = children[index]
    marked = _marked(stream[index].block, value, finding)
    if marked is None:
        return []
    children[index] = (kind, marked, key)
    return children


def _marked(block: Any, value: Any, finding: Finding) -> Any:
    if finding.rule == "lang-block-unmarked" and "language" in block.child_blocks:
        changed = block.normalize(dict(value))
        changed["language"] = finding.language
        return changed
    name = finding.path[1] if len(finding.path) > 1 else None
    rich = value[name] if name in getattr(block, "child_blocks", ()) else value
    if finding.rule != "lang-part-missing" or not hasattr(rich, "source"):
        return None
    text = text_of(rich.source)
    html = html_of(mark_line(text, finding.passage, finding.language), headings=name is None)
    if html == html_of(text, headings=name is None):
        return None
    if name is None:
        return block.normalize(html)
    changed = block.normalize(dict(value))
    changed[name] = block.child_blocks[name].normalize(html)
    return changed
