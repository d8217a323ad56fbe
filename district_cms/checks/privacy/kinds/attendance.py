"""Absence, tardiness, leaving early."""

from typing import Final

from ...translation import mark as _
from ..phrases import phrases
from .kind import Kind, rules

_RULES: Final = rules(
    "attendance",
    _("This seems to tell of a student's absence or tardiness: “%(excerpt)s”."),
    _("This may be about a student's absence or tardiness: “%(excerpt)s”."),
    _(
        "Remove the name or what is said about the student; "
        "the attendance office writes to the family."
    ),
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
        late ~to|again|for|every|most|today|arriv* .. class|school|morning*|today|day*|again|time*|\
            period
        often|always|usually|again|still|arrived|came|comes|was|were|arrives|arriving ~here|in|30|\
            20|15|10|45 late
        left|leaves|leaving|went|picked|checked|sent ~school|class|us|up|out .. early|home|noon
        left|leaving early
        went|sent home
        has|was|is|been|will|were|be|are ~been|be|all|still|also|again out ~all|for|with|on|this|\
            since|sick|today|of|until|again
        ^out ~of|all|for|since|this|with|until .. today|week|days|school|monday|tuesday|wednesday|\
            thursday|friday|sick|town|vacation
        missed|misses|missing|miss ~the|our|his|her|too|so|a|only .. class|school|day|days|week|\
            weeks|quiz|test|exam|lesson|bus|practice|monday|friday|period|periods|classes|time
        ^not|hasn't|haven't|didn't ~been|yet|has|come|show* .. school|class|here|today|attend*|up
        has not been|come|attended
        hasn't been ~here|in|at
        didn't come|show|attend
        dismissed early
        attendance letter|letters|is|was|rate|problem*|contract|below|record|issue*|court|officer|\
            meeting|concern*|at
        excused absence*|for|from
        at|in ~a|the funeral
        funeral
        withdrew|withdrawn|disenrolled|unenrolled|transferred
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
        de|da|dio pinta|pintas
        injustificad*
        justific*
        no call
        played|plays hooky
        sick day*
        chronic* absen*|late
        marked|counted absent|tardy|late|truant|present
        leaves|leave|leaving|left|dismissed|picked|checked .. early|before|at noon|lunch|10|11|12|\
            1|2
        came|comes|arrives|arrived|strolled|walked|shows|showed .. late|after|tardy
        hasn't|haven't|not|never|nobody .. shown|seen|attended|come
        missed|misses|missing ^three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|half|\
            too|so ~many|much|of days|day|school|classes|class|weeks|mondays|fridays|tests|practices
        days|weeks absent|out|missed|gone
        out|gone|away ~again|all|for|since|most|until|till|through .. ^week|month|monday|tuesday|\
            wednesday|thursday|friday|easter|christmas|january|february|march|april|may|june|\
            september|october|november|december|days
        moved|moving|transferring|transferred|withdrew|withdrawn|withdrawing ~away|back|from|to|\
            out|schools|here|in
        dropped out
        truancy|attendance court|officer|letter|contract|meeting|hearing
        home|homebound|hospital instruction|schooling|bound
        late ~arrival|arrivals|bell
        puntual*|impuntual*
        llega|llego|llegando|llegan despues
        dejo|dejado|dejaron de venir|asistir
        dado|dio|dieron de baja
        ya no viene|estudia|asiste|vendra|esta
        se|ha|van mudo|muda|mudaron|cambio|cambia ~de|a|para .. escuela|ciudad|estado|casa|texas|\
            mexico
        tardanza*|retardo*|inasistencia*
        no ~se ha presentado|venido|asistido
        llego|llega|llegan .. otra vez
        on ~a|the ^plane|flight|trip|cruise ~to|until|till|back
        no one|nobody ^is ~at|there home|house|at
        abs
        overslept
        nobody|one ~is ~at|there ^home|house
        late|absent|tardy ~again|on|three|3|4|four|two|2 times|mon|tues|wed|thurs|fri|monday|\
            tuesday|\
            wednesday|thursday|friday
        not|won't|isn't|never ~be|going|coming ^back|returning .. until|till|after|to|this|next|\
            soon|his|\
            her|before|for|for
        ^expected|due back
        haven't|hasn't|nobody|anyone|anybody .. ^seen|heard .. from|him|her|since|in|lately
        during school hours
        never|not|isn't|rarely|hardly|seldom .. ^on time
        coming|came|comes ~to ^school|class .. row|time|every|daily|again|finally
        perfect attendance .. ^but|except
        signed|signs out .. ^early|noon
        unaccounted
        awol
        playing|plays|played hookie|hooky
        last|first seen
        ausente*
        lleva|llevan .. ^faltas|ausencias|retardos|inasistencias|dias
        sin ^venir|asistir|aparecer
        se .. ^ausento|ausenta
        - missed
        - tarde
        - late
    """),
    in_lessons=True,
    of_staff=True,
)
