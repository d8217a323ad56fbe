"""The language that an address asks for: see docs/adr/0007."""

from typing import Any

from django.http import HttpRequest
from django.middleware.locale import LocaleMiddleware
from django.utils import translation

from .addresses import asked_for
from .carrying import carry_on


class LanguageOfAddress(LocaleMiddleware):
    """As Django's own, by the visitor's choice or the browser's; `?lang=es` comes before both, and
    goes on into the links of what is answered."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        language = asked_for(request)
        if language:
            translation.activate(language)
            request.LANGUAGE_CODE = translation.get_language()

    def process_response(self, request: HttpRequest, response: Any) -> Any:
        response = super().process_response(request, response)
        carry_on(request, response)
        return response
