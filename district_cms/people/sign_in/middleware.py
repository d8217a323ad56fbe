"""Half a sign-in is none: a session that lacks something is nobody's to the rest of the site.

Comes right after Django's `AuthenticationMiddleware`. So it makes no difference through which
address someone signed in: the editor, the API, previews and private pages all read `request.user`.
"""

from collections.abc import Callable

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from ..models import User
from .browsers import set_mark
from .state import Missing, missing

GetResponse = Callable[[HttpRequest], HttpResponse]


class WholeSignIn:
    """Replaces the account of a session that lacks something by an anonymous user."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        signed_in = request.user

        def whole() -> User | AnonymousUser:
            # Lazily: a page that asks for nobody must not read the session.
            if not signed_in.is_authenticated:
                return AnonymousUser()
            lacks = missing(signed_in, request.session, is_opening=_is_opening(request))
            if lacks is Missing.NOTHING:
                return signed_in
            # The pages on which one sets up the second step, and no others.
            is_own = request.path_info.startswith(reverse("mfa_index"))
            return signed_in if lacks is Missing.SETTING_UP and is_own else AnonymousUser()

        request.half_signed_in = signed_in  # type: ignore[attr-defined]
        request.user = SimpleLazyObject(whole)  # type: ignore[assignment]
        response = self.get_response(request)
        set_mark(request, response)
        return response


def half_signed_in(request: HttpRequest) -> User | None:
    """The account of a session that lacks something."""
    account = getattr(request, "half_signed_in", None)
    if account is None or not account.is_authenticated or request.user.is_authenticated:
        return None
    return account


def _is_opening(request: HttpRequest) -> bool:
    """Whether the browser opens a page, and not a script something for a page that is open."""
    return request.method == "GET" and request.headers.get("Sec-Fetch-Mode", "navigate") == (
        "navigate"
    )
