"""What texts cost the district, where it said what a segment costs."""

from decimal import Decimal

from django.conf import settings


def price_of(segments: int) -> str:
    """The price of so many segments, in dollars ("$0.025"); "" where none is set."""
    each: Decimal | None = settings.TEXT_PRICE
    return "" if each is None else dollars(each * segments)


def dollars(amount: Decimal) -> str:
    """Cents, and the parts of a cent that there are, down to a hundredth."""
    whole, _point, parts = f"{amount:.4f}".partition(".")
    return f"${int(whole):,}.{parts[:2]}{parts[2:].rstrip('0')}"
