"""No lower room points to a higher one. `make lint` checks the imports themselves."""

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db.models import Model

from tests.architecture.rooms import OUR_PAGES, ROOMS

OUR_MODELS = [model for room in ROOMS for model in apps.get_app_config(room).get_models()]


def label(model: type[Model]) -> str:
    return model._meta.label


def above(model: type[Model]) -> list[str]:
    """The rooms above a model's own."""
    return list(ROOMS[ROOMS.index(model._meta.app_label) + 1 :])


def test_no_foreign_key_points_to_a_room_above() -> None:
    pointing = [
        f"{label(model)}.{field.name}"
        for model in OUR_MODELS
        for field in model._meta.get_fields(include_parents=False)
        if field.is_relation and field.concrete and field.related_model
        # Django's setting names it, and Wagtail's own models point there.
        if field.related_model is not get_user_model()
        if field.related_model._meta.app_label in above(model)
    ]
    assert pointing == []


def test_no_page_type_names_one_of_a_room_above() -> None:
    named = [
        f"{label(model)}: {one}"
        for model in OUR_PAGES
        for kind in ("parent_page_types", "subpage_types")
        for one in model.__dict__.get(kind) or ()
        if one.split(".")[0] in above(model)
    ]
    assert named == []
