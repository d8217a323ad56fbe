"""Which answers of the office can be taken."""

from django.utils.translation import gettext as _

from .entries import Answer, AnswerRefused


def gone() -> AnswerRefused:
    """The refusal of an answer to what someone else decided, or its owner took back."""
    return AnswerRefused(_("This is no longer waiting: it was decided or taken back."))


def check_answer(answer: Answer, *, waits: bool, seen: str, present: str, own: bool) -> None:
    """Raise `AnswerRefused` for an answer to what no longer waits or was changed meanwhile, to
    one's own, and for a refusal without a reason."""
    if not waits:
        raise gone()
    if seen != present:
        raise AnswerRefused(_("It was changed after you opened this screen. Look at it again."))
    if own:
        raise AnswerRefused(_("This is your own. Someone else in the office decides about it."))
    if not answer.approved and not answer.reason.strip():
        raise AnswerRefused(_("Write the reason: the person reads it and knows what to change."))
