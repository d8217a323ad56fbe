"""What may stand in `autocomplete`: the fields that browsers fill in (HTML, "Autofill")."""

from typing import Final

from ...word_sets import word_set

_PERSONAL: Final = word_set("""
    name honorific-prefix given-name additional-name family-name honorific-suffix nickname username
    new-password current-password one-time-code organization-title organization street-address
    address-line1 address-line2 address-line3 address-level4 address-level3 address-level2
    address-level1 country country-name postal-code cc-name cc-given-name cc-additional-name
    cc-family-name cc-number cc-exp cc-exp-month cc-exp-year cc-csc cc-type transaction-currency
    transaction-amount language bday bday-day bday-month bday-year sex url photo
""")
_CONTACT: Final = word_set("""
    tel tel-country-code tel-national tel-area-code tel-local tel-local-prefix tel-local-suffix
    tel-extension email impp
""")
_PLACES: Final = word_set("home work mobile fax pager")
_PURPOSES: Final = word_set("shipping billing")
_MOST_WORDS: Final = 6


def is_autofill(value: str) -> bool:
    """True if browsers understand the value: "email", "shipping street-address", "work tel", …"""
    words = value.lower().split()
    if words in (["on"], ["off"]):
        return True
    if len(words) > _MOST_WORDS:
        return False
    if words and words[0].startswith("section-"):
        words = words[1:]
    if words and words[0] in _PURPOSES:
        words = words[1:]
    if words and words[-1] == "webauthn":
        words = words[:-1]
    if len(words) == 2 and words[0] in _PLACES:
        return words[1] in _CONTACT
    return len(words) == 1 and (words[0] in _PERSONAL or words[0] in _CONTACT)
