"""The closed list of emergencies for texts without a yes, with their approved words. Pure.

The words are published as written here, not translated by gettext, and nobody edits them on a
screen. The Spanish avoids á, í, ó and ú, which double the cost of a text.
"""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class Emergency(models.TextChoices):
    """What FCC 16-88 names for schools, as far as the district's procedure covers it."""

    CLOSED = "closed", _("Closed")
    LATE = "late", _("Late start")
    EARLY = "early", _("Closing early")
    LOCKDOWN = "lockdown", _("Lockdown")
    EVACUATION = "evacuation", _("Evacuation")
    HEALTH = "health", _("Danger to health")


WORDS: Final[dict[str, dict[str, str]]] = {
    Emergency.CLOSED: {
        "en": "closed on %(day)s. There are no classes and no buses.",
        "es": "cerrado el %(day)s. No hay clases ni autobuses.",
    },
    Emergency.LATE: {
        "en": "late start on %(day)s. Buses run late, too.",
        "es": "el %(day)s las clases y los autobuses comienzan tarde.",
    },
    Emergency.EARLY: {"en": "closing early on %(day)s.", "es": "salida temprana el %(day)s."},
    Emergency.LOCKDOWN: {
        "en": "lockdown. Please stay away from the school and do not call it.",
        "es": "cierre de emergencia. Por favor no venga a la escuela ni llame.",
    },
    Emergency.EVACUATION: {
        "en": "we are evacuating the building. Please wait: we will say where to pick up children.",
        "es": "evacuamos el edificio. Por favor espere: le diremos donde recoger a sus hijos.",
    },
    Emergency.HEALTH: {
        "en": "there is a danger to health. Please read what to do.",
        "es": "hay un peligro para la salud. Por favor lea lo que debe hacer.",
    },
}
