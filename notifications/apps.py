from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "notifications"
    verbose_name = _("Notifications")

    def ready(self) -> None:
        from django.core import checks
        from wagtail.permissions import register_permission_policy

        from district_cms.audit_log import written_once
        from district_cms.people.leaving import register_holdings
        from district_cms.people.setting_up import register_lines
        from district_cms.web.permissions import ReadOnlyPermissionPolicy

        from . import registrations
        from .families import page_context
        from .models import (
            ClassNotice,
            ConsentRecord,
            DigestRun,
            Message,
            MessageEvent,
            Suppression,
            UrgentNotice,
        )
        from .notices.forms import ClassNoticeForm
        from .notices.permissions import (
            ClassNoticePermissionPolicy,
            UrgentNoticePermissionPolicy,
        )
        from .providers.checks import check_providers
        from .screens.setting_up import lines
        from .sources.following import holdings

        # Before any lookup, because Wagtail caches the first policy that it returns.
        register_permission_policy(Message, ReadOnlyPermissionPolicy(Message))
        # Accounts that may see messages may also see their windows.
        register_permission_policy(DigestRun, ReadOnlyPermissionPolicy(DigestRun, Message))
        register_permission_policy(Suppression, ReadOnlyPermissionPolicy(Suppression))
        register_permission_policy(ClassNotice, ClassNoticePermissionPolicy(ClassNotice))
        register_permission_policy(UrgentNotice, UrgentNoticePermissionPolicy(UrgentNotice))
        # Set here, because the form imports the permissions, which import the page types.
        ClassNotice.base_form_class = ClassNoticeForm
        checks.register(check_providers)
        registrations.connect()
        page_context.register()
        register_holdings(holdings)
        register_lines(lines)
        written_once.register_written_once(written_once.AppendOnly(ConsentRecord, "consent"))
        # Guarded but not sealed: each message has three rows, which contain only a message and a
        # state.
        written_once.register_written_once(written_once.AppendOnly(MessageEvent))
