"""What families and staff get is never called an emergency alert system, in any language. It is
none, and people who relied on it as one would wait in vain."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
CODE = ("classroom", "district_cms", "notifications", "signatures")
# Words that the privacy check looks for in other people's texts.
NOT_SAID = ROOT / "district_cms" / "checks"

CALLED_SO = re.compile(
    r"emergency[ -]+(?:alert|notif|messag|mass|broadcast|warning|communication|system|text)\w*"
    r"|\balert(?:ing|s)? +systems?|\bmass +notif\w+"
    r"|\b(?:alertas?|notificaci[oó]n(?:es)?|avisos?|mensajes?|comunicaci[oó]n(?:es)?)"
    r" +de +(?:la +)?emergencias?"
    r"|\bsistemas? +de +(?:alertas?|emergencias?|avisos? +de +emergencia)",
    re.IGNORECASE,
)
# "It is no …", "does not replace 911 or your alert system".
DENIED = re.compile(r"\b(?:no|not|never|nunca|ning[uú]na?)\b[^.]*$", re.IGNORECASE)


def wrongly_called(text: str) -> list[str]:
    plain = re.sub(r"[\s*_]+", " ", text)
    return [
        found.group()
        for found in CALLED_SO.finditer(plain)
        if not DENIED.search(plain[max(0, found.start() - 80) : found.start()])
    ]


def published_texts() -> Iterator[tuple[str, str]]:
    """Yields each file with its texts for people."""
    for folder, kinds in (
        ("templates", ("html", "txt")),
        ("docs", ("md",)),
        ("static/js", ("js",)),
        ("locale", ("po", "toml")),
    ):
        for kind in kinds:
            for path in (ROOT / folder).rglob(f"*.{kind}"):
                yield str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")
    for name in ("README.md", "CHANGELOG.md"):
        yield name, (ROOT / name).read_text(encoding="utf-8")
    for room in CODE:
        for path in (ROOT / room).rglob("*.py"):
            if not path.is_relative_to(NOT_SAID):
                yield str(path.relative_to(ROOT)), "\n".join(_strings(path))


def _strings(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def test_no_word_to_families_or_staff_calls_it_so() -> None:
    everything = list(published_texts())
    assert len(everything) > 500
    assert [(name, wrongly_called(text)) for name, text in everything if wrongly_called(text)] == []


@pytest.mark.parametrize(
    "text",
    [
        "Our emergency alerts reach every family.",
        "This is the district's emergency notification system.",
        "The mass notification tool.",
        "Use our alerting system.",
        "Recibirá alertas de emergencia.",
        "Es el sistema de alertas del distrito.",
    ],
)
def test_such_a_claim_is_detected(text: str) -> None:
    assert wrongly_called(text)


@pytest.mark.parametrize(
    "text",
    [
        "**It is no emergency alerting system**: it reaches those who asked.",
        "This does not replace 911\nor your alert system.",
        "Urgent notices of your school.",
        "An emergency situation may justify deviation.",
    ],
)
def test_denials_and_other_meanings_are_not_reported(text: str) -> None:
    assert not wrongly_called(text)
