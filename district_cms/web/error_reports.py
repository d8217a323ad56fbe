"""Hands errors of the log to a callable of the district, without anything that names a person."""

import logging
import traceback
from typing import Any, override

from django.utils.module_loading import import_string


class ErrorReports(logging.Handler):
    """Calls `reporter`, a dotted path, with one dictionary for each error (`event_of`). Errors of
    the reporter are printed."""

    def __init__(self, reporter: str) -> None:
        super().__init__(logging.ERROR)
        self._report = import_string(reporter)

    @override
    def emit(self, record: logging.LogRecord) -> None:
        try:
            self._report(event_of(record))
        except Exception:  # noqa: BLE001  # code of the district: the request must go on
            self.handleError(record)


def event_of(record: logging.LogRecord) -> dict[str, Any]:
    """Returns logger, level, place, kinds of the exceptions and the stack. No message, value,
    address or request: they may hold names."""
    error = record.exc_info[1] if record.exc_info else None
    stack = traceback.extract_tb(error.__traceback__) if error else []
    kinds = []
    while error is not None:
        kinds.append(f"{type(error).__module__}.{type(error).__qualname__}")
        error = error.__cause__ or error.__context__
    return {
        "logger": record.name,
        "level": record.levelname,
        "place": f"{record.module}:{record.lineno}",
        "kinds": kinds,
        "stack": [f"{each.filename}:{each.lineno} {each.name}" for each in stack],
    }
