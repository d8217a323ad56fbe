"""The account: identified by its email address, which is on one of the district's domains."""

import secrets
from collections.abc import Iterator
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from district_cms.audit_log.services import record
from district_cms.web.addresses import fold_address, normalize_address

from .contact import district_domains, is_district_address


def validate_district_address(value: str) -> None:
    """Raises `ValidationError` unless the address is on one of `STAFF_EMAIL_DOMAINS`.

    Source: "District provided email accounts … shall be used" (clause `district-accounts`).
    """
    if not is_district_address(value):
        raise ValidationError(
            _(
                "“%(value)s” is not a district address. Accounts use an address at %(domains)s, "
                "because district business goes through district accounts."
            ),
            params={"value": value, "domains": ", ".join(district_domains())},
        )


def new_stamp() -> str:
    return secrets.token_hex(16)


class UserManager(BaseUserManager["User"]):
    use_in_migrations = True

    def get_by_natural_key(self, username: str | None) -> "User":
        # An address in any case is the same mailbox.
        return self.get(email__iexact=fold_address(username or ""))

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Creates an account. Raises `ValidationError` for an address outside the district."""
        validate_district_address(email)
        user = self.model(email=normalize_address(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    @transaction.atomic
    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        record(action="people.superuser_created", actor="operator", account=email)
        return self.create_user(email, password, **{**fields, "is_superuser": True})


class User(AbstractBaseUser, PermissionsMixin):
    email = models.EmailField(
        _("email"),
        unique=True,
        validators=[validate_district_address],
        error_messages={"unique": _("There is already an account with this address.")},
    )
    first_name = models.CharField(_("first name"), max_length=150, blank=True)
    last_name = models.CharField(_("last name"), max_length=150, blank=True)
    is_active = models.BooleanField(
        _("active"), default=True, help_text=_("Clear this instead of deleting the account.")
    )
    date_joined = models.DateTimeField(_("created"), default=timezone.now)
    # Someone else chose the password: the first sign-in asks for a new one.
    must_change_password = models.BooleanField(default=False, editable=False)
    # From then on nothing but setting up a second step is possible; None: nobody requires one.
    second_step_required_from = models.DateTimeField(null=True, editable=False, db_index=True)
    # Changes with the second step, so that every other session of the account ends.
    session_stamp = models.CharField(max_length=32, default=new_stamp, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    # Who chose the password that is saved next; None for an operator on the server.
    password_chosen_by: "User | None" = None
    was_just_created = False
    # Cached by `selectors.schools_led_by` for the request.
    schools_led: tuple[Page, ...] | None = None
    # Cached by `moderation.models.standing_in` for the request.
    steps_passed_on: frozenset[int] | None = None
    # Cached by `activities.selectors.led_by` for the request.
    activities_led: tuple[Page, ...] | None = None
    # Whether the person teaches a class; cached by the first screen.
    teaches: bool | None = None

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_unique_in_any_case",
                violation_error_message=_("There is already an account with this address."),
            )
        ]

    def __str__(self) -> str:
        return self.email

    @property
    def is_staff(self) -> bool:
        """Required by Django; its own admin is not installed, and nothing else reads it."""
        return self.is_superuser

    def clean(self) -> None:
        super().clean()
        self.email = fold_address(self.email)

    def save(self, **kwargs: Any) -> None:
        self.was_just_created = self._state.adding
        super().save(**kwargs)

    def get_session_auth_hash(self) -> str:
        return super().get_session_auth_hash() + self.session_stamp

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        for each in super().get_session_auth_fallback_hash():
            yield each + self.session_stamp

    def get_full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip() or self.email

    def get_short_name(self) -> str:
        return self.first_name or self.email
