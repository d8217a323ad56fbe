"""How addresses are shown to those who need not know them. Pure."""


def mask_address(address: str) -> str:
    """Enough to recognize an address that one knows, too little to learn it: "a…@example.net"."""
    mailbox, at, domain = address.rpartition("@")
    return f"{mailbox[:1]}…{at}{domain}" if at else "…"
