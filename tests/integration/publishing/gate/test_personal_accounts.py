"""Personal accounts are asked about on pages and in notices, unless someone may use them."""

import datetime as dt
from typing import Any

import pytest

from district_cms.deviations.models import Authorization
from district_cms.publishing.content.checks import content_findings
from district_cms.publishing.models import ProcedureSettings
from district_cms.publishing.objects import check_object
from district_cms.schools.models import StandardPage
from notifications.models import ClassNotice
from tests.factories.district import District, account_of
from tests.factories.pages import make_draft, update_content
from tests.integration.conftest import Clock

pytestmark = pytest.mark.django_db

RULE = "personal-account"
CELL = "Questions? Text me at 406-555-0142."
LAST = dt.date(2026, 12, 18)


def asked(text: str, **fields: Any) -> list[str]:
    """Return what is asked about on a page with this text."""
    page = StandardPage(title="Science", body=[("prose", f"<p>{text}</p>")], **fields)
    found = [finding for finding in content_findings(page) if finding.rule == RULE]
    assert all(finding.asks and finding.clause == "personal-accounts" for finding in found)
    return [finding.excerpt for finding in found]


def authorize(district: District, **fields: Any) -> Authorization:
    staff = district.teacher_staff
    values = {"resource": "texts", "first_day": dt.date(2026, 11, 1), "last_day": LAST} | fields
    return Authorization.objects.create(
        staff=staff, who=staff.full_name, state="granted", purpose="Trips", reached="Math", **values
    )


def test_a_page_and_a_notice_ask_and_refuse_nothing(district: District) -> None:
    assert asked(CELL) == ["Text me at 406-555-0142"]
    notice = ClassNotice(classroom=district.classroom, text_en=CELL)
    assert [(each.rule, each.asks) for each in check_object(notice)] == [(RULE, True)]


def test_numbers_of_the_district_draw_nothing(district: District) -> None:
    type(district.school).objects.filter(pk=district.school.pk).update(phone="(406) 555-0142")
    assert asked(CELL) == []


def test_an_authorization_is_for_its_person_and_its_days(district: District, clock: Clock) -> None:
    authorize(district)
    content = update_content(district.curriculum, lesson=[("prose", f"<p>{CELL}</p>")])
    update = make_draft(district.classroom, **content)
    notice = ClassNotice(classroom=district.classroom, text_en=CELL)
    own = account_of(district.teacher_staff)
    other = account_of(district.principal_staff)
    for day, quiet in (("2026-12-18", True), ("2026-12-19", False)):
        clock(f"{day} 09:00")
        assert (asked(CELL, owner=own) == []) is quiet
        assert (check_object(notice) == []) is quiet
        assert (RULE not in {each.rule for each in content_findings(update)}) is quiet
        assert asked(CELL, owner=other)
    clock("2026-12-01 09:00")
    assert asked("Write to ms.rivera@gmail.com.", owner=own)


def test_nothing_is_asked_about_what_the_office_lists(district: District) -> None:
    chosen = ProcedureSettings.load()
    chosen.approved_accounts = "ClassDojo\n\nhttps://www.facebook.com/larkspur/\n"
    chosen.save()
    assert asked("Join our ClassDojo: code 7XK2") == []
    assert asked('<a href="https://facebook.com/larkspur">News</a>') == []
    assert asked("Remind code @rivera3") == ["Remind code @rivera3"]
