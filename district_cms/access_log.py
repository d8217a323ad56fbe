"""Gunicorn's lines about requests, without the secret of a link and without a query."""

from typing import Any, override

from gunicorn.glogging import Logger

from .web.visitors import without_secret


class AccessLog(Logger):
    """Named in the Dockerfile as `--logger-class`."""

    @override
    def atoms(self, resp: Any, req: Any, environ: Any, request_time: Any) -> dict[str, Any]:
        found: dict[str, Any] = super().atoms(resp, req, environ, request_time)
        path = without_secret(environ["PATH_INFO"])
        method, protocol = environ["REQUEST_METHOD"], environ["SERVER_PROTOCOL"]
        # The page that someone came from may be one of these, too.
        return {**found, "U": path, "q": "", "r": f"{method} {path} {protocol}", "f": "-"}
