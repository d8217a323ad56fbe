from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SchoolsConfig(AppConfig):
    name = "district_cms.schools"
    label = "schools"
    verbose_name = _("Schools")

    def ready(self) -> None:
        from wagtail.permissions import register_permission_policy

        from .banners.forms import BannerForm
        from .banners.models import Banner
        from .banners.permissions import BannerPermissionPolicy

        # Here, because the form asks the permissions, which know the page types.
        Banner.base_form_class = BannerForm
        register_permission_policy(Banner, BannerPermissionPolicy(Banner))
