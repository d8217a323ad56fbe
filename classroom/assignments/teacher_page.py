"""The editor's form of a teacher page: the name is typed once, on the staff record."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from district_cms.publishing.forms.page import PublishGateForm


class TeacherPageForm(PublishGateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        title = self.fields["title"]
        title.required = False
        if "slug" in self.fields:
            # Wagtail makes one of the title.
            self.fields["slug"].required = False

    def clean(self) -> Any:
        cleaned = super().clean() or self.cleaned_data
        staff = cleaned.get("staff")
        if not cleaned.get("title"):
            if staff is None:
                self.add_error("title", _("Write a name, or choose the staff record."))
            else:
                cleaned["title"] = self.instance.title = staff.full_name
        return cleaned
