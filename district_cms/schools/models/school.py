"""A school of the district."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index

from ..blocks import ContentBlock
from ..choices import SCHOOL_KINDS
from ..phones import validate_phone
from ..richtext import SHORT_FEATURES
from .base import DistrictPage


class SchoolPage(DistrictPage):
    template = "schools/pages/school_page.html"
    parent_page_types: ClassVar = ["schools.HomePage"]
    exclude_fields_in_copy: ClassVar = ["source_id"]
    is_school = True
    # `classroom` adds its teacher pages by naming this type as their parent.

    kind = models.CharField(_("kind"), max_length=20, choices=SCHOOL_KINDS)
    street = models.CharField(_("street"), max_length=120, blank=True)
    city = models.CharField(_("city"), max_length=80, blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True, validators=[validate_phone])
    email = models.EmailField(_("email"), blank=True)
    office_hours = models.CharField(_("office hours"), max_length=120, blank=True)
    introduction = RichTextField(_("introduction"), blank=True, features=SHORT_FEATURES)
    body = StreamField(ContentBlock(), verbose_name=_("body"), blank=True)
    source_id = models.CharField(
        _("roster id"),
        max_length=255,
        unique=True,
        null=True,
        blank=True,
        editable=False,
        help_text=_("OneRoster sourcedId of the org"),
    )

    content_panels = [
        *DistrictPage.content_panels,
        FieldPanel("kind"),
        MultiFieldPanel(
            [
                FieldPanel("street"),
                FieldPanel("city"),
                FieldPanel("phone"),
                FieldPanel("email"),
                FieldPanel("office_hours"),
            ],
            heading=_("How to reach the school"),
        ),
        FieldPanel("introduction"),
        FieldPanel("body"),
    ]
    search_fields = [
        *DistrictPage.search_fields,
        index.SearchField("introduction"),
        index.SearchField("body"),
        index.FilterField("kind"),
    ]

    class Meta:
        verbose_name = _("school")

    @property
    def is_high_school(self) -> bool:
        """Whether the district may write to its students directly (grades 9 to 12)."""
        return self.kind in {"high", "alternative"}
