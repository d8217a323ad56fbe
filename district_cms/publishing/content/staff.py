"""Who works in the district, as the rooms above know it: more may be told of them."""

from collections.abc import Callable, Iterable

_suppliers: list[Callable[[], Iterable[str]]] = []


def register_staff_names(names: Callable[[], Iterable[str]]) -> None:
    """Add a function that returns the names of people who work here, each as `privacy.name_key`
    writes it. Registering one twice changes nothing."""
    if names not in _suppliers:
        _suppliers.append(names)


def staff_names() -> frozenset[str]:
    """The names of everyone who works here."""
    return frozenset().union(*(names() for names in _suppliers))
