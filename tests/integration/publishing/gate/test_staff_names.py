"""What is told of those who work here is no student's record: their names are known to the gate."""

import pytest
from django.core.cache import cache

from district_cms.people.models import Staff
from district_cms.publishing.content.checks import content_findings
from district_cms.schools.models import StandardPage
from tests.factories.people import make_staff

pytestmark = pytest.mark.django_db

ABSENT = "<p>Elena Rivera is absent on Friday. A substitute will give the quiz.</p>"


def private(*texts: str) -> set[str]:
    """Return the rules by which something private is found on a page of these texts."""
    page = StandardPage(title="Science", body=[("prose", text) for text in texts])
    return {finding.rule for finding in content_findings(page) if finding.clause == "ferpa"}


def employ(given: str, family: str, *, active: bool = True) -> Staff:
    staff = make_staff(given_name=given, family_name=family)
    Staff.objects.filter(pk=staff.pk).update(active=active)
    return staff


def test_an_absent_teacher_is_no_privacy_finding() -> None:
    assert private(ABSENT)
    cache.clear()  # what was asked a moment ago is kept for five minutes
    employ("Elena", "Rivera")
    assert private(ABSENT) == set()


def test_a_grade_next_to_the_same_name_is_found() -> None:
    employ("Elena", "Rivera")
    assert private("<p>Elena Rivera is failing math.</p>") == {"grade-told-of-name"}


def test_former_employees_are_not_known() -> None:
    employ("Elena", "Rivera", active=False)
    assert private(ABSENT)


def test_a_student_beside_a_teacher_is_found() -> None:
    employ("Elena", "Rivera")
    assert private("<p>Elena Rivera thanks you all. Tom Lee has lice again.</p>")
