from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SchoolsConfig(AppConfig):
    name = "district_cms.schools"
    label = "schools"
    verbose_name = _("Schools")

    def ready(self) -> None:
        from django.core.checks import Tags, register
        from django.core.signals import setting_changed
        from django.db import models
        from django.db.models.signals import post_delete, post_migrate, post_save
        from wagtail.admin.forms.models import register_form_field_override
        from wagtail.fields import StreamField
        from wagtail.models import PageViewRestriction
        from wagtail.permissions import register_permission_policy
        from wagtail.signals import page_slug_changed, post_page_move

        from district_cms.brand.uses import register_use
        from district_cms.checks.rules import register_rules
        from district_cms.media.models import DistrictDocument
        from district_cms.publishing.gate import register_publish_check
        from district_cms.publishing.models import ProcedureSettings
        from district_cms.web.fields import RecordedDayField

        from . import frame, routing
        from .banners import visible
        from .banners.models import Banner
        from .banners.permissions import BannerPermissionPolicy
        from .blocks import emptiness
        from .blocks.description import DescribedField
        from .calendar import cached
        from .choosing.titles import guard_titles
        from .heads import redirects
        from .languages import behind
        from .models import DistrictSettings, NoSchoolDay, SameWords, SchoolYear, Term
        from .page_cache import writers
        from .page_cache.fragments import fragments
        from .richtext import clean_rendered_richtext
        from .search import index, postgres, synonyms
        from .typed_dates import fields

        writers.connect()
        post_migrate.connect(writers.site_changed, sender=self)
        # Only tests change a setting of a running program.
        setting_changed.connect(fragments.clear, dispatch_uid="schools.fragments")
        post_migrate.connect(postgres.make_after_migrate, sender=self)
        for signal in (post_save, post_delete, post_page_move):
            signal.connect(frame.page_changed, dispatch_uid="schools.frame")
            signal.connect(routing.site_changed, dispatch_uid="schools.site")
        page_slug_changed.connect(redirects.address_changed, dispatch_uid="schools.moved")
        post_page_move.connect(redirects.page_moved, dispatch_uid="schools.moved")
        register(postgres.check_trigrams, Tags.database)
        post_save.connect(index.page_saved, dispatch_uid="schools.search")
        post_page_move.connect(index.page_moved, dispatch_uid="schools.search")
        post_save.connect(
            index.document_saved, sender=DistrictDocument, dispatch_uid="schools.search.document"
        )
        for signal in (post_save, post_delete):
            signal.connect(
                index.restriction_changed,
                sender=PageViewRestriction,
                dispatch_uid="schools.search",
            )
            for model in (SchoolYear, Term, NoSchoolDay):
                uid = f"schools.years.{model.__name__}"
                signal.connect(cached.years_changed, sender=model, dispatch_uid=uid)
            signal.connect(visible.changed, sender=Banner, dispatch_uid="schools.notices")
            signal.connect(synonyms.changed, sender=SameWords, dispatch_uid="schools.same_words")
        post_save.connect(
            index.settings_saved, sender=DistrictSettings, dispatch_uid="schools.quick_links"
        )
        post_save.connect(
            cached.years_changed, sender=ProcedureSettings, dispatch_uid="schools.years.rule"
        )
        for rules, findings in (
            (emptiness.RULES, emptiness.empty_page_findings),
            (behind.RULES, behind.behind_findings),
        ):
            register_rules(rules)
            register_publish_check(findings)
        guard_titles()
        register_permission_policy(Banner, BannerPermissionPolicy(Banner))
        clean_rendered_richtext()
        register_use(frame.pages_with)
        register_form_field_override(StreamField, override={"form_class": DescribedField})
        for model_field, form_field in (
            (models.DateField, fields.TypedDateField),
            (RecordedDayField, fields.RecordedDayFormField),
            (models.TimeField, fields.TypedTimeField),
            (models.DateTimeField, fields.TypedDateTimeField),
        ):
            register_form_field_override(
                model_field, override={"form_class": form_field, "widget": form_field.widget}
            )
