"""What every template may use."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def district(request: HttpRequest) -> dict[str, Any]:
    """The district's name. No query."""
    return {"district_name": settings.DISTRICT_NAME}
