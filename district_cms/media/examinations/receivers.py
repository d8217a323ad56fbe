"""The entrance for `document_file_saved`."""

from typing import Any

from .services import examine_new_file


def examine_saved_file(instance: Any, **kwargs: Any) -> None:
    examine_new_file(instance)
