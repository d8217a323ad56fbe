"""What a sign-in is said to come from, roughly: enough to recognize one's own. Pure.

Own code and not a library: the ones that exist carry thousands of patterns for statistics, and
browsers have frozen what they say of themselves.
"""

import ipaddress
from typing import Final

# The first that matches: each newer browser names the older ones as well.
BROWSERS: Final = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS: Final = (
    ("CrOS", "Chromebook"),
    ("Android", "Android"),
    ("iPad", "iPad"),
    ("iPhone", "iPhone"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
)


def device_of(user_agent: str) -> str:
    """ "Firefox, Windows"; "" for what is none of the known ones."""
    parts = (_first(BROWSERS, user_agent), _first(SYSTEMS, user_agent))
    return ", ".join(part for part in parts if part)


def _first(names: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((name for mark, name in names if mark in user_agent), "")


def one_caller(address: str) -> str:
    """What counts as one address: an IPv6 customer has a /64 to choose from."""
    return _network(address, 32, 64)


def place_of(address: str) -> str:
    """The network around an address, as the place of a sign-in: "203.0.113.0/24"."""
    return _network(address, 24, 48)


def _network(address: str, prefix: int, prefix_six: int) -> str:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address[:64]
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped:
        parsed = parsed.ipv4_mapped
    length = prefix if parsed.version == 4 else prefix_six
    network = ipaddress.ip_network(f"{parsed}/{length}", strict=False)
    return str(parsed) if network.num_addresses == 1 else str(network)
