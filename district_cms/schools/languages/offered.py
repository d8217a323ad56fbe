"""Which languages are offered, and in which order."""

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.core.checks import Error, register
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from district_cms.checks.languages import CATALOG, Language, language_name

LONGEST_TAG = 35
"""Letters of a tag at most (RFC 5646, 4.4.1)."""
DEFAULT = "en"
"""The language of whatever says no other."""


def family_languages() -> list[Language]:
    """Those that the district's families read, in the order of the setting."""
    return [CATALOG[tag] for tag in settings.FAMILY_LANGUAGES if tag != DEFAULT]


def other_languages() -> list[Language]:
    """All others, English first, then by the reader's name for them."""
    first = {each.tag for each in family_languages()} | {DEFAULT}
    others = [each for each in CATALOG.values() if each.tag not in first]
    return [CATALOG[DEFAULT], *sorted(others, key=lambda each: language_name(each.tag))]


def label_of(language: Language) -> str:
    """ "Spanish (español)": what the reader calls it, and what those call it who speak it."""
    name = language_name(language.tag)
    return name if name == language.own_name else f"{name} ({language.own_name})"


def groups() -> list[tuple[str, list[Language]]]:
    """The languages under their headings, for a list to choose from."""
    found = [(_("Other languages"), other_languages())]
    families = family_languages()
    return [(_("Languages of our families"), families), *found] if families else found


def choices() -> tuple[tuple[str, str], ...]:
    """Every language, for a form that checks what was chosen; "" for what is around it.

    Every block of every page asks for it, also where nothing is shown.
    """
    return _choices(get_language(), tuple(settings.FAMILY_LANGUAGES))


@lru_cache(maxsize=16)
def _choices(reader: str | None, families: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Made once for each language of readers; what it depends on stands in the arguments."""
    languages = [each for _heading, group in groups() for each in group]
    return ("", _("Same as the page")), *((each.tag, label_of(each)) for each in languages)


def validate_language(tag: str) -> None:
    """Raise ValidationError for a language that is not offered."""
    if tag not in CATALOG:
        raise ValidationError(
            gettext_lazy("“%(tag)s” is not in the list of languages. Choose one from it."),
            code="unknown_language",
            params={"tag": tag},
        )


@register()
def check_family_languages(**_options: Any) -> list[Error]:
    """Every tag of `FAMILY_LANGUAGES` is one of the catalog."""
    unknown = [tag for tag in settings.FAMILY_LANGUAGES if tag not in CATALOG]
    return [
        Error(
            f"FAMILY_LANGUAGES names {tag!r}, which is no language of the catalog.",
            hint="Use the tags of district_cms/checks/languages/catalog.py, such as “es”.",
            id="schools.E001",
        )
        for tag in unknown
    ]
