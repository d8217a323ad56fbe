"""Where the audit finds the site: its public address, and the door that leads to it from here."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from wagtail.models import Site


@dataclass(frozen=True, slots=True)
class SiteAddress:
    """`root` is the public address without a slash at the end; `door` is where this server reaches
    the web program ("http://web:8000"), empty where the public address is reached itself."""

    root: str
    door: str = ""

    @property
    def host(self) -> str:
        """Host name of the site, with its port where that is not the usual one."""
        return urlsplit(self.root).netloc

    @property
    def door_host(self) -> str:
        return urlsplit(self.door).netloc

    def through_door(self, address: str) -> str:
        """The address as a browser asks for it: behind the door stands the proxy's side, which
        speaks plain HTTP."""
        if not self.door:
            return address
        return urlsplit(address)._replace(scheme=urlsplit(self.door).scheme).geturl()

    @property
    def headers(self) -> dict[str, str]:
        return {"X-Forwarded-Proto": urlsplit(self.root).scheme} if self.door else {}


def site_address() -> SiteAddress:
    """The one site of the district. One query."""
    site = Site.objects.filter(is_default_site=True).first()
    root = site.root_url if site is not None else settings.WAGTAILADMIN_BASE_URL
    return SiteAddress(root.rstrip("/"), settings.AUDIT_BASE_URL.rstrip("/"))
