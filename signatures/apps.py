from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SignaturesConfig(AppConfig):
    name = "signatures"
    verbose_name = _("Email signatures")

    def ready(self) -> None:
        from django.db.models.signals import post_delete

        from district_cms.brand.uses import register_use
        from district_cms.people.leaving import register_holdings

        from .entitlements.evidence import remove_file_of_deleted
        from .entitlements.retention import holdings
        from .models import Entitlement
        from .selectors import signatures_with

        register_holdings(holdings)
        register_use(signatures_with)
        # Deleting the owner's record cascades to the row, so this must be a signal.
        post_delete.connect(
            remove_file_of_deleted, sender=Entitlement, dispatch_uid="signatures.evidence"
        )
