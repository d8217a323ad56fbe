"""Who uses a logo. The rooms that show logos stand above this one and register how to ask them."""

from collections.abc import Callable
from dataclasses import dataclass

from .models import Logo


@dataclass(frozen=True, slots=True)
class Use:
    """Where a logo is shown: "Email signatures", and in how many."""

    where: str
    number: int


type Ask = Callable[[Logo], Use]

_asked: list[Ask] = []


def register_logo_use(ask: Ask) -> None:
    """Let `ask` say how often its room shows a logo. Registering it again changes nothing."""
    if ask not in _asked:
        _asked.append(ask)


def uses_of(logo: Logo) -> list[Use]:
    """Where the logo is shown now, by the rooms that show it at all."""
    return [use for use in (ask(logo) for ask in _asked) if use.number]
