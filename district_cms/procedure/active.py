"""The procedure of this district: one object for each process, read from its file at the start."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from .loading import LocatedError, ProcedureError, load
from .versions import Procedure, Version


class _Chosen:
    procedure: Procedure
    today: Callable[[], date]


_chosen = _Chosen()


def choose(file: Path, *, today: Callable[[], date]) -> None:
    """Reads the procedure of this district from its file; ``today`` is the clock that says which
    version is in force. The settings call it.

    Raises `ProcedureError` for a file that is missing or wrong, and then changes nothing.
    """
    name = file.parent.name
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        sentence = f"{file} cannot be read: {error}."
        raise ProcedureError(name, [LocatedError(1, "", sentence)]) from None
    _chosen.procedure, _chosen.today = load(text, name), today


def active() -> Procedure:
    """Returns the procedure of this district, with all its versions."""
    return _chosen.procedure


def in_force() -> Version:
    """Returns the version of today, in the district's time zone."""
    return active().in_force_on(_chosen.today())
