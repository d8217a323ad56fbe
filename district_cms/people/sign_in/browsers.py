"""The mark in a browser that says which accounts have signed in with it.

Follows OWASP's "device cookies": https://owasp.org/www-community/Slow_Down_Online_Guessing_Attacks_with_Device_Cookies
The mark opens nothing. It says that guesses made here are not a stranger's.
"""

import secrets
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare, salted_hmac

COOKIE: Final = "signed_in_here"
PATH: Final = "/admin/"  # families' pages never see it
SALT: Final = "people.sign_in.browsers"
LIFETIME: Final = 365 * 24 * 60 * 60  # seconds
# A computer in a teachers' room is shared; the oldest mark makes way.
MOST_ACCOUNTS: Final = 20


@dataclass(frozen=True, slots=True)
class Browser:
    """A random name of the browser, and marks of accounts from which no account can be read."""

    name: str
    marks: tuple[str, ...] = ()

    def knows(self, account_id: int) -> bool:
        mark = self._mark(account_id)
        return any(constant_time_compare(mark, each) for each in self.marks)

    def with_account(self, account_id: int) -> "Browser":
        mark = self._mark(account_id)
        others = [each for each in self.marks if each != mark]
        return Browser(self.name, (*others[-(MOST_ACCOUNTS - 1) :], mark))

    def _mark(self, account_id: int) -> str:
        return salted_hmac(SALT + self.name, str(account_id), algorithm="sha256").hexdigest()[:24]


def browser_of(request: HttpRequest) -> Browser:
    """The browser that asks; a new one where there is no mark that we have signed."""
    try:
        name, *marks = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=LIFETIME)
    except (signing.BadSignature, ValueError):
        return Browser(secrets.token_urlsafe(12))
    return Browser(name, tuple(marks))


def remember(request: HttpRequest, account_id: int) -> None:
    """Let the answer to this request mark the browser as one of this account."""
    request.marked_browser = browser_of(request).with_account(account_id)  # type: ignore[attr-defined]


def set_mark(request: HttpRequest, response: HttpResponse) -> None:
    """Write the mark that `remember` asked for; called by the middleware."""
    browser: Browser | None = getattr(request, "marked_browser", None)
    if browser is not None:
        response.set_cookie(
            COOKIE,
            signing.dumps([browser.name, *browser.marks], salt=SALT),
            max_age=LIFETIME,
            path=PATH,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
