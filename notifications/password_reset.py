"""Sends links for a new password through the outbox, without revealing who has an account.

The web request only passes the address to the queue, whether or not the account exists, so that
neither the answer nor its timing tells strangers who works here. The address in the link is the
site's own, never that of the request.
"""

import datetime as dt
from typing import Any

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_q.tasks import async_task
from wagtail.admin.forms.auth import PasswordResetForm

from district_cms.people.models import User
from district_cms.schools.models import DistrictSettings
from district_cms.web.addresses import fold_address
from district_cms.web.mail import editor_url

from .families.limits import TooOften, client_of, count_new_password
from .families.mail_body import MailBody, Part, paragraphs, render_mail
from .models import Message, MessageClass
from .services import enqueue_message

# Per account, counted in the outbox and therefore the same on every server: enough for someone who
# lost the first mail, too few to fill a mailbox. `limits` counts before that.
MOST_PER_ADDRESS = 3
PERIOD = dt.timedelta(hours=1)
TASK = "notifications.tasks.password_reset"


class OutboxPasswordResetForm(PasswordResetForm):
    """Wagtail's form; saving it queues a task."""

    def clean_email(self) -> str:
        """Returns the address as accounts store it. An invalid address sends nothing, and the
        answer is the same."""
        return fold_address(self.cleaned_data["email"])

    def save(self, *args: Any, request: HttpRequest | None = None, **kwargs: Any) -> None:
        """Queue a task that sends the link. Too many requests are dropped silently."""
        address = self.cleaned_data["email"]
        try:
            count_new_password(address=address, client=client_of(request) if request else "")
        except TooOften:
            return
        language = translation.get_language() or settings.LANGUAGE_CODE
        transaction.on_commit(lambda: async_task(TASK, address, language), robust=True)


@transaction.atomic
def send_reset_link(*, address: str, language: str) -> int:
    """Write the link to each active account with the address; returns the number of messages.

    Accounts that sign in without a password of ours get none. At most three per hour.
    """
    form = OutboxPasswordResetForm({"email": address})
    if not form.is_valid():
        return 0
    accounts = list(form.get_users(address))
    return sum(_write(account, language) for account in accounts if _account_may(account))


def _write(account: User, language: str) -> int:
    path = reverse(
        "wagtailadmin_password_reset_confirm",
        kwargs={
            "uidb64": urlsafe_base64_encode(force_bytes(account.pk)),
            "token": default_token_generator.make_token(account),
        },
    )
    minutes = settings.PASSWORD_RESET_TIMEOUT // 60
    with translation.override(language):
        subject = _("A new password for %(site)s") % {"site": DistrictSettings.cached().name}
        works = ngettext(
            "The link works once, for %(minutes)s minute.",
            "The link works once, for %(minutes)s minutes.",
            minutes,
        )
        ignore = _("If you did not ask for it, do nothing: your password stays as it is.")
        parts = [
            *paragraphs(
                _("Hello %(name)s,") % {"name": account.get_short_name()},
                _(
                    "Someone, probably you, asked for a new password for your account. Choose it "
                    "here:"
                ),
            ),
            Part("button", _("Choose a new password"), editor_url(path)),
            *paragraphs(works % {"minutes": minutes}, ignore),
        ]
    mail = render_mail(MailBody(subject, parts), subject=subject, language=language)
    message = enqueue_message(
        message_class=MessageClass.ACCOUNT,
        address=account.email,
        language=language,
        subject=mail.subject,
        text=mail.text,
        html=mail.html,
        # As long as the link works; this is a setting of Django.
        expires_at=timezone.now() + dt.timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT),
    )
    return int(message is not None)


def _account_may(account: User) -> bool:
    written = Message.objects.filter(
        message_class=MessageClass.ACCOUNT,
        address=fold_address(account.email),
        created_at__gt=timezone.now() - PERIOD,
    )
    return written.count() < MOST_PER_ADDRESS
