"""Who shows a logo or a statement. The apps that show them are above this one and register a
function that answers."""

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
    """One signature or page: its owner, what distinguishes it from others, and its address."""

    name: str
    detail: str = ""
    url: str = ""


def _nobody(start: int, number: int) -> Sequence[Affected]:
    return ()


def _none() -> int:
    return 0


@dataclass(frozen=True, slots=True)
class Use:
    """One kind of use: a label such as "Email signatures", the number of uses, and `names(start,
    number)`, which returns part of them in a stable order. There may be thousands, so `names` is
    called for one page of a list.

    `handed_out()` returns how many were ever handed out, and may appear in mails for years.
    `places()` groups a long list: ("Larkspur High", 82).
    """

    where: str
    number: int
    names: Callable[[int, int], Sequence[Affected]] = field(default=_nobody, compare=False)
    handed_out: Callable[[], int] = field(default=_none, compare=False)
    places: Callable[[], Sequence[tuple[str, int]]] = field(default=tuple, compare=False)


type Ask = Callable[[Logo | Statement], Use]

_registered: list[Ask] = []


def register_use(ask: Ask) -> None:
    """Registers a function that returns an app's uses of a logo or statement, with a number of 0 if
    the app never shows it. Registering it again changes nothing."""
    if ask not in _registered:
        _registered.append(ask)


def all_uses(item: Logo | Statement) -> list[Use]:
    """Returns the answer of each app, also of those that do not show it: the screen has a list for
    each."""
    return [ask(item) for ask in _registered]


def listed(uses: list[Use]) -> str:
    """Returns "Email signatures: 2"."""
    return ", ".join(f"{use.where}: {use.number}" for use in uses)


def why_it_stays(logo: Logo) -> str:
    """Returns why the logo cannot be deleted, and what to do instead; "" if nothing shows it, no
    mail has it, and it replaces no other logo."""
    uses = all_uses(logo)
    if in_use := [use for use in uses if use.number]:
        return _("%(uses)s. Retire it first.") % {"uses": listed(in_use)}
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
    """Raises `InUse` for a logo that is in use, or that replaces another one."""
    if reason := why_it_stays(logo):
        raise InUse(
            _("“%(name)s” cannot be deleted, because it is in use. %(reason)s")
            % {"name": logo.name, "reason": reason},
            item=logo,
        )
