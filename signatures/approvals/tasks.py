"""What the queue calls."""

from .notices import tell_office, tell_people


def tell_of_decisions() -> str:
    """By day, each hour: tell people what was decided."""
    return f"{tell_people()} mails"


def tell_of_waiting() -> str:
    """Twice a day: tell the office what came in and what was decided."""
    return f"{tell_office()} mails"
