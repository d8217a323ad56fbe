"""What the state of a report allows. Who may is another question, see `roles.matrix`."""

from django.utils.translation import gettext as _


class StepRefused(Exception):
    """A step that cannot be taken; the message is for the person at the screen."""


def check_step(*, closed: bool) -> None:
    """Raise `StepRefused` for a step after the end."""
    if closed:
        raise StepRefused(
            _(
                "This report is closed, so its record is complete. If the same thing still does "
                "not work, send a new report with the form at the bottom of the page."
            )
        )


def can_step(*, closed: bool) -> bool:
    """Whether `check_step` passes."""
    try:
        check_step(closed=closed)
    except StepRefused:
        return False
    return True


def check_answerable(*, email: str, closed: bool) -> None:
    """Raise `StepRefused` where no answer can be sent by email."""
    check_step(closed=closed)
    if not email:
        raise StepRefused(
            _(
                "There is no email address to reply to. If you reached the person another way, "
                "say how under “What was done”."
            )
        )


def can_answer(*, email: str, closed: bool) -> bool:
    """Whether an answer can be sent by email."""
    try:
        check_answerable(email=email, closed=closed)
    except StepRefused:
        return False
    return True
