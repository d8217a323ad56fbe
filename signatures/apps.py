from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SignaturesConfig(AppConfig):
    name = "signatures"
    verbose_name = _("Email signatures")

    def ready(self) -> None:
        from district_cms.brand.uses import register_use

        from .selectors import signatures_with

        register_use(signatures_with)
