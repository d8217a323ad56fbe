"""Organizations, their logos and what they say of themselves."""

from .logo import Logo
from .look import WebsiteLook
from .organization import Organization
from .statement import Statement
from .version import LogoVersion

__all__ = ["Logo", "LogoVersion", "Organization", "Statement", "WebsiteLook"]
