"""Network addresses, in the sizes in which they are counted and shown. Pure."""

import ipaddress


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
