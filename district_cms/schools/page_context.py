"""How upper rooms add to the pages of lower ones.

A school's page lists its teachers and classes, which this room does not know. The room that
does registers a provider in `AppConfig.ready()`; the page asks all providers of its type when
it is rendered. (The publish gate registers its checks in the same way.)
"""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from wagtail.models import Page

ContextProvider = Callable[[Any, HttpRequest], dict[str, Any]]

_providers: dict[str, list[ContextProvider]] = defaultdict(list)


def register_page_context(model_label: str, provider: ContextProvider) -> None:
    """Let `provider(page, request)` add to the template context of one page type.

    `model_label` is the lower-case label, such as "schools.schoolpage". Registering the same
    provider twice changes nothing.
    """
    if provider not in _providers[model_label]:
        _providers[model_label].append(provider)


def provided_context(page: Page, request: HttpRequest) -> dict[str, Any]:
    """Everything that the registered providers say of this page."""
    context: dict[str, Any] = {}
    for provider in _providers[page._meta.label_lower]:
        context.update(provider(page, request))
    return context
