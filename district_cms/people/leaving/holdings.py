"""What a person holds that someone should know of before they leave: each room says its own."""

from collections.abc import Callable, Iterable, Iterator

from ..models import Staff

Supplier = Callable[[Staff], Iterable[str]]
"""Sentences such as "2 drafts"; nothing where the person holds nothing of it."""

_suppliers: list[Supplier] = []


def register_holdings(supplier: Supplier) -> None:
    """Asked on the screen of someone who leaves; a few queries each, whatever their number."""
    if supplier not in _suppliers:
        _suppliers.append(supplier)


def holdings_of(staff: Staff) -> Iterator[str]:
    for supplier in _suppliers:
        yield from supplier(staff)
