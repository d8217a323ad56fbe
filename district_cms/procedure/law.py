"""Clauses that stand beside every district's procedure: the law's, and the district's choice."""

from typing import Final

from .strength import Strength
from .versions import Clause

# A procedure names WCAG 2.0 or no level at all, and the gate tests the version and level of the
# federal rule. Counsel decides from which day a rule binds the district, so there is no date here.
LAW: Final = (
    Clause(
        "law-wcag-2-1-aa",
        Strength.MUST,
        "From the day that the rule sets for a district of its size, what a school district puts "
        "on the web meets WCAG 2.1, levels A and AA.",
        "28 CFR 35.200",
        "law",
    ),
    Clause(
        "law-directory-information",
        Strength.MUST,
        "Names, pictures and other directory information of a student stay unpublished when "
        "the family has opted out.",
        "34 CFR 99.37",
        "law",
    ),
    Clause(
        "law-text-consent",
        Strength.MUST,
        "A person who asks in any reasonable way for text messages to stop receives no more, apart "
        "from one confirmation and from emergencies.",
        "47 CFR 64.1200",
        "law",
    ),
)

DISTRICT_CHOICE: Final = Clause(
    "district-choice",
    Strength.MUST,
    "The communications office requires here what the procedure advises.",
    "The district's own settings",
    "district",
)
"""Accompanies an advisory clause that the communications office has raised to block.

The advice keeps its strength: the district's choice binds, and the message states that.
"""
