"""The addresses of review, stand-ins and reading later, in the editor."""

from typing import Any

from django.urls import path

from ..reading_later.reading import ReadLive
from ..reading_later.views import mark_as_read
from ..standing_in.views import StandInsView
from .reading import ReadEntry
from .views import DecideSeveral, ReviewQueue, SendEntryBack, approve_entry


def urls() -> list[Any]:
    return [
        path("review/", ReviewQueue.as_view(), name="moderation_review"),
        path("review/decide/", DecideSeveral.as_view(), name="moderation_decide"),
        path("review/read/", mark_as_read, name="moderation_mark_read"),
        path("review/read/<int:row_id>/", ReadLive.as_view(), name="moderation_read_live"),
        path(
            "review/stand-ins/<int:school_id>/", StandInsView.as_view(), name="moderation_stand_ins"
        ),
        path("review/<int:state_id>/", ReadEntry.as_view(), name="moderation_read"),
        path("review/<int:state_id>/approve/", approve_entry, name="moderation_approve"),
        path(
            "review/<int:state_id>/send-back/", SendEntryBack.as_view(), name="moderation_send_back"
        ),
    ]
