"""`check --deploy` where the files of the pages' look were not collected."""

from pathlib import Path

import pytest
from django.contrib.staticfiles import storage

from district_cms.web.stylesheets import OneStyleSheetStorage, check_files_are_collected


def ids() -> list[str | None]:
    return [message.id for message in check_files_are_collected(None)]


def test_a_folder_without_collected_files_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty = OneStyleSheetStorage(location=str(tmp_path), base_url="/static/")
    monkeypatch.setattr("district_cms.web.stylesheets.staticfiles_storage", empty)
    assert ids() == ["web.E002"]
    (tmp_path / "staticfiles.json").write_text(
        '{"version": "1.1", "hash": "a", "paths": {"css/site.css": "css/site.1234.css"}}'
    )
    full = OneStyleSheetStorage(location=str(tmp_path), base_url="/static/")
    monkeypatch.setattr("district_cms.web.stylesheets.staticfiles_storage", full)
    assert ids() == []


def test_development_needs_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "district_cms.web.stylesheets.staticfiles_storage", storage.StaticFilesStorage()
    )
    assert ids() == []
