"""The gate's question about a text that changed after its Spanish was written."""

from collections.abc import Iterator
from typing import Final

from wagtail.models import Page

from district_cms.checks.describing import describe
from district_cms.checks.findings import Fault, Finding
from district_cms.checks.rules import Rule
from district_cms.checks.translation import mark as _

SPANISH_BEHIND: Final = "spanish-behind"
RULES: Final[tuple[Rule, ...]] = (
    # No clause requires it; it helps readers, so it never blocks.
    Rule(
        SPANISH_BEHIND,
        "",
        "warning",
        _("The original text was changed after this Spanish text was written."),
        _("Families who read Spanish would read an outdated text."),
        _(
            "Update the Spanish. If it still matches, or you will update it later, confirm. The "
            "page stays in the report “Pages in Spanish” until the Spanish matches."
        ),
        clause="website-anchor",
    ),
)


def behind_findings(page: Page) -> Iterator[Finding]:
    """Yields a question for each text of a translated page whose Spanish is older, nothing for
    other pages. No query."""
    behind = getattr(page, "behind", None)
    for field, mark in behind() if behind is not None else ():
        yield describe(Fault(SPANISH_BEHIND), field=field, mark=mark)
