"""Class page templates, approved unless a test says otherwise."""

from typing import Any

from classroom.models import ClassTemplate, ClassTemplateVersion
from classroom.starting.services import approve_template
from district_cms.people.models import User


def make_class_template(*schools: Any, **fields: Any) -> ClassTemplate:
    """A draft: a free introduction, locked words below it, and guidance."""
    values: dict[str, Any] = {
        "name": "Elementary class",
        "introduction": "<p>Welcome to our class.</p>",
        "good_to_know": "<p>Homework help is on Mondays.</p>",
        "good_to_know_locked": True,
        "guidance_lesson": "Say it as you would at the door.",
    }
    template = ClassTemplate(**{**values, "for_all": not schools, **fields})
    template.full_clean()
    template.save()
    template.schools.set(schools)
    return ClassTemplate.objects.get(pk=template.pk)


def make_version(user: User, *schools: Any, **fields: Any) -> ClassTemplateVersion:
    """The first version of a new template."""
    return approve_template(template=make_class_template(*schools, **fields), user=user)


def next_version(template: ClassTemplate, user: User, **fields: Any) -> ClassTemplateVersion:
    """Change the draft and approve it."""
    ClassTemplate.objects.filter(pk=template.pk).update(**fields)
    return approve_template(template=ClassTemplate.objects.get(pk=template.pk), user=user)
