"""Who shows a logo or a statement. The rooms that show them stand above this one and register how
to ask them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

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


def _none() -> int:
    return 0


@dataclass(frozen=True, slots=True)
class Use:
    """Where it is shown: "Email signatures", in how many, and `names(start, number)` of them, in an
    order that stays. There may be thousands: `names` is asked for one page of a list.

    `handed_out()` is how many went out with it at any time, and show it in mails for years.
    `places()` says of a long list how many of them stand where: ("Larkspur High", 82).
    """

    where: str
    number: int
    names: Callable[[int, int], Sequence[Affected]] = field(default=_nobody, compare=False)
    handed_out: Callable[[], int] = field(default=_none, compare=False)
    places: Callable[[], Sequence[tuple[str, int]]] = field(default=tuple, compare=False)


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


def listed(uses: list[Use]) -> str:
    """ "Email signatures: 2"."""
    return ", ".join(f"{use.where}: {use.number}" for use in uses)


def why_it_stays(logo: Logo) -> str:
    """Why it cannot be deleted now, and the way out; "" for a logo that is not shown, that no mail
    has, and that replaces no other."""
    uses = all_uses(logo)
    if shown := [use for use in uses if use.number]:
        return _("%(uses)s. Retire it first.") % {"uses": listed(shown)}
    if number := sum(use.handed_out() for use in uses):
        return ngettext(
            "%(number)d copied or exported signature has this logo, and emails will show it for "
            "years. Retire it instead, so that they keep its picture.",
            "%(number)d copied or exported signatures have this logo, and emails will show it for"
            " years. Retire it instead, so that they keep its picture.",
            number,
        ) % {"number": number}
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
