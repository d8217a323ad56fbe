"""Someone's permission ends while they write: saving is refused, with their text to copy."""

import json
import re
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

FORMS: Final = frozenset({"wagtailadmin_pages:add", "wagtailadmin_pages:edit"})
NOT_TEXT: Final = re.compile(
    r"(csrf|next$|known$|undo|turn$|loaded_|overwrite_|gate-|comment|begun|action-|class$|slug$)"
    r"|.*(-(id|type|order|count|deleted|DELETE)|_FORMS)$"
)
WORD: Final = re.compile(r"[^\W\d_]{3}")


def is_page_form(request: HttpRequest) -> bool:
    """Whether someone who is signed in sent the form of a page, or that of an update."""
    if request.method != "POST" or not request.user.is_authenticated:
        return False
    match = request.resolver_match
    return "loaded_revision_id" in request.POST or bool(match and match.view_name in FORMS)


def is_led_away(response: HttpResponse) -> bool:
    """Whether Wagtail refused for want of a permission: it leads to the first screen or sign-in."""
    led_to = response.get("Location", "").partition("?")[0]
    return led_to in (reverse("wagtailadmin_home"), reverse("wagtailadmin_login"))


def text_to_copy(request: HttpRequest) -> HttpResponse:
    """403: in words with the text, or as autosave reads it."""
    list(messages.get_messages(request))  # Wagtail's, which says less
    if not request.accepts("text/html"):
        code = "permission_denied"
        return JsonResponse({"success": False, "error_code": code, "type": code}, status=403)
    context = {
        "title": _("You can no longer change this page"),
        "text": _(
            "Nothing was saved just now. Your days with this class may be over, or someone changed "
            "your role. Copy your text below: when you leave this page, it is gone. Ask the "
            "class’s teacher or the school office to post it."
        ),
        "typed": typed_text(request.POST),
    }
    return render(request, "503.html", context, status=403)


def typed_text(sent: QueryDict) -> str:
    """What someone typed into a form, in its order; rich texts without their formatting."""
    typed = [_plain(str(value)) for name, value in sent.items() if not NOT_TEXT.match(name)]
    return "\n\n".join(text for text in typed if text != "null" and WORD.search(text))


def _plain(value: str) -> str:
    """The text of a rich text, which the editor sends as JSON; else the value."""
    try:
        return "\n".join(block["text"] for block in json.loads(value)["blocks"])
    except (ValueError, LookupError, TypeError):
        return value
