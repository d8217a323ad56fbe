"""Accounts, staff, and how they sign in."""

from .invitation import Invitation
from .sign_in import SignIn, SignInSettings
from .staff import Staff, StaffRole
from .user import User

__all__ = [
    "Invitation",
    "SignIn",
    "SignInSettings",
    "Staff",
    "StaffRole",
    "User",
]
