"""The link for a new password: through the outbox, at once, without telling who has an account.

The web request only passes the address to the queue, whether there is such an account or not, so
that neither the answer nor its time tells strangers who works here. The address in the link is
the site's own, never that of the request.
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

# For one account, counted in the outbox and so the same on every server: enough for someone who
# lost the first mail, too few to fill a mailbox. `limits` counts before that.
MOST_PER_ADDRESS = 3
PERIOD = dt.timedelta(hours=1)
TASK = "notifications.tasks.password_reset"


class OutboxPasswordResetForm(PasswordResetForm):
    """Wagtail's form; what it saves is a request to the queue."""

    def clean_email(self) -> str:
        """As accounts keep it. What is no address asks for nothing, and the answer is the same."""
        return fold_address(self.cleaned_data["email"])

    def save(self, *args: Any, request: HttpRequest | None = None, **kwargs: Any) -> None:
        """Ask the queue to send the link. Too many requests are dropped without a word."""
        address = self.cleaned_data["email"]
        try:
            count_new_password(address=address, client=client_of(request) if request else "")
        except TooOften:
            return
        language = translation.get_language() or settings.LANGUAGE_CODE
        transaction.on_commit(lambda: async_task(TASK, address, language), robust=True)


@transaction.atomic
def send_reset_link(*, address: str, language: str) -> int:
    """Write the link to each active account of the address; returns the number of messages.

    Accounts that sign in without a password of ours get none. At most three in an hour.
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
    drawn = render_mail(MailBody(subject, parts), subject=subject, language=language)
    message = enqueue_message(
        message_class=MessageClass.ACCOUNT,
        address=account.email,
        language=language,
        subject=drawn.subject,
        text=drawn.text,
        html=drawn.html,
        # As long as its link: a setting of Django, which changes without the outbox.
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
