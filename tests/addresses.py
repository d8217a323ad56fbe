"""Every address that the project answers, as its own table of addresses names them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse


@dataclass(frozen=True, slots=True)
class Route:
    """A named address: "wagtailadmin_pages:edit", the names of what it takes, where it begins."""

    name: str
    takes: tuple[str, ...]
    below: str

    def address(self, values: dict[str, Any]) -> str | None:
        """The address with these values, None where they do not fit it."""
        try:
            return reverse(self.name, kwargs={name: values[name] for name in self.takes})
        except (KeyError, NoReverseMatch):
            return None


def every_route() -> Iterator[Route]:
    """All that can be asked for by name; the pages of the site themselves stand apart."""
    for name, takes, below in _walk(get_resolver().url_patterns):
        if not name.endswith(":") and name != "":
            yield Route(name, tuple(takes), below)


def admin_routes() -> list[Route]:
    """Those behind the editor's sign-in."""
    return [route for route in every_route() if route.below.startswith("admin/")]


def _walk(
    patterns: list[Any],
    spaces: tuple[str, ...] = (),
    above: tuple[str, ...] = (),
    below: str = "",
) -> Iterator[tuple[str, tuple[str, ...], str]]:
    for pattern in patterns:
        takes = (*above, *pattern.pattern.regex.groupindex)
        here = below + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            space = (pattern.namespace,) if pattern.namespace else ()
            yield from _walk(pattern.url_patterns, (*spaces, *space), takes, here)
        elif isinstance(pattern, URLPattern):
            yield ":".join([*spaces, pattern.name or ""]), takes, here
