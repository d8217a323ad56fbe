"""What an entry of the log says beside who, what and when, in one line of words. Pure."""

from collections.abc import Mapping
from typing import Any, Final

WITHHELD: Final = ("entitlement.",)
"""What employees hand in for their signature is seen by its owner and by whoever decides."""


def details_of(action: str, data: Mapping[str, Any] | None) -> str:
    """ "reason: A parent asked. rows: 12". Empty where retention has emptied it, and where the
    details are for the person and the communications office alone."""
    if not data or action.startswith(WITHHELD):
        return ""
    said = ((_name(key), _value(value)) for key, value in data.items())
    return "; ".join(f"{name}: {value}" for name, value in said if value)


def _name(key: str) -> str:
    return key.replace("_", " ")


def _value(value: Any) -> str:
    match value:
        case None | "":
            return ""
        case bool():
            return "yes" if value else "no"
        case Mapping():
            said = ((_name(str(key)), _value(each)) for key, each in value.items())
            return ", ".join(f"{name} {each}" for name, each in said if each)
        case list():
            return ", ".join(_value(each) for each in value)
    return str(value)
