"""The way back: a class that got words of its own follows the others again."""

from django.db import transaction

from district_cms.people.models import User

from ..models import UpdatePage
from .services import Locked, is_locked, save_draft, with_words_of
from .writing_over import held


@transaction.atomic
def write_together(*, page: UpdatePage, other: UpdatePage, user: User) -> None:
    """Give `other`, the draft of another class with words of its own, those of `page`, the newest
    draft of this one: from now on it follows again. Its own words stay in its history.

    Raises `Locked` while nobody may change it.
    """
    row = held([page, other])[other.pk]
    if is_locked(row, user):
        raise Locked(row)
    UpdatePage.objects.filter(pk__in=[page.pk, other.pk]).update(stands_apart=False)
    draft = with_words_of(page, row)
    draft.stands_apart = False
    save_draft(draft, user, None)
