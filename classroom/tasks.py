"""What the queue calls."""

from .history import plans_taken_back, reconcile_postings
from .ledger import refresh_current_year
from .services.postings import note_end_of_schedule


def refresh_ledger() -> str:
    """Bring the ledger of the current school year up to now."""
    done = refresh_current_year()
    return f"{done.classes} classes, {done.slots} slots changed"


def nightly() -> str:
    """Reconcile postings with the pages' own history, then refresh the ledger."""
    fixed = reconcile_postings() + note_end_of_schedule(page_uuids=plans_taken_back())
    return f"{fixed} postings fixed; {refresh_ledger()}"
