"""After a privacy reason the page stays down on every path, until the office has looked."""

from collections.abc import Iterator
from typing import Any

from district_cms.checks.describing import describe
from district_cms.checks.findings import Fault, Finding
from district_cms.checks.rules import Rule
from district_cms.checks.translation import mark as _

from .selectors import down_for_privacy

RULES: tuple[Rule, ...] = (
    Rule(
        "taken-down-for-privacy",
        "",
        "error",
        _("This was taken down to protect a student’s or a family’s privacy."),
        _("It can be live again only after the communications office has looked at it."),
        _("Make your changes, save the draft, and ask the communications office to put it back."),
        clause="ferpa",
    ),
)


def taken_down_findings(page: Any) -> Iterator[Finding]:
    """A finding for a page that was taken down for privacy and that the office has
    not put back.

    No query for a page that was never live nor planned, or is live.
    """
    # Code may have set `live` in memory; what was unpublished has no live revision.
    is_live = page.live and page.live_revision_id is not None
    if is_live or page.pk is None or not (page.first_published_at or page.go_live_at):
        return
    if down_for_privacy().filter(page_uuid=page.translation_key).exists():
        yield describe(Fault("taken-down-for-privacy"))
