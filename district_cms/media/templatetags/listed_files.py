"""What a list of files without any would hold at all: `{% what_is_listed "picture" %}` in a window
where one is chosen, `{% whose_are_listed "picture" %}` on the screen of those one may change."""

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


@register.inclusion_tag("media/admin/whose_are_listed.html", takes_context=True)
def whose_are_listed(context: dict[str, Any], kind: str) -> dict[str, Any]:
    policy: Any = policy_registry.get_by_type(MODELS[kind])
    return {
        "kind": kind,
        "only_own": policy.changes_only_own(context["request"].user),
        "searching": context.get("is_searching"),
        "collection": context.get("current_collection"),
        "add_url": context.get("add_url"),
    }
