"""The privacy page, with the notices that US districts publish."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from district_cms.schools import routing
from district_cms.schools.heads.head import head_of_screen
from district_cms.schools.languages.offered import DEFAULT
from district_cms.schools.models import NOTICE_KINDS, DistrictSettings


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Where the district has made a page of its own at the same address, that page."""
    if routing.resolve(request, request.path) is not None:
        return routing.serve(request, request.path)
    lead = _("What we keep about families and students, why, for how long, and whom to ask.")
    office, titles = DistrictSettings.kept(), dict(NOTICE_KINDS)
    context = {
        "head": head_of_screen(request, title=_("Privacy"), description=lead),
        "district_contact": office,  # the context processor would read it again
        "required_notices": [
            (titles[notice["kind"]], notice, notice["language"] or DEFAULT)
            for notice in office.notices(get_language() or DEFAULT)
        ],
        "messages_kept": settings.MESSAGE_ADDRESSES_KEPT_DAYS,
        "texts_kept": settings.WEBHOOK_PAYLOADS_KEPT_DAYS,
        "texts": settings.TEXT_PROVIDER,
        "students": settings.STUDENTS_MAY_FOLLOW,
    }
    return render(request, "notifications/pages/privacy.html", context)
