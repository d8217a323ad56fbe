"""The communications office's screens of organizations, logos and statements."""

from .logos import LogoViewSet
from .organizations import OrganizationViewSet
from .statements import StatementViewSet

__all__ = ["LogoViewSet", "OrganizationViewSet", "StatementViewSet"]
