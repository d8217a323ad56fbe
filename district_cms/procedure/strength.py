"""How strongly a rule binds, by the procedure's own words.

* *shall*, *must*, *prohibited* and *mandatory* bind: ``MUST``;
* *should*, *consider*, *avoided* and *encouraged* advise: ``SHOULD``. "Encouraged" has no strength
  of its own, because the site treats both alike: it suggests and never blocks;
* *please* asks: ``PLEASE``;
* *may* and *optional* permit: ``MAY``. Sentences that only give a reason are here too.
"""

from enum import StrEnum


class Strength(StrEnum):
    """The four strengths, strongest first."""

    MUST = "must"
    SHOULD = "should"
    PLEASE = "please"
    MAY = "may"

    @property
    def binds(self) -> bool:
        """Whether the clause leaves no choice."""
        return self is Strength.MUST

    @property
    def advises(self) -> bool:
        """Whether the clause asks for something but leaves the choice to the person."""
        return self in (Strength.SHOULD, Strength.PLEASE)
