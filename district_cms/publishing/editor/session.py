"""What the editor's script asks when saving failed: who is signed in, and what a form must carry.

And what it needs to know to keep a text in the browser until it is saved.
"""

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET
from wagtail.models import Page


@require_GET
@never_cache
def session(request: HttpRequest) -> JsonResponse:
    """{"user": …, "token": …}. Wagtail answers 403 to a script where nobody is signed in.

    The token is the one that stands in every form; a page of another site cannot read it.
    """
    return JsonResponse({"user": str(request.user.pk), "token": get_token(request)})


def about_kept_text(request: HttpRequest, page: Page, parent: Any) -> dict[str, Any]:
    """Whose text it is and of which page; that of a new page by its type and place."""
    place = f"page-{page.pk}" if page.pk else f"new-{page._meta.label_lower}-{parent.pk}"
    return {
        "user": str(request.user.pk),
        "page": place,
        "is_new": page.pk is None,
        # As the server writes moments, wherever the computer thinks it is.
        "zone": timezone.get_default_timezone_name(),
        # Its form came back with the text in it.
        "refused": request.method == "POST",
        "session": reverse("publishing_session"),
    }
