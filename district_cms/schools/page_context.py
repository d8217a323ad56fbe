"""Lets packages above this one add to the context of its pages.

A school's page lists its teachers and classes, which this package does not know. The package that
does registers a provider in `AppConfig.ready()`. A page calls all providers of its type when it is
rendered. (The publish gate registers its checks in the same way.)
"""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from wagtail.models import Page

ContextProvider = Callable[[Any, HttpRequest], dict[str, Any]]

_providers: dict[str, list[ContextProvider]] = defaultdict(list)


def register_page_context(model_label: str, provider: ContextProvider) -> None:
    """Adds what `provider(page, request)` returns to the template context of one page type.

    `model_label` is the lower-case label, such as "schools.schoolpage". Registering a provider
    twice changes nothing.
    """
    if provider not in _providers[model_label]:
        _providers[model_label].append(provider)


def provided_context(page: Page, request: HttpRequest) -> dict[str, Any]:
    """Returns the context from all providers registered for this page's type."""
    context: dict[str, Any] = {}
    for provider in _providers[page._meta.label_lower]:
        context.update(provider(page, request))
    return context
