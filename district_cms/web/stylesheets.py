"""Static files as production serves them: hashed, compressed, and each entry style sheet in one
file.

`static/css/site.css` imports one file per component, `admin.css` one per screen. A phone should not
load forty files, so `collectstatic` inlines them: each `@import url("x.css") layer(y);` becomes
`@layer y { ... }`, which is equivalent (CSS Cascade 5, section 6.4), and an import without a layer
becomes the imported text. JavaScript modules stay separate files with hashed names.
"""

import posixpath
import re
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.checks import CheckMessage, Error
from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

ENTRIES = ("css/site.css", "css/admin.css")
_IMPORT = re.compile(
    r'^@import url\("(?P<path>[^"]+)"\)(?: layer\((?P<layer>\w+)\))?;$', re.MULTILINE
)
_ADDRESS = re.compile(r'url\("(?P<path>[^"]+)"\)')


class OneStyleSheetStorage(CompressedManifestStaticFilesStorage):
    """Inlines the imports of the entry style sheets before names are hashed."""

    support_js_module_import_aggregation = True

    def post_process(
        self, paths: dict[str, Any], dry_run: bool = False, **options: Any
    ) -> Iterator[Any]:
        for entry in () if dry_run else ENTRIES:
            if entry in paths:
                whole = self._whole(entry, paths)
                self.delete(entry)
                self._save(entry, ContentFile(whole.encode()))
                paths = {**paths, entry: (self, entry)}
        yield from super().post_process(paths, dry_run, **options)

    def _whole(self, entry: str, paths: dict[str, Any]) -> str:
        folder = posixpath.dirname(entry)

        def inlined(match: re.Match[str]) -> str:
            name = posixpath.normpath(posixpath.join(folder, match["path"]))
            css = _read(name, paths)

            def moved(address: re.Match[str]) -> str:
                target = posixpath.join(posixpath.dirname(name), address["path"])
                return f'url("{posixpath.relpath(target, folder)}")'

            css = _ADDRESS.sub(moved, css)
            return f"@layer {match['layer']} {{\n{css}\n}}" if match["layer"] else css

        return _IMPORT.sub(inlined, _read(entry, paths))


def _read(name: str, paths: dict[str, Any]) -> str:
    storage, path = paths[name]
    with storage.open(path) as file:
        return str(file.read().decode())


def files_are_collected() -> bool:
    """Returns False if pages use hashed file names and the manifest of these names is missing."""
    return getattr(staticfiles_storage, "hashed_files", None) != {}


def check_files_are_collected(app_configs: Any, **kwargs: Any) -> Iterator[CheckMessage]:
    """Yields an error if the collected files are missing."""
    if not files_are_collected():
        yield Error(
            f"{settings.STATIC_ROOT} has no collected files: every page would answer 500.",
            hint="Run python manage.py collectstatic --noinput, then restart the web program.",
            id="web.E002",
        )
