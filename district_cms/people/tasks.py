"""What the queue calls."""

from .services import refresh_dated_roles


def nightly() -> str:
    """Bring accounts in line with roles that begin or end by themselves."""
    return f"{refresh_dated_roles()} staff members with dated roles"
