"""The website that `make audit` starts."""

import os
from pathlib import Path

import pytest

from scripts.audit import WebsiteFailed, website


def test_a_website_that_does_not_start_reports_the_reason(tmp_path: Path) -> None:
    broken = {**os.environ, "DJANGO_SETTINGS_MODULE": "no_such_settings"}
    with (
        pytest.raises(WebsiteFailed, match=r"did not start:(.|\n)*no_such_settings"),
        website(broken, tmp_path),
    ):
        pytest.fail("it started")
