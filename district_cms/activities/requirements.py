"""What the gate asks of a post before it goes live: a text."""

from collections.abc import Iterator
from typing import Final

from wagtail.models import Page

from district_cms.checks.describing import describe
from district_cms.checks.findings import Fault, Finding
from district_cms.checks.rules import Rule
from district_cms.checks.translation import mark as _
from district_cms.schools.blocks.emptiness import stream_says_something

from .models import PostPage

RULES: Final[tuple[Rule, ...]] = (
    # No clause requires it; it helps readers, so it never blocks.
    Rule(
        "post-text-missing",
        "",
        "warning",
        _("The post has a title and no text."),
        _("Families who open it or get it by email would see no text."),
        _("Write a sentence or two under “Text”. Or confirm that it is right."),
        clause="website-anchor",
    ),
)


def post_findings(page: Page) -> Iterator[Finding]:
    """Yields a question for a post without a text, nothing for other pages. No query."""
    if isinstance(page, PostPage) and not stream_says_something(page.body):
        yield describe(Fault("post-text-missing"), field="body")
