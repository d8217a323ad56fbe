"""The accessibility checks of the publish gate: WCAG 2.1 AA, as far as content alone decides it.

Pure: values and HTML go in, `Fault`s come out, words for people are in `governance.wording`.
Precision comes before recall: what may be right is not called wrong. Of a page, the gate reads
the content only, so that a fault of our templates never stops a teacher.
"""

from ...schools.findings import Fault
from . import embeds, headings, images, links, tables
from .dom import Document
from .embeds import check_embed
from .headings import check_headings
from .images import check_picture
from .links import check_link_text
from .names import Names
from .rules import RULES, Rule
from .tables import check_table

__all__ = [
    "RULES",
    "Rule",
    "check_embed",
    "check_headings",
    "check_html",
    "check_link_text",
    "check_picture",
    "check_table",
]


def check_html(html: str, *, heading: str = "") -> list[Fault]:
    """Return all faults of one fragment of HTML, in the order of the rules, then of the page.

    `heading` is the heading that the fragment stands under, if it lies outside: a link may learn
    from it where it goes. Any string can be checked; one that is nested too deeply to be read
    gives the fault "markup-too-deep", beside what could be read.
    """
    document = Document(html)
    names = Names(document)
    found = [
        *images.check(document, names),
        *links.check(document, names, heading),
        *headings.check(document, names),
        *tables.check(document, names),
        *embeds.check(document, names),
    ]
    if document.truncated:
        found.append(Fault("markup-too-deep"))
    return found
