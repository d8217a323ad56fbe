"""Addresses that lead to our own documents: whoever links one links a document."""

import posixpath
import re
from html import unescape
from typing import Final
from urllib.parse import unquote, urljoin, urlsplit

from django.conf import settings
from django.http.request import validate_host

_DOCUMENT: Final = re.compile(r"/+documents/(\d{1,18})/")
_LINK: Final = re.compile(r"""<a\b[^>]*?\shref\s*=\s*("[^"]*"|'[^']*'|[^\s>"']+)""", re.IGNORECASE)


def document_at(address: str) -> int | None:
    """The key of the document that a relative or absolute address names; None where it is no
    document of ours."""
    base = settings.WAGTAILADMIN_BASE_URL
    own = [urlsplit(base).hostname or "", *(one for one in settings.ALLOWED_HOSTS if one != "*")]
    try:
        parts = urlsplit(urljoin(f"{base}/", address.strip().replace("\\", "/")))
        if parts.scheme not in ("http", "https") or not validate_host(parts.hostname or "", own):
            return None
    except ValueError:
        return None
    found = _DOCUMENT.match(posixpath.normpath(unquote(parts.path)))
    return int(found[1]) if found else None


def documents_linked_in(html: str) -> set[int]:
    """The keys of the documents whose addresses the links of a rich text name."""
    addresses = (unescape(link.strip("\"'")) for link in _LINK.findall(html))
    return {key for key in map(document_at, addresses) if key is not None}
