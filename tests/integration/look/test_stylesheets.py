"""What production serves of the static files: one style sheet, hashed names, nothing missing."""

import json
import posixpath
import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import brotli
import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client, override_settings
from whitenoise.compress import Compressor

from district_cms.settings import base
from scripts.public_strings import public_templates
from tests.factories.district import District

SOURCE = settings.BASE_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "district_cms.web.stylesheets.OneStyleSheetStorage"},
}
MOST_BYTES, MOST_REQUESTS = 50 * 1024, 12
IMPORT = re.compile(r'@import url\("(?P<path>[^"]+)"\) layer\((?P<layer>\w+)\);')


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with all files as `collectstatic` leaves them, and the site that serves it."""
    folder = tmp_path_factory.mktemp("static")
    with (
        override_settings(STATIC_ROOT=folder, STORAGES=STORAGES),
        pytest.MonkeyPatch.context() as at,
    ):
        # How small brotli makes a file is not asked here, and its best takes half a minute.
        at.setattr(Compressor, "compress_brotli", staticmethod(partial(brotli.compress, quality=1)))
        # Wagtail's files come along: one that names a missing file would stop the deployment.
        call_command("collectstatic", interactive=False, verbosity=0)
        yield folder


@pytest.fixture(scope="module")
def names(collected: Path) -> dict[str, str]:
    """{name: hashed name}"""
    manifest = json.loads((collected / "staticfiles.json").read_text(encoding="utf-8"))
    return dict(manifest["paths"])


@pytest.fixture(scope="module")
def sheet(collected: Path, names: dict[str, str]) -> str:
    return (collected / names["css/site.css"]).read_text(encoding="utf-8")


def read(path: str) -> str:
    """A style sheet as it was written."""
    return (SOURCE / "css" / path).read_text(encoding="utf-8")


def without_space(css: str) -> str:
    return re.sub(r"\s+", "", re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL))


def test_production_uses_this_storage() -> None:
    text = (settings.BASE_DIR / "district_cms/settings/production.py").read_text(encoding="utf-8")
    assert STORAGES["staticfiles"]["BACKEND"] in text


def test_the_style_sheet_is_one_hashed_file_and_fetches_no_other(
    collected: Path, names: dict[str, str], sheet: str
) -> None:
    assert re.fullmatch(r"css/site\.[0-9a-f]{12}\.css", names["css/site.css"])
    assert [path.name for path in (collected / "css").glob("site.*.css")] == [
        posixpath.basename(names["css/site.css"])
    ]
    assert "@import" not in sheet


def test_every_layer_is_in_it_in_the_order_of_the_entry(sheet: str) -> None:
    entry = read("site.css")
    order = re.search(r"@layer ([\w, ]+);", entry)
    assert order
    assert f"@layer {order[1]};" in sheet
    imports = IMPORT.findall(entry)
    assert [layer for _path, layer in imports] == re.findall(r"@layer (\w+) \{", sheet)
    assert {layer for _path, layer in imports} == set(order[1].split(", "))


def test_every_component_stands_in_it_whole(sheet: str) -> None:
    paths = [path for path, _layer in IMPORT.findall(read("site.css"))]
    assert paths
    served = without_space(sheet)
    # Addresses change when they are hashed; everything else stays.
    parts = {path: re.split(r'url\("[^"]+"\)', read(path)) for path in paths}
    assert [
        path for path in paths if any(without_space(p) not in served for p in parts[path])
    ] == []


def test_every_address_in_it_leads_to_a_hashed_file(
    collected: Path, names: dict[str, str], sheet: str
) -> None:
    addresses = re.findall(r'url\("([^"]+)"\)', sheet)
    assert any("public-sans" in address for address in addresses)
    for address in addresses:
        target = posixpath.normpath(posixpath.join("css", address))
        assert (collected / target).is_file(), address
        assert target in names.values(), address


def test_a_module_imports_others_under_their_hashed_names(
    collected: Path, names: dict[str, str]
) -> None:
    folder = "js/gate_panel"
    panel = (collected / names[f"{folder}/panel.js"]).read_text(encoding="utf-8")
    imported = re.findall(r'from "\./([^"]+)"', panel)
    assert len(imported) >= 4
    assert {f"{folder}/{name}" for name in imported} <= set(names.values()) - set(names)


def test_the_files_are_compressed_once_for_all_visitors(
    collected: Path, names: dict[str, str]
) -> None:
    assert (collected / f"{names['css/site.css']}.gz").is_file()
    assert (collected / f"{names['css/site.css']}.br").is_file()


def test_every_file_that_a_template_names_is_in_the_manifest(names: dict[str, str]) -> None:
    static = re.compile(r"{%\s*static\s+[\"']([^\"']+)[\"']")
    wanted = [
        (template.relative_to(settings.BASE_DIR).as_posix(), name)
        for template in public_templates()
        for name in static.findall(template.read_text(encoding="utf-8"))
    ]
    assert wanted
    assert [(template, name) for template, name in wanted if name not in names] == []


def test_a_page_links_the_one_sheet_and_fetches_the_font_before_it_asks(
    district: District, client: Client, names: dict[str, str], sheet: str
) -> None:
    page = client.get("/").text
    assert re.findall(r'<link rel="stylesheet" href="([^"]+)"', page) == [
        f"/static/{names['css/site.css']}"
    ]
    (font,) = re.findall(r'<link rel="preload" href="/static/([^"]+)" as="font"', page)
    assert f'url("../{font}")' in sheet  # the same file, or the browser would fetch it twice


def test_the_page_for_a_broken_server_needs_no_manifest(
    collected: Path, names: dict[str, str]
) -> None:
    page = (settings.BASE_DIR / "templates" / "500.html").read_text(encoding="utf-8")
    for name in re.findall(r"{{ static_prefix }}([^\"]+)", page):
        assert (collected / name).is_file()
    assert base.STATIC_URL == "/static/"
