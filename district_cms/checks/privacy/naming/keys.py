"""How a name is written where names are looked up."""

from ..normalizing import fold


def key(name: str) -> str:
    """Return the first and the last word of a name, folded: "María del Carmen Pérez" is "maria
    perez".

    >>> key("Ana Torres")
    'ana torres'
    """
    words = [fold(word).strip(".") for word in name.split()]
    return " ".join(dict.fromkeys((words[0], words[-1]))) if words else ""
