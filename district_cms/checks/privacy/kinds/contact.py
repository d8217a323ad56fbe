"""Where a family lives, and how it is reached."""

import re
from typing import Final

from ...translation import mark as _
from ..phrases import phrases
from .kind import Kind, rules

_RULES: Final = rules(
    "contact",
    _("This seems to tell where a student lives, or how to reach the family: “%(excerpt)s”."),
    _("This may tell where a student lives, or how to reach a family: “%(excerpt)s”."),
    _("Remove the name or the address; families give these to the office only."),
)

# A number for calling, an address for mail, a house.
_ADDRESS: Final = re.compile(
    r"\d{3}[ .-]?\d{4}|@|\bcorner of\b|(?<![:\w])\d{1,5} (?:[nsew]\.? )?(?:[\w'.]{2,20} ){1,3}"
    r"(?:street|st|avenue|ave|road|rd|drive|dr|lane|ln|court|ct|boulevard|blvd|way|place|circle"
    r"|trail|highway|hwy|loop)\b"
    r"|\b(?:calle|avenida|av|callejon|camino|colonia|apt|apartment|depto|departamento|casa"
    r"|trailer|lote?|box)\b[^.;\n]{0,30}\d"
    r"|\b(?:lives|live|vive|viven|reside|resides) (?:at|en) [\w' ]{0,25}\d"
    r"|\b(?:lives?|living|viven?) (?:right )?(?:behind|above|upstairs|downstairs|next|across|around"
    r"|over|detras|arriba|enfrente|junto)\b|\bhouse (?:is|number)\b[^.;\n]{0,20}\d"
    r"|\b(?:address|direccion|domicilio)\b[\w',.: ]{0,40}\d|\d{1,5} [nsew]\. [a-z]"
)

KIND: Final = Kind(
    *_RULES,
    phrases(r"""
        gets|get|getting|picked|dropped ~on|off|up .. ^corner|stop
        ^street|avenue|ave|road|rd|lane|ln|court|ct|blvd|boulevard|calle|avenida|callejon|dr|drive|\
            circle|trail|hwy|highway|loop|way
        live|lives|living|lived|resides|reside|residing at|on|near|in|off|by|above|behind|across|\
            next
        home|house|mailing|street|residential address|phone|number|is
        address|addresses is|of|for|on|was
        call|phone|ring|text .. ^house|home
        walks|walk|walking|rides|bikes|goes ~his|her|bike home ~alone|by|to|from
        walk* home
        bus stop
        drop off|offs .. at
        pick up|ups .. at|from|only|by
        emergency contact*|number|phone|card
        reach|call|text|email|e-mail|contact|write|phone ~the|his|her|their|to parents|mom|mother|\
            dad|father|guardian|grandma|grandmother|grandfather|aunt|uncle|family|folks
        parents|mother|father|mom|dad|guardian|grandmother|grandma|family of
        mom|mom's|mother|mother's|dad|dad's|father|father's|guardian|parent|parents|grandma|\
            grandma's|grandmother|grandmother's|grandpa|aunt|uncle|stepdad|stepmom|family|\
            guardian's|parent's|nana|sister|brother ~is|at|home|cell|work|email|phone|number|mobile
        cell|home|mobile ~phone|number
        phone|telephone ~number|is|of
        driveway|apartment|apt|trailer|duplex
        domicilio|direccion ~de|del|es|particular|la|casa
        vive|viven|reside|radica en|por|cerca|a|sobre|frente|junto|al
        casa de|esta
        contacto* ~de|para emergencia*
        contacto de|con
        telefono*|celular|cel|tel|movil|numero ~de|del|la|es|particular
        llam*|comuni*|escrib*|contact* a|con|al ~la|el|su|sus mama|papa|madre|padre|padres|tutor|\
            tutora|abuela|abuelo|tia|tio|familia
        mama|madre|papa|padre|padres|tutor|tutora|abuela|abuelo|tia|tio|familia ~es|de|del|la
        correo ~de|del|la|electronico|es|su
        parada ~de|del camion|autobus|bus
        departamento|depto|colonia|fraccionamiento
        lives|live|living|vive|viven ^behind|above|upstairs|downstairs|next|across|around|over|\
            detras|arriba|enfrente|junto ~to|from|of|de|del|a
    """),
    not_in="office",
    beside=_ADDRESS,
    of_staff=True,
)
