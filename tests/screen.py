"""A screen: who opens it, and at which address."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from tests.world import World

Address = Callable[[World], str]


@dataclass(frozen=True, slots=True)
class Screen:
    """`role` names an account of the world; None is a visitor of the public site."""

    name: str
    role: str | None
    address: Address
    status: int = 200


def at(name: str, *args: Callable[[World], Any]) -> Address:
    """The address of a named route."""
    return lambda world: reverse(name, args=[arg(world) for arg in args])


def plain(address: str) -> Address:
    return lambda world: address


def of_page(view: str, page: Any) -> str:
    """The address of one of Wagtail's screens about a page."""
    return reverse(f"wagtailadmin_pages:{view}", args=[page.pk])
