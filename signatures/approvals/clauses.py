"""Which clause of the procedure each kind of decision stands on."""

from typing import Final

LOGOS: Final = "signature-logos"
QUOTES: Final = "signature-quotes"
CLAUSES: Final = {
    "membership": LOGOS,
    "renewal": LOGOS,
    "organization": LOGOS,
    "quote": QUOTES,
}
