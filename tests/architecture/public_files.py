"""The public templates, style sheets and scripts, and what may not stand in them."""

import re
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "templates"
STATIC = ROOT / "static"
# Editors' screens and messages have rules of their own.
NOT_PUBLIC = re.compile(r"admin|wagtail\w+|email|sms|signatures")
PUBLIC_TEMPLATES = sorted(
    path
    for path in TEMPLATES.rglob("*.html")
    if not any(NOT_PUBLIC.fullmatch(part) for part in path.relative_to(TEMPLATES).parts)
)
STYLES = sorted((STATIC / "css").rglob("*.css"))
SCRIPTS = sorted((STATIC / "js").rglob("*.js"))
FORBIDDEN = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "an inline script": re.compile(r"<script\b(?![^>]*\ssrc=)", re.IGNORECASE),
    "an event attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "a script address": re.compile(r"javascript:", re.IGNORECASE),
    "a frame": re.compile(r"<(?:iframe|embed|object)\b", re.IGNORECASE),
    "another server's address": re.compile(r"[\"'(=]\s*(?:https?:)?//[a-z0-9]", re.IGNORECASE),
}


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def in_each(paths: Iterable[Path], pattern: str) -> list[tuple[str, str]]:
    """(file, what was found) for every place where the pattern fits."""
    return [
        (name(path), found.group())
        for path in paths
        for found in re.finditer(pattern, path.read_text(encoding="utf-8"))
    ]


def within(folder: Path, path: Path) -> str:
    return path.relative_to(folder).as_posix()
