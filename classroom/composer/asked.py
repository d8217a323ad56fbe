"""Which classes an address or a form of the composer names."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.datastructures import MultiValueDict

from district_cms.people.models import User
from district_cms.web.refused.keys import keys_in

from ..home.ways import MOST_CLASSES
from ..models import ClassroomPage
from ..services.updates import check_may_post
from .selectors import classrooms_by_ids


def classes_asked(sent: MultiValueDict[str, str], user: User) -> list[ClassroomPage]:
    """Each of which this account may post to. Raises `Http404` for what is no class,
    `PermissionDenied` for those of others."""
    keys = sent.getlist("class")
    wanted = set(keys_in(keys))
    if len(keys_in(keys)) < len(keys):
        raise Http404
    if len(wanted) > MOST_CLASSES:
        raise PermissionDenied
    found = classrooms_by_ids(wanted)
    if len(found) != len(wanted):
        raise Http404
    for classroom in found:
        check_may_post(user=user, classroom=classroom)
    return found
