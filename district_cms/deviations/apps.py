from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeviationsConfig(AppConfig):
    name = "district_cms.deviations"
    label = "deviations"
    verbose_name = _("What was done differently")

    def ready(self) -> None:
        from district_cms.people.leaving import accounts_ended, register_holdings
        from district_cms.publishing.content.checks import register_authorized

        from .selectors import holdings, may_use
        from .services.authorizations import end_of_leavers

        register_holdings(holdings)
        register_authorized(may_use)
        accounts_ended.connect(end_of_leavers)
