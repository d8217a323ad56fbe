"""The district's home page and plain pages."""

from typing import Any, ClassVar

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField, StreamField

from district_cms.brand.services import keep_district

from ..blocks import ContentBlock
from ..heads import head
from ..languages.editing import in_both
from ..richtext import SHORT_FEATURES
from .translated import (
    EMPTY_IN_SPANISH,
    TranslatedPage,
    body_in_spanish,
    introduction_in_spanish,
    searched_in_both,
)


class HomePage(TranslatedPage):
    """The district's home page; the only page of its type."""

    template = "schools/pages/home_page.html"
    max_count = 1
    parent_page_types: ClassVar = ["wagtailcore.Page"]
    title_help = _(
        "The district’s name. Families read it on every page and in every message from the website."
    )
    # `activities` adds the district's news by naming this type as its parent.

    introduction = RichTextField(_("introduction"), blank=True, features=SHORT_FEATURES)
    introduction_es = introduction_in_spanish()
    body = StreamField(ContentBlock(), verbose_name=_("body"), blank=True)
    body_es = body_in_spanish()

    content_panels = [
        *TranslatedPage.content_panels,
        *in_both("introduction"),
        *in_both("body"),
    ]
    search_fields = [
        *TranslatedPage.search_fields,
        *searched_in_both("introduction"),
    ]

    class Meta:
        verbose_name = _("district home page")

    def head_description(self, context: dict[str, Any]) -> str:
        text = _("%(district)s: schools, teachers’ class pages and the curriculum, for families.")
        return text % {"district": self.title_read}

    def structured_data(self, context: dict[str, Any], url: str) -> list[head.Thing]:
        return [head.district(name=self.title, url=url)]

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        """Saves, and creates or renames the district's organization after the page's title."""
        super().save(*args, **kwargs)
        if "title" in (kwargs.get("update_fields") or ("title",)):
            keep_district(name=self.title)


class StandardPage(TranslatedPage):
    """A plain page of the district or of a school."""

    template = "schools/pages/standard_page.html"
    parent_page_types: ClassVar = [
        "schools.HomePage",
        "schools.SchoolPage",
        "schools.StandardPage",
    ]
    subpage_types: ClassVar = ["schools.StandardPage"]
    title_help = _(
        "The heading of the page. Families choose it by these words from menus and search results."
    )

    introduction = models.TextField(
        _("introduction"), blank=True, help_text=_("One or two sentences, shown in larger type.")
    )
    introduction_es = models.TextField(
        _("introduction in Spanish"), blank=True, help_text=EMPTY_IN_SPANISH
    )
    body = StreamField(ContentBlock(), verbose_name=_("body"), blank=True)
    body_es = body_in_spanish()

    content_panels = [
        *TranslatedPage.content_panels,
        *in_both("introduction"),
        *in_both("body"),
    ]
    search_fields = [
        *TranslatedPage.search_fields,
        *searched_in_both("introduction"),
        *searched_in_both("body"),
    ]

    class Meta:
        verbose_name = _("page")

    def head_description(self, context: dict[str, Any]) -> str:
        return str(self.text("introduction").value)
