"""Which addresses get no messages. Asked right before sending, for a whole batch at once."""

from collections.abc import Iterable

from district_cms.web.statements.arrays import one_of

from ..models import Suppression
from .rules import Cause


def suppressed(addresses: Iterable[str]) -> dict[tuple[str, str], list[Cause]]:
    """The causes of those that are suppressed now, by (address, channel). One query."""
    rows = (
        Suppression.objects.active().filter(address__in=one_of(str, set(addresses))).order_by("pk")
    )
    found: dict[tuple[str, str], list[Cause]] = {}
    for address, channel, cause in rows.values_list("address", "channel", "cause"):
        found.setdefault((address, channel), []).append(Cause(cause))
    return found
