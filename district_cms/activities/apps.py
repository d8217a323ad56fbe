from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ActivitiesConfig(AppConfig):
    name = "district_cms.activities"
    label = "activities"
    verbose_name = _("Activities and news")

    def ready(self) -> None:
        from django.db.models.signals import post_delete, post_save
        from wagtail.signals import post_page_move

        from classroom.permissions import register_own_pages
        from district_cms.checks.rules import register_rules
        from district_cms.people.leaving import accounts_ended, register_holdings
        from district_cms.publishing.gate import register_publish_check
        from district_cms.schools.page_context import register_page_context
        from district_cms.site_audit.owners import register_owners

        from . import requirements
        from .permissions import LED
        from .presentation import newest_posts, pages, search_sources
        from .selectors import holdings, leaders_of
        from .services import stop_leading

        for signal in (post_save, post_delete, post_page_move):
            signal.connect(newest_posts.source_changed, dispatch_uid="activities.posts")
        register_own_pages(LED)
        register_rules(requirements.RULES)
        register_publish_check(requirements.post_findings)
        register_owners(leaders_of)
        search_sources.register()
        register_holdings(holdings)
        accounts_ended.connect(stop_leading)
        register_page_context("schools.homepage", pages.home_context)
        register_page_context("schools.schoolpage", pages.school_context)
        register_page_context("activities.activitypage", pages.activity_context)
        register_page_context("activities.postpage", pages.post_context)
