"""Asks pages once through Django itself, to see what is on them and how many queries they take.

Runs with the settings of the site; prints a line of JSON.
"""

import json
import re
from html import unescape
from pathlib import Path
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

_MAIN = re.compile(r"<main.*?</main>", re.DOTALL)
_TAG = re.compile(r"<(?:script|style).*?</(?:script|style)>|<[^>]+>", re.DOTALL)
_WORD = re.compile(r"\w+")
_client = Client(headers={"Host": "localhost", "X-Forwarded-Proto": "https"})


def look_and_print(paths: list[str]) -> None:
    """{path: {"queries", "bytes", "words" of its main part}}. Of the second visit."""
    print(json.dumps({path: look(path) for path in paths}))


def keep_and_print(paths: list[str], folder: str) -> None:
    """Keeps each answer as a browser gets it, compressed; `names.json` says where."""
    names = {path: f"{number}.br" for number, path in enumerate(paths)}
    for path, name in names.items():
        answer = _client.get(path, headers={"Accept-Encoding": "br"})
        assert answer.headers["Content-Encoding"] == "br", path
        (Path(folder) / name).write_bytes(answer.content)
    (Path(folder) / "names.json").write_text(json.dumps(names))
    print(json.dumps(len(names)))


def look(path: str) -> dict[str, Any]:
    _client.get(path)
    with CaptureQueriesContext(connection) as queries:
        answer = _client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    [main] = _MAIN.findall(answer.text)
    return {
        "queries": len(queries),
        "bytes": len(answer.content),
        "words": _WORD.findall(unescape(_TAG.sub(" ", main))),
    }
