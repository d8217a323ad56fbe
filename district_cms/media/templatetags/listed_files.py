"""`{% what_is_listed "picture" %}`: below a list without results, what it would hold at all."""

from typing import Any

from django import template
from wagtail.permissions import policy_registry

from ..models import DistrictDocument, DistrictImage

register = template.Library()
MODELS = {"picture": DistrictImage, "document": DistrictDocument}


@register.inclusion_tag("media/admin/what_is_listed.html", takes_context=True)
def what_is_listed(context: dict[str, Any], kind: str) -> dict[str, Any]:
    """Nothing for an account that chooses from all."""
    policy: Any = policy_registry.get_by_type(MODELS[kind])
    return {"kind": kind, "some": not policy.chooses_from_all(context["request"].user)}
