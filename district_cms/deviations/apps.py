from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeviationsConfig(AppConfig):
    name = "district_cms.deviations"
    label = "deviations"
    verbose_name = _("What was done differently")

    def ready(self) -> None:
        from district_cms.people.leaving.holdings import register_holdings
        from district_cms.people.leaving.signals import accounts_ended

        from .authorizations.selectors import holdings
        from .authorizations.services import end_of_leavers

        register_holdings(holdings)
        accounts_ended.connect(end_of_leavers)
