"""Counts guesses, for all processes together, and refuses those beyond the thresholds.

A try is counted before it is tested, so that a hundred at once are not all the first; what turns
out right, or is refused, is given back.
"""

from dataclasses import dataclass

from django.http import HttpRequest

from district_cms.web import rate_limits
from district_cms.web.addresses import fold_address

from ..models import SignIn, User
from .browsers import browser_of
from .rules import ACCOUNT, ADDRESS, BROWSER, CODE, COUNTED, PAIR, Standing, Threshold
from .rules import closed_by as rule_closed_by
from .rules import pauses as rule_pauses


class Refused(Exception):
    """This try is not tested. `seconds` is how long to wait at most; `threshold` is the one that
    is reached, and `closed` whether it closed or only asks for a pause."""

    def __init__(self, threshold: Threshold, seconds: int, *, closed: bool) -> None:
        super().__init__(f"{threshold.name}: wait {seconds} seconds")
        self.threshold = threshold
        self.seconds = seconds
        self.closed = closed


@dataclass(frozen=True, slots=True)
class Try:
    """One try that is being tested, and what it was counted for."""

    keys: dict[Threshold, str]

    def succeeded(self) -> None:
        """It was right: it counts for nobody, and failures of this person here are forgotten.

        Not those of the account and the address: whoever knows one password could wipe them out.
        """
        for threshold, whose in self.keys.items():
            if threshold in (PAIR, BROWSER, CODE):
                rate_limits.start_over(threshold.name, whose)
                rate_limits.start_over(_pause(threshold), whose)
            else:
                rate_limits.give_back(threshold.name, whose)


def begin(request: HttpRequest, typed: str) -> Try:
    """Count one try of a password. `typed` is the account's name as it was typed.

    Raises `Refused`. Commits by itself (RuntimeError inside a transaction).
    """
    # As the account is looked up when the password is tested, or each spelling of a domain would be
    # counted apart.
    typed = fold_address(typed)
    account = User.objects.filter(email__iexact=typed).only("pk").first()
    # By the account and not by its spelling: the database finds more spellings than we fold.
    whose = str(account.pk) if account else f"nobody {typed.casefold()}"
    address = rate_limits.client_of(request)
    browser = browser_of(request)
    keys = {
        PAIR: f"{whose} {address}",
        ACCOUNT: whose,
        ADDRESS: address,
        BROWSER: f"{whose} {browser.name}",
    }
    standing = Standing.STRANGER
    if account and browser.knows(account.pk):
        standing = Standing.KNOWN_BROWSER
    elif account and SignIn.objects.filter(user=account, address=address).exists():
        standing = Standing.KNOWN_ADDRESS
    counted = {threshold: keys[threshold] for threshold in COUNTED[standing]}
    failures = {
        each: rate_limits.count_up(each.name, key, each.seconds) for each, key in counted.items()
    }
    return _allow(counted, rule_closed_by(standing, failures), rule_pauses(standing, failures))


def begin_code(request: HttpRequest, account: User) -> Try:
    """Count one try of a second step. Raises `Refused`, as `begin`.

    By the account, and in a browser of its own apart: who knows only the password cannot close the
    second step to its owner.
    """
    browser = browser_of(request)
    whose = f"{account.pk} {browser.name if browser.knows(account.pk) else ''}"
    failures = rate_limits.count_up(CODE.name, whose, CODE.seconds)
    pause = CODE.pause_after(failures)
    closed = CODE if failures > CODE.close_at else None
    return _allow({CODE: whose}, closed, {CODE: pause} if pause else {})


def open_again(request: HttpRequest, account_id: int) -> None:
    """Someone proved by mail that the account is theirs: what closed it is forgotten."""
    rate_limits.start_over(ACCOUNT.name, str(account_id))
    rate_limits.start_over(_pause(ACCOUNT), str(account_id))
    here = f"{account_id} {rate_limits.client_of(request)}"
    rate_limits.start_over(PAIR.name, here)
    rate_limits.start_over(_pause(PAIR), here)


def _allow(
    counted: dict[Threshold, str], closed: Threshold | None, pauses: dict[Threshold, int]
) -> Try:
    refused: Refused | None = None
    if closed:
        refused = Refused(closed, closed.seconds, closed=True)
    else:
        for threshold, seconds in pauses.items():
            # The pause begins with this try; until it is over the count is more than one.
            if rate_limits.count_up(_pause(threshold), counted[threshold], seconds) > 1:
                refused = Refused(threshold, seconds, closed=False)
                break
    if refused:
        for threshold, whose in counted.items():
            rate_limits.give_back(threshold.name, whose)
        raise refused
    return Try(counted)


def _pause(threshold: Threshold) -> str:
    return f"{threshold.name}-pause"
