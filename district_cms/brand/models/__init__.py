"""Organizations, their logos and their statements."""

from .logo import Logo
from .look import WebsiteLook
from .organization import Organization
from .statement import Statement
from .version import LogoVersion

__all__ = ["Logo", "LogoVersion", "Organization", "Statement", "WebsiteLook"]
