"""500 changes of any kind, and readings of any page from two web processes that keep their pages.

`make bench ARGS=kept_pages`. Never an old page a second later, nor one of another address, a draft,
or a page that is not for everyone. What is true is drawn each time by a program that was just
started. Prints how the answers came about.
"""

import os
import random
import sys
import time
from typing import Final

from tests.browser.two_processes import A_SECOND, two_of_one_district

CHANGES: Final = 500
MOST_AT_ONCE: Final = 4
READ: Final = 8


def test_after_any_changes_both_processes_show_what_is_true() -> None:
    dice = random.Random(13)  # the same each time
    made = 0
    with two_of_one_district(os.environ.get("DATABASE_URL", "")) as two:
        while made < CHANGES:
            count = min(dice.randrange(1, MOST_AT_ONCE + 1), CHANGES - made)
            kinds = two.change(dice.randrange(10**9), count)
            time.sleep(A_SECOND)
            asked = [
                (address + dice.choice(["", "", "?lang=es", "?lang=en"]), dice.choice(["en", "es"]))
                for address in dice.sample(two.addresses(), READ)
            ]
            # The second time what is kept is read from memory.
            assert two.wrong(asked + asked[::-1]) == [], (made, kinds)
            made += count
            sys.stdout.write(f"\r{made} changes")
        assert two.statuses["pages; hit"] > CHANGES
        sys.stdout.write(f"\rkept pages: {made} changes, answers {dict(two.statuses)}\n")
