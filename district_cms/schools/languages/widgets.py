"""The select for a language, and the names of all languages for a form's scripts.

A form contains the names once, and the script fills the selects. A list of a hundred languages in
each block would double the form of an update.
"""

import json
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final

from django import forms
from django.conf import settings
from django.utils.html import json_script
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.admin.telepath import register
from wagtail.admin.telepath.widgets import SelectAdapter
from wagtail.contrib.table_block.blocks import TableInput, TableInputAdapter

from district_cms.checks.languages import CATALOG, is_right_to_left

from .offered import groups, label_of

_NAMES_SCRIPT: Final = "js/languages/names.js"
_SELECT_SCRIPT: Final = "js/languages/select.js"
_NAMES_ID: Final = "district-languages"


class _Names:
    """An entry of a form's media: the names as JSON, in the reader's language."""

    def __html__(self) -> str:
        return _rendered(get_language(), tuple(settings.FAMILY_LANGUAGES))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Names)

    def __hash__(self) -> int:
        return hash(_NAMES_ID)


@lru_cache(maxsize=16)
def _rendered(reader: str | None, families: tuple[str, ...]) -> str:
    """Cached for each language of readers. The arguments hold everything it depends on."""
    return json_script(words(), _NAMES_ID)


def words() -> dict[str, Any]:
    """Returns the scripts' data: `groups` [[heading, [[tag, label]…]]…], `rtl` [tag…], and
    sentences."""
    return {
        "groups": [
            [heading, [[each.tag, label_of(each)] for each in languages]]
            for heading, languages in groups()
        ],
        "rtl": [tag for tag in CATALOG if is_right_to_left(tag)],
        "label": _("Language"),
        "ofText": _("of the selected words, or of the paragraph that the cursor is in"),
        "ofBlock": _("Language of the block"),
        "none": _("Same as the page"),
        "several": _("Several languages"),
        "marked": _("Marked as %(language)s: “%(words)s”"),
        "unmarked": _("No longer marked: “%(words)s”"),
        "empty": _("Write the words first, then choose their language."),
    }


def scripts(*ours: str, after: Iterable[Any] = ()) -> forms.Media:
    """Returns the media of scripts that need the names of the languages, in this order."""
    ordered: list[Any] = [*after, _Names(), _NAMES_SCRIPT, *ours]
    return forms.Media(js=ordered)


class LanguageSelect(forms.Select):
    """Renders only the selected option; the script adds the others."""

    def __init__(self, attrs: Any = None, choices: Any = ()) -> None:
        super().__init__({"data-languages": "", **(attrs or {})}, choices)

    def optgroups(self, name: str, value: Any, attrs: Any = None) -> Any:
        chosen = {"", *value}
        return [
            (group, [option for option in options if option["value"] in chosen], index)
            for group, options, index in super().optgroups(name, value, attrs)
            if any(option["value"] in chosen for option in options)
        ]

    @property
    def media(self) -> forms.Media:
        return scripts(_SELECT_SCRIPT)


class _Adapter(SelectAdapter):
    """Creates the select in blocks, where Wagtail's scripts render it."""

    js_constructor = "district.LanguageSelect"

    def js_args(self, widget: LanguageSelect) -> list[Any]:
        return []  # the script renders it: the form of an update has a dozen


register(_Adapter(), LanguageSelect)


class DataTableInput(TableInput):
    """Wagtail's table, with the language of its content."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        sent = super().value_from_datadict(data, files, name)
        language = data.get(f"{name}-language")
        if sent is None or language is None:
            return sent
        value = json.loads(sent)
        if not isinstance(value, dict):
            return sent
        return json.dumps(value | {"language": language if language in CATALOG else ""})

    @property
    def media(self) -> forms.Media:
        # Our script builds on Wagtail's.
        wagtail_media = super().media
        return wagtail_media + scripts(_SELECT_SCRIPT, after=wagtail_media._js)


class _TableAdapter(TableInputAdapter):
    js_constructor = "district.TableInput"


register(_TableAdapter(), DataTableInput)
