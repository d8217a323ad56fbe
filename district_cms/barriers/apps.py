from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BarriersConfig(AppConfig):
    name = "district_cms.barriers"
    label = "barriers"
    verbose_name = _("Accessibility problems")

    def ready(self) -> None:
        from wagtail.permissions import register_permission_policy

        from district_cms.audit_log.written_once import AppendOnly, register_written_once
        from district_cms.schools.search.sources import listing_of, register_listing
        from district_cms.web.permissions import ReadOnlyPermissionPolicy

        from . import search
        from .models import BarrierReport, BarrierStep

        register_listing("accessibility", listing_of(search.public_screens))

        register_written_once(AppendOnly(BarrierStep, "problem report step"))

        # Registered before first use: Wagtail caches the first policy that it returns.
        register_permission_policy(BarrierReport, ReadOnlyPermissionPolicy(BarrierReport))
