"""Examines one file by its kind. Untrusted files crash and hang readers: call it `isolated`."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Final

from .captions import examine_captions
from .office import examine_open_document, examine_sheets, examine_slides, examine_word
from .packages import DamagedFile, LockedFile, TooMuch
from .pdf import examine_pdf
from .results import Examination, State

EXAMINERS: Final[dict[str, Callable[[bytes], Examination]]] = {
    "pdf": examine_pdf,
    "docx": examine_word,
    "pptx": examine_slides,
    "xlsx": examine_sheets,
    "odt": partial(examine_open_document, kind="odt"),
    "odp": partial(examine_open_document, kind="odp"),
    "ods": partial(examine_open_document, kind="ods"),
    "vtt": examine_captions,
}


def examine(data: bytes, extension: str) -> Examination:
    """Returns the examination of a file; `extension` is lower case, without its dot.

    For a damaged, locked or oversized file, the examination's state says so. May raise MemoryError
    and may take long: the caller sets the limits.
    """
    nothing = Examination(kind="captions" if extension == "vtt" else extension)
    try:
        return EXAMINERS[extension](data)
    except DamagedFile:
        return replace(nothing, state=State.DAMAGED)
    except LockedFile:
        return replace(nothing, locked="password")
    except TooMuch:
        return replace(nothing, state=State.TOO_MUCH)
