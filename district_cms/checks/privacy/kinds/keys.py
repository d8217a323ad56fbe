"""Numbers and passwords that open something, or by which a student is known."""

import re
from typing import Final

from ...translation import mark as _
from ..phrases import phrases
from .kind import Kind, rules

_RULES: Final = rules(
    "number",
    _("This looks like a number or password that belongs to a student: “%(excerpt)s”."),
    _("This number or password may belong to a student: “%(excerpt)s”."),
    _("Remove it, and give it to the family in person. A password that was shown must be changed."),
)

_NUMBER: Final = re.compile(r"\d(?:[ -]?\w){2}|\w\d\w{2}|@|\d{2}")

KIND: Final = Kind(
    *_RULES,
    phrases(r"""
        pin|pins|nip
        lunch|meal|cafeteria|library ~card|account number|code|id|pin|no|account|num|card|barcode
        student ~school id|number|no|login|account
        id|i.d ~number|no|card|badge|is|was|of|for
        ids
        ssn|ss
        social security
        passport|pasaporte
        license|licence
        medicaid|medicare|insurance|policy|member ~id number|no|id|card|is
        medicaid|insurance
        case|docket|file|claim|account|badge|barcode|ticket|card|permit|tag|registration|\
            certificate|enrollment|record|i-20|visa|alien|tribal|state number|no|num|id
        case no
        sasid|ssid|nces
        state|testing|test number|num
        docket|barcode
        username*|usernames|userid|login|logins|log-in|passcode*
        user name|id
        log in|on
        password*|pw|pwd
        locker*
        combination|combo
        access|session|join|gate|door code|key
        tarjeta|cuenta|poliza|expediente|credencial|folio|acta numero|no|num
        usuario|usuaria|contrasena*|clave|claves
        matricula|curp|rfc|nss|dni|cedula|expediente|folio|credencial
        seguro social
        numero ~de|del|estudiantil|la|el estudiante|alumn*|seguro|cuenta|matricula|\
            identificacion|licencia|casillero|poliza|expediente|id|control|caso|pasaporte|medicaid
        numero de
        casillero
        identificacion
        licencia
        - number|numero
        - code|codigo
        - id
    """),
    beside=_NUMBER,
)
