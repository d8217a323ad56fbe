"""Before a code is sent: can texts get to this number at all? The provider is asked where the
district wants that (`TEXT_NUMBER_LOOKUP`), for money.

The answer is said on the screen and kept nowhere. A number that is known here is asked about as any
other, so that neither the words nor the wait tell which are.
"""

import logging
from typing import Final

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from district_cms.web.limits import count_up

from ..models import Channel
from ..providers.base import Line, NotProcessed, Unclear
from ..providers.registry import make_provider
from .proving import HOUR

log = logging.getLogger("district.outbox")

NOT_ASKED: Final = "a number could not be looked up, so a code is sent all the same: %s"

WORDS: Final[dict[Line, Promise]] = {
    Line.LANDLINE: _(
        "This number is a landline: it cannot get texts. Type the number of a mobile phone, or "
        "get updates by email."
    ),
    Line.IMPOSSIBLE: _("No phone can have this number. Check each digit."),
}


def why_no_texts(number: str) -> Promise | str:
    """What to say at the field of a number where texts surely do not arrive; "" of every other one,
    and where nobody can be asked. Called after `limits.count_request`, and outside any transaction.
    """
    if not settings.TEXT_NUMBER_LOOKUP:
        return ""
    try:
        line = _line_of(number)
    except (NotProcessed, Unclear) as error:
        log.warning(NOT_ASKED, error)
    except Exception as error:  # noqa: BLE001  # a fault of the question keeps no family out
        # Its words, and a traceback, may have the number in them.
        log.error(NOT_ASKED, type(error).__name__)
    else:
        return WORDS.get(line, "")
    return ""


def _line_of(number: str) -> Line:
    provider = make_provider(Channel.TEXT)
    try:
        return provider.look_up(number) if provider.looks_up and _may_ask() else Line.OTHER
    finally:
        provider.close()


def _may_ask() -> bool:
    """Counts one lookup of the district. Landlines get no code, so `TEXT_CODES_AN_HOUR` does not
    count them: as many lookups an hour are paid for, and no more."""
    most = settings.TEXT_CODES_AN_HOUR
    asked = count_up("text.lookups", "", HOUR.seconds)
    if asked == most + 1:
        log.error(
            "%d numbers were looked up within an hour: until it is over, codes are sent without "
            "(TEXT_CODES_AN_HOUR)",
            most,
        )
    return asked <= most
