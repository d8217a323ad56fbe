"""The question about a text that was changed after its Spanish was written."""

from collections.abc import Iterator
from typing import Final

from wagtail.models import Page

from district_cms.checks.describing import describe
from district_cms.checks.findings import Fault, Finding
from district_cms.checks.rules import Rule
from district_cms.checks.translation import mark as _

SPANISH_BEHIND: Final = "spanish-behind"
RULES: Final[tuple[Rule, ...]] = (
    # No clause asks for it: a kindness to readers, so it never blocks.
    Rule(
        SPANISH_BEHIND,
        "",
        "warning",
        _("The text was changed after this Spanish text was written."),
        _("Families who read Spanish would read something else than the others."),
        _(
            "Bring the Spanish up to date. Or confirm, if it still says the same or will follow: "
            "the page stays in the report “Pages in Spanish” until it does."
        ),
        clause="website-anchor",
    ),
)


def behind_findings(page: Page) -> Iterator[Finding]:
    """A question for each text of a translated page whose Spanish is older; nothing for any other
    page. No query."""
    behind = getattr(page, "behind", None)
    for field, mark in behind() if behind is not None else ():
        yield describe(Fault(SPANISH_BEHIND), field=field, mark=mark)
