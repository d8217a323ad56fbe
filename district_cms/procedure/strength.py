"""How strongly a rule speaks, in the procedure's own scale.

* *shall*, *must*, *prohibited* and *mandatory* bind: ``MUST``;
* *should*, *consider*, *avoided* and *encouraged* advise: ``SHOULD``. "Encouraged" has no strength
  of its own, because the site does the same with both: it suggests, and never stops anyone;
* *please* asks: ``PLEASE``;
* *may* and *optional* permit: ``MAY``. A sentence that only gives a reason also stands here.
"""

from enum import StrEnum


class Strength(StrEnum):
    """The four strengths, from the strongest to the weakest."""

    MUST = "must"
    SHOULD = "should"
    PLEASE = "please"
    MAY = "may"

    @property
    def binds(self) -> bool:
        """True where the text leaves no choice."""
        return self is Strength.MUST

    @property
    def advises(self) -> bool:
        """True where the text asks for something and leaves the choice to the person."""
        return self in (Strength.SHOULD, Strength.PLEASE)
