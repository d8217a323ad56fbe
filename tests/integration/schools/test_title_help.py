"""The editor explains below each page type's title where families read it."""

from typing import Any

import pytest
from wagtail.models import Page, get_page_models

TYPES = [model for model in get_page_models() if model is not Page]
OF_WAGTAIL = str(Page._meta.get_field("title").help_text)


@pytest.mark.parametrize("model", TYPES, ids=lambda model: model.__name__)
def test_each_page_type_has_its_own_help_text_for_the_title(model: type[Page]) -> None:
    said = str(_title_panel(model.get_edit_handler()).help_text)
    assert len(said) > 40
    assert OF_WAGTAIL not in said


@pytest.mark.parametrize("model", TYPES, ids=lambda model: model.__name__)
def test_the_field_of_an_empty_title_is_visible(model: type[Page]) -> None:
    """Wagtail renders a panel of the class "title" without heading and border."""
    panel = _title_panel(model.get_edit_handler())
    assert "title" not in panel.classname.split() or panel.placeholder


def _title_panel(panel: Any) -> Any:
    if getattr(panel, "field_name", None) == "title":
        return panel
    found = (_title_panel(child) for child in getattr(panel, "children", ()))
    return next((each for each in found if each), None)
