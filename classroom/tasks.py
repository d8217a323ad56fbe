"""What the queue calls."""

from .history import reconcile_postings
from .ledger import refresh_current_year


def refresh_ledger() -> str:
    """Bring the ledger of the current school year up to now."""
    done = refresh_current_year()
    return f"{done.classes} classes, {done.slots} slots changed"


def nightly() -> str:
    """Reconcile postings with the pages' own history, then refresh the ledger."""
    mended = reconcile_postings()
    return f"{mended} postings mended; {refresh_ledger()}"
