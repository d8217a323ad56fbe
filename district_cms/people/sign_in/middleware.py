"""Half a sign-in is none: a session without its second step is nobody's to the rest of the site.

Stands right after Django's `AuthenticationMiddleware`. So it makes no difference through which
address someone signed in: the editor, the API, previews and private pages all ask `request.user`.
"""

from collections.abc import Callable

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from ..models import User
from ..second_step.state import Missing, missing
from .browsers import set_mark

GetResponse = Callable[[HttpRequest], HttpResponse]


class WholeSignIn:
    """Replaces the account of a session that lacks its second step by an anonymous user."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        signed_in = request.user

        def whole() -> User | AnonymousUser:
            # Lazily: a page that asks for nobody must not read the session.
            if (
                signed_in.is_authenticated
                and missing(signed_in, request.session) is Missing.NOTHING
            ):
                return signed_in
            return AnonymousUser()

        request.half_signed_in = signed_in  # type: ignore[attr-defined]
        request.user = SimpleLazyObject(whole)  # type: ignore[assignment]
        response = self.get_response(request)
        set_mark(request, response)
        return response


def half_signed_in(request: HttpRequest) -> User | None:
    """The account whose password this session has shown and whose second step it lacks."""
    account = getattr(request, "half_signed_in", None)
    if account is None or not account.is_authenticated or request.user.is_authenticated:
        return None
    return account
