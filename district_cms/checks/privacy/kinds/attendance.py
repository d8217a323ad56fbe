"""Absence, tardiness, leaving early."""

from typing import Final

from ...translation import mark as _
from ..phrases import phrases
from .kind import Kind, rules

_RULES: Final = rules(
    "attendance",
    _("This seems to tell of a student's absence or tardiness: “%(excerpt)s”."),
    _("This may be about a student's absence or tardiness: “%(excerpt)s”."),
    _("Remove the name or what is said of it; the attendance office writes to the family."),
)

KIND: Final = Kind(
    *_RULES,
    phrases(r"""
        absen*
        tardy|tardies|tardiness
        truan*
        unexcused
        skipp* ~first|second|third|my|the|his|her .. class|school|period|detention|math|english|\
            science|gym|pe|lunch|test
        skipp* class|school
        ^cut|cuts|cutting class|school
        ditch*
        no show*
        late ~to|again|for|every|most|today|arriv* .. class|school|morning*|today|day*|again|\
            time*|period
        often|always|usually|again|still|arrived|came|comes|was|were|arrives|arriving ~here|in|\
            30|20|15|10|45 late
        left|leaves|leaving|went|picked|checked|sent ~school|class|us|up|out .. early|home|noon
        left|leaving early
        went|sent home
        has|was|is|been|will|were|be|are ~been|be|all|still|also|again out ~all|for|with|on|this|\
            since|sick|today|of|until|again
        ^out ~of|all|for|since|this|with|until .. today|week|days|school|monday|tuesday|\
            wednesday|thursday|friday|sick|town|vacation
        missed|misses|missing|miss ~the|our|his|her|too|so|a|only .. class|school|day|days|week|\
            weeks|quiz|test|exam|lesson|bus|practice|monday|friday|period|periods|classes|time
        ^not|hasn't|haven't|didn't ~been|yet|has|come|show* .. school|class|here|today|attend*|up
        has not been|come|attended
        hasn't been ~here|in|at
        didn't come|show|attend
        dismissed early
        attendance letter|is|was|rate|problem*|contract|below|record|issue*|court|officer|\
            meeting|concern*|at
        excused absence*|for|from
        at|in ~a|the funeral
        funeral
        withdrew|withdrawn|dropped|disenrolled|unenrolled|transferred
        on|family|to vacation
        ausen*
        inasisten*
        falto ~a|el|la|ayer|hoy|otra|dos|tres|cuatro|varios|toda .. clase*|escuela|lunes|martes|\
            miercoles|jueves|viernes|dia*|semana|veces|vez
        falto|falta|faltado ~a|ayer|hoy|el|otra|mucho|ya
        faltas|retardos|tardanzas|inasistencias
        falta|retardo|tardanza
        no|nunca ~ha|se ^vino|viene|asist*|llego|estuvo|venido|asistido|presento
        llego|llega|llegaron|llegan|llegando ~muy|siempre|otra tarde
        llego|llega ~otra|de|vez|nuevo .. tarde
        se|ha|fue fue|salio|retir* ~a|de|mas|antes .. temprano|casa
        salio temprano
        se salto|fue|escapo ~de|la|las|el .. clase*|escuela|temprano
        pinta
        injustificad*
        justific*
        - missed
        - tarde
        - late
    """),
    in_lessons=True,
)
