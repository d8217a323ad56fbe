from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BrandConfig(AppConfig):
    name = "district_cms.brand"
    label = "brand"
    verbose_name = _("Brand")

    def ready(self) -> None:
        from .forms import WebsiteLookForm
        from .models import WebsiteLook

        WebsiteLook.base_form_class = WebsiteLookForm
