"""A posting day as explanations name it: their room knows no classes and no ledger."""

from district_cms.deviations.services.explanations import PostingDay

from ...addresses import class_name
from ...models import PostingSlot


def posting_day_of(slot: PostingSlot) -> PostingDay:
    """Raises `ValueError` for a slot that no day was counted for."""
    if slot.day is None:
        raise ValueError("this slot has no day")
    classroom = slot.classroom
    return PostingDay(
        class_uuid=classroom.translation_key,
        class_name=class_name(classroom),
        school_id=classroom.get_parent().get_parent().pk,
        nominal_date=slot.nominal_date,
        day=slot.day,
    )
