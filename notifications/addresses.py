"""How addresses are compared and how they are shown to those who need not know them. Pure."""


def fold_address(address: str) -> str:
    """The form in which an email address is kept and compared: trimmed, in lower case.

    Two spellings that differ in case are one mailbox to us, whatever a mail server may think.
    """
    return address.strip().casefold()


def mask_address(address: str) -> str:
    """Enough to recognize an address that one knows, too little to learn it: "a…@example.net"."""
    mailbox, at, domain = address.rpartition("@")
    return f"{mailbox[:1]}…{at}{domain}" if at else "…"
