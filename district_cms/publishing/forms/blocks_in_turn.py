"""One form at a time cleans its blocks."""

from threading import Lock
from typing import Final

_BLOCKS_IN_USE: Final = Lock()


class BlocksInTurn:
    """A form whose fields are cleaned while no other thread cleans those of such a form.

    For a draft, Wagtail 8.0 lifts what is required from the blocks themselves while it cleans them
    (`Block.clean_deferred`), and all threads share the blocks. A page that is published at the same
    moment would be let through without its required parts, and two drafts at once can leave the
    requirement lifted for good.
    """

    def _clean_fields(self) -> None:
        with _BLOCKS_IN_USE:
            super()._clean_fields()  # type: ignore[misc]
