"""What texts cost the district, where it said what a segment costs."""

from decimal import ROUND_HALF_UP, ROUND_UP, Decimal

from django.conf import settings
from django.utils.translation import ngettext


def price_of(segments: int) -> str:
    """The price of so many segments, in dollars ("$0.025"); "" where none is set."""
    each: Decimal | None = settings.TEXT_PRICE
    return "" if each is None else dollars(each * segments)


def about(segments: int) -> str:
    """The price of so many segments as people say it ("5 cents", "$12.30"); "" where none is
    set."""
    each: Decimal | None = settings.TEXT_PRICE
    if each is None:
        return ""
    exact = each * segments * 100
    cents = exact.quantize(Decimal(1), ROUND_UP if exact < 1 else ROUND_HALF_UP)
    if cents >= 100:
        return f"${cents / 100:,.2f}"
    return ngettext("%(number)d cent", "%(number)d cents", int(cents)) % {"number": cents}


def dollars(amount: Decimal) -> str:
    """Cents, and the parts of a cent that there are, down to a hundredth."""
    whole, _point, parts = f"{amount:.4f}".partition(".")
    return f"${int(whole):,}.{parts[:2]}{parts[2:].rstrip('0')}"
