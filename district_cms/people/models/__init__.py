"""Accounts, staff, and how they sign in."""

from .invitation import Invitation
from .second_step import Passkey, RecoveryCode, SecondStep, SignInSettings
from .sign_in import SignIn
from .staff import Staff, StaffRole
from .user import User

__all__ = [
    "Invitation",
    "Passkey",
    "RecoveryCode",
    "SecondStep",
    "SignIn",
    "SignInSettings",
    "Staff",
    "StaffRole",
    "User",
]
