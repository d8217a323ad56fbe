"""Gunicorn's lines about requests, without the secret of a link and without a query."""

from functools import lru_cache
from typing import Any, Final, override

from gunicorn.glogging import Logger

from .web.visitors import without_secret

ADDRESSES: Final = 1024
"""What is said of so many addresses is known: finding out costs as much as the rest of the line,
and a page from memory costs little more than that."""
_said = lru_cache(ADDRESSES)(without_secret)


class AccessLog(Logger):
    """Named in the Dockerfile as `--logger-class`."""

    @override
    def atoms(self, resp: Any, req: Any, environ: Any, request_time: Any) -> dict[str, Any]:
        found: dict[str, Any] = super().atoms(resp, req, environ, request_time)
        path = _said(environ["PATH_INFO"])
        method, protocol = environ["REQUEST_METHOD"], environ["SERVER_PROTOCOL"]
        # The page that someone came from may be one of these, too.
        return {**found, "U": path, "q": "", "r": f"{method} {path} {protocol}", "f": "-"}
