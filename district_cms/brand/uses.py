"""Who uses a logo. The rooms that show logos stand above this one and register how to ask them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from district_cms.media.in_use import InUse

if TYPE_CHECKING:
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


def listed(uses: list[Use]) -> str:
    """ "Email signatures: 2"."""
    return ", ".join(f"{use.where}: {use.number}" for use in uses)


def why_it_stays(logo: Logo) -> str:
    """Why it cannot be deleted now, and the way out; "" for a logo that is not shown and replaces
    no other."""
    if uses := uses_of(logo):
        return _("%(uses)s. Clear “may be used” first, or name the logo that replaces it.") % {
            "uses": listed(uses)
        }
    if replaced := list(logo.replaces.values_list("name", flat=True)):
        names = ", ".join(f"“{name}”" for name in replaced)
        return _("It replaces %(logos)s: choose another logo there first.") % {"logos": names}
    return ""


def check_is_unused(logo: Logo) -> None:
    """Raise `InUse` for a logo that is shown anywhere, or that replaces another one."""
    if reason := why_it_stays(logo):
        raise InUse(
            _("“%(name)s” cannot be deleted, because it is in use. %(reason)s")
            % {"name": logo.name, "reason": reason},
            item=logo,
        )
