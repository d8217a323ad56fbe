"""One folder of pictures for all tests of the gate: a fixture that two conftests import is two."""

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def media_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("media")
