"""Drafts of class page templates in the office's one queue of approvals."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef, TextField, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from district_cms.brand.drafts import Draft
from district_cms.people.models import User

from ..models import ClassTemplate, ClassTemplateVersion

CHANGE = "classroom.change_classtemplate"


class ClassTemplateDrafts:
    name = "class-template"

    def may_approve(self, user: User) -> bool:
        return bool(user.has_perm(CHANGE))

    def drafts(self) -> Sequence[Draft]:
        versions = ClassTemplateVersion.objects.filter(template=OuterRef("pk"))
        changed = ClassTemplate.objects.filter(is_changed=True)
        return [
            Draft(
                _("Class page template"),
                row.name,
                reverse("class_templates:inspect", args=[row.pk]),
                is_first=not row.has_version,
                state=_("Changed since its last approved version")
                if row.has_version
                else _("New: no class page starts from it yet"),
            )
            for row in changed.annotate(has_version=Exists(versions))
        ]

    def keys(self) -> Any:
        text = TextField()
        changed = ClassTemplate.objects.filter(is_changed=True).order_by()
        return changed.values_list(Value(self.name, text), Cast("pk", text), Value("", text))

    def is_new(self, draft: str, newest: str) -> bool:
        """Every one is: what has not changed is no key."""
        return True
