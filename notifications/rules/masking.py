"""How addresses are shown to those who need not know them. Pure."""


def mask_address(address: str) -> str:
    """Enough to recognize an address that one knows, too little to learn it: "a…@example.net", of
    a phone number "…23"."""
    mailbox, at, domain = address.rpartition("@")
    if at:
        return f"{mailbox[:1]}…{at}{domain}"
    return f"…{address[-2:]}" if address.startswith("+") else "…"
