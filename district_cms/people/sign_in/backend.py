"""The one way to test a password: with the limits before it.

As an authentication backend, so that every form that signs someone in, of ours, of Wagtail or of
an application to come, passes them.
"""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from ..models import User
from . import limiter


class LimitedBackend(ModelBackend):
    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> Any:
        """The account, or None. Raises `PermissionDenied`, which Django turns into None, where a
        limit is reached; `refusal_of` then says which. Code on the server has no request and no
        limit."""
        username = username or kwargs.get(User.USERNAME_FIELD)
        if request is None or not username or password is None:
            return super().authenticate(request, username=username, password=password)
        try:
            attempt = limiter.begin(request, username)
        except limiter.Refused as refused:
            request.sign_in_refused = refused  # type: ignore[attr-defined]
            raise PermissionDenied from refused
        user = super().authenticate(request, username=username, password=password)
        if user is not None:
            attempt.succeeded()
        return user


def refusal_of(request: HttpRequest | None) -> limiter.Refused | None:
    """Why the last `authenticate` with this request tested nothing."""
    return getattr(request, "sign_in_refused", None)
