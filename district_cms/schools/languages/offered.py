"""The languages that editors may choose, and their order."""

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.core.checks import Error, register
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from district_cms.checks.languages import CATALOG, Language, language_name

LONGEST_TAG = 35
"""Maximum length of a tag (RFC 5646, 4.4.1)."""
DEFAULT = "en"
"""The language of content that states none."""


def family_languages() -> list[Language]:
    """Returns the languages of the district's families, in the order of the setting."""
    return [CATALOG[tag] for tag in settings.FAMILY_LANGUAGES if tag != DEFAULT]


def other_languages() -> list[Language]:
    """Returns all other languages: English first, then by name in the reader's language."""
    first = {each.tag for each in family_languages()} | {DEFAULT}
    others = [each for each in CATALOG.values() if each.tag not in first]
    return [CATALOG[DEFAULT], *sorted(others, key=lambda each: language_name(each.tag))]


def label_of(language: Language) -> str:
    """Returns "Spanish (español)": the name in the reader's language and the language's own."""
    name = language_name(language.tag)
    return name if name == language.own_name else f"{name} ({language.own_name})"


def groups() -> list[tuple[str, list[Language]]]:
    """Returns (heading, languages) for a list to choose from."""
    other = [(_("Other languages"), other_languages())]
    families = family_languages()
    return [(_("Languages of our families"), families), *other] if families else other


def choices() -> tuple[tuple[str, str], ...]:
    """Returns all languages for form validation; "" means the language of the surroundings.

    Every block of every page calls this, even if the choices are not rendered.
    """
    return _choices(get_language(), tuple(settings.FAMILY_LANGUAGES))


@lru_cache(maxsize=16)
def _choices(reader: str | None, families: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Cached for each language of readers. The arguments hold everything it depends on."""
    languages = [each for _heading, group in groups() for each in group]
    return ("", _("Same as the page")), *((each.tag, label_of(each)) for each in languages)


def validate_language(tag: str) -> None:
    """Raises `ValidationError` for a language that is not offered."""
    if tag not in CATALOG:
        raise ValidationError(
            gettext_lazy("“%(tag)s” is not in the list of languages. Choose one from it."),
            code="unknown_language",
            params={"tag": tag},
        )


@register()
def check_family_languages(**_options: Any) -> list[Error]:
    """Checks that every tag of `FAMILY_LANGUAGES` is in the catalog."""
    unknown = [tag for tag in settings.FAMILY_LANGUAGES if tag not in CATALOG]
    return [
        Error(
            f"FAMILY_LANGUAGES names {tag!r}, which is not a language of the catalog.",
            hint="Use the tags of district_cms/checks/languages/catalog.py, such as “es”.",
            id="schools.E001",
        )
        for tag in unknown
    ]
