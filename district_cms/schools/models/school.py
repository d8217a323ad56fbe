"""A school of the district."""

from typing import Any, ClassVar

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Collection
from wagtail.search import index

from district_cms.brand.models import Organization
from district_cms.brand.services import keep_school
from district_cms.brand.website import website
from district_cms.media.places import keep_school_collection

from ..blocks import ContentBlock
from ..choices import SCHOOL_KINDS
from ..frame import mark_url
from ..heads import head
from ..languages.editing import in_both
from ..phones import validate_phone
from ..richtext import SHORT_FEATURES
from .translated import (
    EMPTY_IN_SPANISH,
    TranslatedPage,
    body_in_spanish,
    introduction_in_spanish,
    searched_in_both,
)


class SchoolPage(TranslatedPage):
    template = "schools/pages/school_page.html"
    parent_page_types: ClassVar = ["schools.HomePage"]
    exclude_fields_in_copy: ClassVar = ["source_id", "organization", "collection"]
    is_school = True
    title_help = _(
        "The school’s name as families know it. It is on all pages of the school, in lists and "
        "in messages."
    )
    own_texts = ("title", "office_hours", "introduction", "body")
    # `classroom` adds its teacher pages by naming this type as their parent.

    kind = models.CharField(_("kind"), max_length=20, choices=SCHOOL_KINDS)
    street = models.CharField(_("street"), max_length=120, blank=True)
    city = models.CharField(_("city"), max_length=80, blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True, validators=[validate_phone])
    email = models.EmailField(_("email"), blank=True)
    office_hours = models.CharField(_("office hours"), max_length=120, blank=True)
    office_hours_es = models.CharField(
        _("office hours in Spanish"), max_length=120, blank=True, help_text=EMPTY_IN_SPANISH
    )
    introduction = RichTextField(_("introduction"), blank=True, features=SHORT_FEATURES)
    introduction_es = introduction_in_spanish()
    body = StreamField(ContentBlock(), verbose_name=_("body"), blank=True)
    body_es = body_in_spanish()
    source_id = models.CharField(
        _("roster id"),
        max_length=255,
        unique=True,
        null=True,
        blank=True,
        help_text=_(
            "The sourcedId in OneRoster’s orgs.csv. Lists of staff and students name the school by "
            "it. Families do not see it."
        ),
    )

    # Maintained by `save()`, so that nobody has to think of it.
    organization = models.OneToOneField(
        Organization,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="school_page",
        limit_choices_to={"kind": Organization.Kind.SCHOOL},
        verbose_name=_("organization"),
    )
    # For the school's pictures and documents, see `media.places`. Maintained by `save()` too.
    collection = models.OneToOneField(
        Collection,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="school_page",
        verbose_name=_("collection"),
    )

    content_panels = [
        *TranslatedPage.content_panels,
        # Nobody comments on a phone number, and the comment widgets add a kilobyte for two fields.
        FieldPanel("kind", disable_comments=True),
        MultiFieldPanel(
            [
                FieldPanel("street", disable_comments=True),
                FieldPanel("city", disable_comments=True),
                FieldPanel("phone", disable_comments=True),
                FieldPanel("email", disable_comments=True),
                FieldPanel("office_hours", disable_comments=True),
                FieldPanel("office_hours_es", disable_comments=True),
            ],
            heading=_("How to reach the school"),
        ),
        *in_both("introduction"),
        *in_both("body"),
        FieldPanel("source_id", disable_comments=True),
    ]
    search_fields = [
        *TranslatedPage.search_fields,
        *searched_in_both("introduction"),
        *searched_in_both("body"),
        index.FilterField("kind"),
    ]

    class Meta:
        verbose_name = _("school")

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        """Saves, and creates or renames the school's organization and collection after the
        title."""
        fields = kwargs.get("update_fields") or ("title",)
        if "title" in fields:
            self.organization = keep_school(organization_id=self.organization_id, name=self.title)
            self.collection = keep_school_collection(
                collection_id=self.collection_id, name=self.title
            )
            if kwargs.get("update_fields"):
                kwargs["update_fields"] = {*fields, "organization", "collection"}
        super().save(*args, **kwargs)

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        marks = website(request).marks
        own = {"kind": self.kind, "mark_url": mark_url(marks, self.organization_id)}
        return {**context, "school_mark": own}

    def head_description(self, context: dict[str, Any]) -> str:
        text = _("%(school)s: teachers and their class pages, news, and how to reach the office.")
        return text % {"school": self.title_read}

    def structured_data(self, context: dict[str, Any], url: str) -> list[head.Thing]:
        return [
            head.school(
                name=self.title_read,
                url=url,
                telephone=self.phone,
                email=self.email,
                street=self.street,
                city=self.city,
                district=website().name,
            )
        ]

    def with_content_json(self, content: Any) -> Any:
        """Applies a revision's content but keeps the page's current organization."""
        page = super().with_content_json(content)
        page.organization_id = self.organization_id
        return page
