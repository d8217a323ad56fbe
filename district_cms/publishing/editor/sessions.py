"""Who has a page open: Wagtail's view, for addresses and values that it does not read by itself.

Whose row it is Wagtail asks itself: by its number nobody touches another editor's.
"""

from typing import Any

from django.apps import apps
from django.contrib.admin.utils import unquote
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import Model
from django.http import Http404, HttpRequest, JsonResponse
from django.views.decorators.http import require_POST
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views import editing_sessions
from wagtail.models import Revision


@require_admin_access
@require_POST
def ping(request: HttpRequest, **place: Any) -> JsonResponse:
    """Say that one is there, and learn who else is. Raises `Http404` for a table, an object or a
    revision that cannot exist; Wagtail would answer 500."""
    try:
        model = apps.get_model(place["app_label"], place["model_name"])
    except LookupError as error:
        raise Http404 from error
    revision = request.POST.get("revision_id")
    possible = is_key(model, unquote(place["object_id"])) and (
        revision is None or is_key(Revision, revision)
    )
    if not possible:
        raise Http404
    answer: JsonResponse = editing_sessions.ping(request, **place)
    return answer


def is_key(model: type[Model], typed: str) -> bool:
    """Whether an object of the model could have this key: of its kind, and within the range of what
    the database can hold."""
    field: Any = model._meta.pk
    while field.remote_field:  # a page's key is that of the page that it builds upon
        field = field.target_field
    try:
        value = field.to_python(typed)
    except ValidationError:
        return False
    if not isinstance(value, int):
        return value not in (None, "")
    least, most = connection.ops.integer_field_range(field.get_internal_type())
    return (least is None or value >= least) and (most is None or value <= most)
