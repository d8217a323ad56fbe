"""Digests that show whether a result of a page is still valid: `content_of` covers the page and the
pages that it links to, `rules_of` the rules, settings and templates. Because of what neither
covers, every page is checked again after some weeks."""

import hashlib
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import F, TextField, Value
from django.db.models.functions import MD5, Cast, Coalesce, Concat
from wagtail.models import Page, ReferenceIndex

from district_cms import checks
from district_cms.brand.models import WebsiteLook
from district_cms.checks.accessibility import RULESET_VERSION
from district_cms.publishing import content
from district_cms.publishing.gate import registered_checks
from district_cms.publishing.models import AccessibilitySettings, GateException, ProcedureSettings

from .models import Engine

# Columns of every page that readers see.
_OF_EVERY_PAGE: Final = (
    *("title", "slug", "seo_title", "search_description", "url_path", "live_revision_id"),
    "content_type_id",
)
_BETWEEN: Final = Value("\x1f", output_field=TextField())
_VISITS: Final = frozenset({Engine.LINKS, Engine.AXE})


def content_of(pages: Sequence[Page], public: Iterable[int]) -> dict[int, str]:
    """Returns {id of a page: digest of its content}. One query per page type, and three more,
    whatever the number of pages. `public` are the ids of public pages."""
    parts: dict[int, list[Any]] = {page.pk: [] for page in pages}
    for pk, digest in _columns(pages):
        parts[pk].append(digest)
    for pk, linked in _linked(pages):
        parts[pk].append(linked)
    excepted = GateException.objects.in_force().filter(
        page_uuid__in=[page.translation_key for page in pages]
    )
    for page_id, exception in sorted(excepted.values_list("page_id", "pk")):
        parts.get(page_id, []).append(["exception", exception])
    public_ids = set(public)
    return {pk: _digest([pk in public_ids, *values]) for pk, values in parts.items()}


def rules_of(engines: Iterable[str]) -> str:
    """Returns the digest of the rules of these engines today. Two queries, one more if pages are
    visited."""
    wanted = sorted(engines)
    parts: list[Any] = [
        *(RULESET_VERSION, wanted, _source_of_rules(), list(settings.CURRICULUM_LINK_HOSTS)),
        ProcedureSettings.load().student_number_patterns,
        AccessibilitySettings.load().raised_rules,
    ]
    if _VISITS & set(wanted):
        look = WebsiteLook.load()
        parts += [_source_of_pages(), look.color_hue, look.color_chroma, look.mark_id]
    return _digest(parts)


def _columns(pages: Sequence[Page]) -> Iterable[tuple[int, str]]:
    by_type: dict[int, list[int]] = defaultdict(list)
    for page in pages:
        by_type[page.content_type_id].append(page.pk)
    for content_type, ids in by_type.items():
        model: Any = ContentType.objects.get_for_id(content_type).model_class()
        if model is not None:
            rows = model.objects.filter(pk__in=ids).annotate(digest=_of_columns(model))
            yield from rows.values_list("pk", "digest")


@cache
def _of_columns(model: Any) -> MD5:
    """Returns the database's own digest of all columns of a page type, so that no content is
    transferred."""
    own = [field.attname for field in model._meta.local_concrete_fields if not field.primary_key]
    parts = []
    for name in (*_OF_EVERY_PAGE, *own):
        parts += [
            Coalesce(Cast(F(name), TextField()), Value(""), output_field=TextField()),
            _BETWEEN,
        ]
    return MD5(Concat(*parts, output_field=TextField()))


def _linked(pages: Sequence[Page]) -> Iterable[tuple[int, tuple[int, bool]]]:
    """Yields the pages that each of them links to, and whether these are live. Two queries."""
    page_type = ContentType.objects.get_for_model(Page)
    references = ReferenceIndex.objects.filter(
        base_content_type=page_type,
        object_id__in=[str(page.pk) for page in pages],
        to_content_type=page_type,
    )
    pairs = {
        (int(page), int(target))
        for page, target in references.values_list("object_id", "to_object_id")
    }
    targets = Page.objects.filter(pk__in={target for _page, target in pairs}, live=True)
    live = set(targets.values_list("pk", flat=True))
    for page, target in sorted(pairs):
        yield page, (target, target in live)


@cache
def _source_of_rules() -> str:
    """Returns a digest of the program's rules: of all code that can produce a finding."""
    folders = [Path(package.__path__[0]) for package in (checks, content)]
    registered = {str(sys.modules[check.__module__].__file__) for check in registered_checks()}
    return _of_files([*folders, *map(Path, registered)])


@cache
def _source_of_pages() -> str:
    """Returns a digest of templates, style sheets and scripts, and of the version of axe-core."""
    try:
        axe = version("axe-playwright-python")
    except PackageNotFoundError:
        axe = ""
    return axe + _of_files([settings.BASE_DIR / "templates", settings.BASE_DIR / "static"])


def _of_files(places: Iterable[Path]) -> str:
    digest = hashlib.md5(usedforsecurity=False)
    for place in sorted(places):
        files = [place] if place.is_file() else sorted(place.rglob("*"))
        for file in files:
            if file.is_file() and file.suffix != ".pyc":
                digest.update(file.name.encode())
                digest.update(file.read_bytes())
    return digest.hexdigest()


def _digest(value: Any) -> str:
    plain = json.dumps(value, default=str)
    return hashlib.md5(plain.encode(), usedforsecurity=False).hexdigest()
