"""Recognizes addresses of our own documents, so that a link to one counts as using the document."""

import posixpath
import re
from typing import Final
from urllib.parse import unquote, urljoin, urlsplit

from django.conf import settings
from django.http.request import validate_host

from district_cms.checks.accessibility.parsing import tree_of

_DOCUMENT: Final = re.compile(r"/+documents/(\d{1,18})/")


def document_at(address: str) -> int | None:
    """Returns the key of the document that an address names, or None."""
    base = settings.WAGTAILADMIN_BASE_URL
    own = [urlsplit(base).hostname or "", *(one for one in settings.ALLOWED_HOSTS if one != "*")]
    try:
        parts = urlsplit(urljoin(f"{base}/", address.strip().replace("\\", "/")))
        if parts.scheme not in ("http", "https") or not validate_host(parts.hostname or "", own):
            return None
    except ValueError:
        return None
    match = _DOCUMENT.match(posixpath.normpath(unquote(parts.path)))
    return int(match[1]) if match else None


def documents_linked_in(html: str) -> set[int]:
    """Returns the keys of the documents that the links of a rich text name."""
    if "href" not in html.lower():
        return set()
    root, _is_cut_off = tree_of(html)
    addresses = (link.get("href", "") for link in root.iter("a"))
    return {key for key in map(document_at, addresses) if key is not None}
