"""A teacher's page at one school."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.search import index

from district_cms.people.models import Staff
from district_cms.publishing.forms.page import PublishGateForm
from district_cms.schools.models import DistrictPage
from district_cms.schools.richtext import SHORT_FEATURES

from ..presentation import heads


class TeacherPageForm(PublishGateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        title = self.fields["title"]
        title.required = False
        if "slug" in self.fields:
            # Wagtail makes a slug from the title.
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


class TeacherPage(DistrictPage):
    """The page of a teacher. A teacher at several schools has one at each."""

    base_form_class = TeacherPageForm
    template = "classroom/pages/teacher_page.html"
    parent_page_types: ClassVar = ["schools.SchoolPage"]
    subpage_types: ClassVar = ["classroom.ClassroomPage"]
    select_when_served = ("staff",)
    title_help = _(
        "The teacher’s name as families say it, for example “Ms. Rivera”. Empty: the name of the "
        "staff record."
    )

    staff = models.ForeignKey(
        Staff, verbose_name=_("teacher"), on_delete=models.PROTECT, related_name="teacher_pages"
    )
    introduction = RichTextField(_("introduction"), blank=True, features=SHORT_FEATURES)

    content_panels = [*DistrictPage.content_panels, FieldPanel("staff"), FieldPanel("introduction")]
    search_fields = [*DistrictPage.search_fields, index.SearchField("introduction")]

    class Meta:
        verbose_name = _("teacher page")

    def head_description(self, context: dict[str, Any]) -> str:
        return heads.teacher_description(self.title, self.school_title_read)
