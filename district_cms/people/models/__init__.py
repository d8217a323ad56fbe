"""Accounts and staff."""

from .staff import Staff, StaffRole
from .user import User

__all__ = ["Staff", "StaffRole", "User"]
