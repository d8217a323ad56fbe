"""Who shows a logo or a statement. The rooms that show them stand above this one and register how
to ask them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from district_cms.media.in_use import InUse

if TYPE_CHECKING:
    from .models import Logo, Statement


@dataclass(frozen=True, slots=True)
class Affected:
    """One signature, or one page: whose, what else tells it apart, and where it is seen."""

    name: str
    detail: str = ""
    url: str = ""


def _nobody(start: int, number: int) -> Sequence[Affected]:
    return ()


@dataclass(frozen=True, slots=True)
class Use:
    """Where it is shown: "Email signatures", in how many, and `names(start, number)` of them, in an
    order that stays. There may be thousands: `names` is asked for one page of a list."""

    where: str
    number: int
    names: Callable[[int, int], Sequence[Affected]] = field(default=_nobody, compare=False)


type Ask = Callable[[Logo | Statement], Use]

_asked: list[Ask] = []


def register_use(ask: Ask) -> None:
    """Let `ask` say where its room shows a logo or a statement, with a number of 0 for what it
    never shows. Registering it again changes nothing."""
    if ask not in _asked:
        _asked.append(ask)


def all_uses(item: Logo | Statement) -> list[Use]:
    """What each room says, with those that do not show it: a screen has a list for each."""
    return [ask(item) for ask in _asked]


def uses_of(item: Logo | Statement) -> list[Use]:
    """Where it is shown now, by the rooms that show it at all."""
    return [use for use in all_uses(item) if use.number]


def listed(uses: list[Use]) -> str:
    """ "Email signatures: 2"."""
    return ", ".join(f"{use.where}: {use.number}" for use in uses)


def why_it_stays(logo: Logo) -> str:
    """Why it cannot be deleted now, and the way out; "" for a logo that is not shown and replaces
    no other."""
    if uses := uses_of(logo):
        return _("%(uses)s. Retire it first.") % {"uses": listed(uses)}
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
