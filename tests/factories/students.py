"""Students of the list, and the switch that holds it."""

from typing import Any

from district_cms.students.models import Student, StudentListSettings
from district_cms.students.roster import name_tokens


def hold_students(**fields: bool) -> StudentListSettings:
    """Turns the list of students on."""
    settings = StudentListSettings.load()
    for name, value in {"hold_students": True, **fields}.items():
        setattr(settings, name, value)
    settings.full_clean()
    settings.save()
    return settings


def make_student(school: Any, key: str = "100", name: str = "Sam Lopez", **fields: Any) -> Student:
    given, _space, family = name.partition(" ")
    values = {"band": Student.Band.HIGH, "until": "2099-06-10", "source_id": f"id-{key}", **fields}
    student = Student.objects.create(key=key, school=school, **values)
    for word in sorted(name_tokens(given, "", "", family)):
        form, _colon, token = word.partition(":")
        student.names.create(form=form, token=token)
    return student
