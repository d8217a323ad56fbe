"""The switches of a class go along into the next school year, for as long as they are its
teacher's: another teacher decides anew. A family's own choice is of one class of one year, and
stays with that.
"""

from typing import Any

from district_cms.people.models import User

from ...models import MailOffer
from .services import SWITCHES, set_offer


def carry_switches(page: Any, before: Any, same_teacher: bool, actor: User, **kwargs: Any) -> None:
    """Turn on for `page` what is on for `before`. What goes out from now on is sent."""
    offer = MailOffer.objects.filter(page=before).first() if same_teacher else None
    if offer is None:
        return
    for channel, (switch, _since, _action) in SWITCHES.items():
        if getattr(offer, switch):
            set_offer(classroom=page, offered=True, user=actor, channel=channel)
