"""How often a password may be guessed, and by whom. Pure.

Three questions are counted apart, because one number cannot answer them. The *pair* of account and
address stops someone at one computer. The *account* stops one who guesses from many addresses, the
*address* one who tries many accounts. Each first slows down and then closes.

What closes an account or an address must not close it to those who are at home there, or a stranger
could lock out whom they like, and a school itself. So the limits of account and address hold for
strangers only: a browser in which this account has signed in before counts for itself, and an
address from which it has signed in before is asked about the pair alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Standing(StrEnum):
    """What we know of who asks, for the account that they name."""

    KNOWN_BROWSER = "known browser"  # it carries our mark: this account has signed in with it
    KNOWN_ADDRESS = "known address"  # the account has signed in from this network address
    STRANGER = "stranger"


@dataclass(frozen=True, slots=True)
class Threshold:
    """Failures of one key within `seconds`, which begin with the first: from `slow_from` on there
    is a pause after each, up to `longest_pause` seconds; after `close_at` nothing is tested."""

    name: str
    slow_from: int
    close_at: int
    seconds: int
    longest_pause: int

    def pause_after(self, failures: int) -> int:
        """Seconds until the next try, after so many failures: 1, 2, 4, …"""
        if failures < self.slow_from:
            return 0
        # Bounded before it is a power: the number comes from outside.
        return min(2 ** min(failures - self.slow_from, 10), self.longest_pause)


PAIR: Final = Threshold("sign-in-pair", 5, 10, 15 * 60, 16)
BROWSER: Final = Threshold("sign-in-browser", 5, 15, 15 * 60, 16)
ACCOUNT: Final = Threshold("sign-in-account", 10, 30, 60 * 60, 60)
# A school of 200 signs in from one address on the first Monday after the summer, when half of them
# mistype: short pauses, and a wide door.
ADDRESS: Final = Threshold("sign-in-address", 250, 500, 60 * 60, 2)
# The codes of the second step: who asks has the password already.
CODE: Final = Threshold("sign-in-code", 4, 10, 15 * 60, 16)

# While an address is closed to strangers, a pair that is at home there has this many tries: someone
# at this address is trying one account after the other.
PAIR_WHEN_ADDRESS_IS_CLOSED: Final = 3

COUNTED: Final[Mapping[Standing, tuple[Threshold, ...]]] = {
    Standing.KNOWN_BROWSER: (BROWSER,),
    Standing.KNOWN_ADDRESS: (PAIR, ADDRESS),
    Standing.STRANGER: (PAIR, ACCOUNT, ADDRESS),
}
"""What a try counts for."""


def closed_by(standing: Standing, failures: Mapping[Threshold, int]) -> Threshold | None:
    """The threshold that forbids this try; `failures` count it as one already."""
    for threshold in COUNTED[standing]:
        if standing is Standing.KNOWN_ADDRESS and threshold is ADDRESS:
            continue
        close_at = threshold.close_at
        if threshold is PAIR and standing is Standing.KNOWN_ADDRESS and _over(ADDRESS, failures):
            close_at = PAIR_WHEN_ADDRESS_IS_CLOSED
        if failures[threshold] > close_at:
            return threshold
    return None


def pauses(standing: Standing, failures: Mapping[Threshold, int]) -> dict[Threshold, int]:
    """Seconds of pause that this try leaves behind if it fails, by threshold; only those > 0."""
    asked = [
        each
        for each in COUNTED[standing]
        if not (standing is Standing.KNOWN_ADDRESS and each is ADDRESS)
    ]
    found = {each: each.pause_after(failures[each]) for each in asked}
    return {each: seconds for each, seconds in found.items() if seconds}


def _over(threshold: Threshold, failures: Mapping[Threshold, int]) -> bool:
    return failures[threshold] > threshold.close_at
