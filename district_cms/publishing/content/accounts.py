"""Personal accounts and phones in what families read: asked about, and never refused.

Nothing is asked about what the office lists as the district's own, nor about what a supervisor has
authorized, which the room above knows.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from district_cms.checks.findings import Fault
from district_cms.checks.personal_accounts import find, is_approved, is_authorized

from ..models import ProcedureSettings
from .fragments import Fragment
from .many import once

_suppliers: list[Callable[[Any], Iterable[tuple[str, str]]]] = []


def register_authorized(supplier: Callable[[Any], Iterable[tuple[str, str]]]) -> None:
    """Add a function that says what the people of a page or an object may use: each a resource, and
    the name of a service or the number. Registering one twice changes nothing."""
    if supplier not in _suppliers:
        _suppliers.append(supplier)


def account_faults(subject: Any, pieces: Iterable[Fragment]) -> Iterator[tuple[Fragment, Fault]]:
    """Yield what looks like someone's own, each once for a block. No query where nothing does."""
    found: dict[tuple[Any, ...], tuple[Fragment, Fault]] = {}
    for piece in pieces:
        for fault in find(piece.source):
            found.setdefault((piece.field, *piece.path[:1], fault.excerpt), (piece, fault))
    if not found:
        return
    approved = once("procedure settings", ProcedureSettings.load).accounts
    held = {each for supplier in _suppliers for each in supplier(subject)}
    for piece, fault in found.values():
        resource = dict(fault.params)["resource"]
        allowed = is_authorized(fault.excerpt, resource, held)
        if not (allowed or is_approved(fault.excerpt, approved)):
            yield piece, fault
