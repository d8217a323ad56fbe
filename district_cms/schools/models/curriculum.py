"""The curriculum section, the target of the curriculum links that class updates require."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from ..blocks import ContentBlock
from ..choices import SUBJECTS, GradeLevelsField, grade_label
from ..languages.editing import in_both
from .translated import EMPTY_IN_SPANISH, TranslatedPage, body_in_spanish, searched_in_both


class CurriculumIndexPage(TranslatedPage):
    template = "schools/pages/curriculum_index_page.html"
    max_count = 1
    parent_page_types: ClassVar = ["schools.HomePage"]
    subpage_types: ClassVar = ["schools.CurriculumPage"]

    own_texts = ("title", "introduction")
    title_help = _("The heading of the list of curriculum pages, and its name in the menu.")

    introduction = models.TextField(_("introduction"), blank=True)
    introduction_es = models.TextField(
        _("introduction in Spanish"), blank=True, help_text=EMPTY_IN_SPANISH
    )

    content_panels = [
        *TranslatedPage.content_panels,
        *in_both("introduction"),
    ]
    search_fields = [
        *TranslatedPage.search_fields,
        *searched_in_both("introduction"),
    ]

    class Meta:
        verbose_name = _("curriculum section")

    def head_description(self, context: dict[str, Any]) -> str:
        return str(self.text("introduction").value)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds `groups`: [{"subject_label", "pages": [{"title", "url", "grade_label", …}]}]."""
        context = super().get_context(request, *args, **kwargs)
        groups: dict[str, dict[str, Any]] = {}
        for page in CurriculumPage.objects.child_of(self).live().order_by("path"):
            group = groups.setdefault(
                page.subject, {"subject_label": page.get_subject_display(), "pages": []}
            )
            group["pages"].append(
                {
                    "title": page.text("title"),
                    "url": page.get_url(request),
                    "grade_label": page.grade_label,
                    "summary": page.text("summary"),
                }
            )
        context["groups"] = [groups[key] for key, _label in SUBJECTS if key in groups]
        return context


class CurriculumPage(TranslatedPage):
    template = "schools/pages/curriculum_page.html"
    parent_page_types: ClassVar = ["schools.CurriculumIndexPage"]
    subpage_types: ClassVar[list[str]] = []

    own_texts = ("title", "summary", "body")
    title_help = _(
        "What is taught, for example “Grade 3 mathematics”. Teachers link the page by this name, "
        "and families read it in updates."
    )

    subject = models.CharField(_("subject"), max_length=30, choices=SUBJECTS)
    grade_levels = GradeLevelsField(_("grade levels"))
    summary = models.CharField(_("summary"), max_length=250, blank=True)
    summary_es = models.CharField(
        _("summary in Spanish"), max_length=250, blank=True, help_text=EMPTY_IN_SPANISH
    )
    body = StreamField(ContentBlock(), verbose_name=_("body"), blank=True)
    body_es = body_in_spanish()

    content_panels = [
        *TranslatedPage.content_panels,
        FieldPanel("subject"),
        FieldPanel("grade_levels"),
        *in_both("summary"),
        *in_both("body"),
    ]
    search_fields = [
        *TranslatedPage.search_fields,
        *searched_in_both("summary"),
        *searched_in_both("body"),
        index.FilterField("subject"),
    ]

    class Meta:
        verbose_name = _("curriculum page")

    def head_description(self, context: dict[str, Any]) -> str:
        return str(self.text("summary").value)

    @property
    def grade_label(self) -> str:
        return grade_label(self.grade_levels)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["grade_label"] = self.grade_label
        context["subject_label"] = self.get_subject_display()
        return context
