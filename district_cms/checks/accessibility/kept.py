"""What to do about markup that a field does not keep. It was stored by a program, or brought in."""

from typing import Final

from ..translation import mark as _

NOT_KEPT: Final = _(
    "This field does not keep it. Open it in the editor, see that your words are all there, and "
    "save."
)
