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

# What is said to be it, in letters.
_VALUE: Final = re.compile(
    r"\b(?:user ?names?|log-?ins?|userid|passwords?|passcodes?|pw|contrasenas?|claves?|usuario)"
    r"(?: (?:is|are|es|to|de|for)\b|:|=)? ?[\"'“]?[a-z]{3}|\bword,? (?:(?:which )?is |: )?[\"'“]"
)

KIND: Final = Kind(
    *_RULES,
    phrases(r"""
        pin|pins|nip
        lunch|meal|cafeteria|library ~card|account number|numbers|code|codes|id|ids|pin|pins|no|\
            account|num|card|barcode
        student|library|lunch|computer ~school id|ids|number|numbers|pins|codes|no|login|logins|\
            account
        id|i.d ~number|no|card|badge|is|was|of|for
        ids
        ssn|ss
        social security
        passport|pasaporte
        license|licence
        medicaid|medicare|insurance|policy|member ~id number|no|id|card|is
        - medicaid|insurance
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
        numero ~de|del|estudiantil|la|el estudiante|alumn*|seguro|cuenta|matricula|identificacion|\
            licencia|casillero|poliza|expediente|id|control|caso|pasaporte|medicaid
        numero de
        casillero
        identificacion
        licencia
        social is|for|ends|number|no|num
        - social
        last|final ^four|4|digits ~digits .. social|ssn|card|id|of
        locker|chromebook|laptop|computer|ipad|tablet|phone|alarm|garage|house|door|bag|bike|\
            account|email|clever|zearn|ixl|seesaw|canvas|portal|printer|wifi|wi-fi code*|pin|\
            password|login|combo|combination|passcode|key
        code*|pin|passcode of|for|is
        mailbox|apartment|house key|code
        routing|bank|debit|credit|account number|card|no
        plate|license|vin
        certificate|green|benefit*|ebt|snap card|number
        bus pass|card|number
        codigo|clave|contrasena|nip|pin|usuario de|del|para|es
        - number|numero
        - code|codigo
        - id
    """),
    beside=_NUMBER,
)

WORDS: Final = Kind(
    *_RULES,
    phrases(r"""
        code|secret|safe|magic word|phrase
        - username*|login|logins|log-in|userid|password*|passcode*|pw|contrasena*|clave|usuario
        - user name|id
        - log in|on
    """),
    beside=_VALUE,
)
