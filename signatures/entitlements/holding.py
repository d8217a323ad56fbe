"""What someone has for their signature, for whoever sees them off."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from district_cms.people.models import Staff

from ..models import Entitlement


def holdings(staff: Staff) -> Iterator[str]:
    number = Entitlement.objects.on(timezone.localdate()).filter(staff=staff).count()
    if number:
        yield _(
            "memberships and credentials for the signature: %(number)d (deleted 90 days after the "
            "last day)"
        ) % {"number": number}
