"""Work that is missing, late or not good enough."""

from typing import Final

from ...translation import mark as _
from ..phrases import phrases
from .kind import Kind, rules

_RULES: Final = rules(
    "missing-work",
    _("This seems to name a student whose work is missing or late: “%(excerpt)s”."),
    _("This may name a student whose work is missing or late: “%(excerpt)s”."),
    _("Remove the name, and tell the family themselves; the gradebook shows it as well."),
)

KIND: Final = Kind(
    *_RULES,
    phrases(r"""
        missing ~the|his|her|their|a|an|two|three|four|five|six|all|only|3|2|4|5|6 .. assignment*|\
            work|homework|hw|lab*|project*|essay*|worksheet*|log*|packet*|quiz*|test*|paper*|\
            notebook|book|form|permission|draft|slip|report*|reading|problem*|page*
        missing work|hw|homework|assignment*
        is|are|still|was|be missing
        turn|turns|turned|turning|hand|hands|handed ~some|any|his|her|the|stuff|more|work|things|\
            anything|nothing|it|them .. in
        needs|need|has|still|please|really .. ^turn|hand|submit|finish|complete|redo|return .. in|\
            it|the|his|her|all|work|project|test
        make-up|makeup|make|retake up|list|test|tests|quiz|work|exam|session
        make-up|makeup test*|quiz*|work|list|exam*|lab*|session*
        redo|rewrite|resubmit|revise
        unsigned|unfinished|incomplete|ungraded
        signed|signature*|sign ~from|by|yet|form|reports|slip .. from|for|missing|yet
        need|needs|still|waiting|missing|don't|haven't .. ^signed|signature*|signatures|forms|form|\
            slip|slips|money|fee .. from|for|by
        second|third|fourth|2nd|3rd|4th|last|final time|notice|reminder|warning
        forgot|forgets|forgetting|forgotten|lost|loses ~his|her|their|the .. ^homework|notebook|\
            book|folder|assignment*|project|planner|worksheet|packet|log|instrument|library|textbook
        library fine*|fees
        books overdue|late|lost|missing
        nothing|none ~has|was|is|yet turned|handed|done|submitted|in
        no work|homework|effort
        did|do|does|has|have|done nothing|none
        hasn't|haven't|didn't|not|never .. ^read|written|practiced|studied .. book|chapter*|essay|\
            log|at|for|yet
        didn't study|read|practice|finish|do
        lazy|laziness|slacking
        dog ate
        all|everyone|everybody|every|each|only|nobody|none|one|class .. ^except|but|besides .. for
        only ~one|student|kid|person|boy|girl .. who|without|that|missing|left|not
        the only
        all ^but one|two|three|1|2|3
        quedan|queda|quedo|quedaron a recuperar|terminar|hacer
        recuper* .. examen|materia|tarea*|calificacion|clase
        no ^trajo|traen|trae|entrega|entregan|cumple|hace|termina|trabaja .. tarea*|libro|cuaderno|\
            material|nada|trabajo*|firma*
        le|les|nos queda|quedan|debe|deben ~por|la|el|los|las
        sin ^firmar|firma|terminar|entregar|calificar
        olvida|olvido|perdio|pierde .. ^tarea|libro|cuaderno|material|mochila
        todos|nadie|todo|unico|unica|solo|solamente .. ^excepto|menos|salvo
        ^unico|unica|unicos ~alumno|alumna|nino|nina|que .. que|no|sin
        yet ^to start|begin|turn|bring|read|write|finish|return|submit|hand|show|complete|pick|\
            choose|do
        packet|page|paper|form|worksheet|log|book|journal .. ^blank|empty
        no ^homework|hw|project|essay|lab|reading|log|permission ~log|work|test|form|slip|report \
            from|for|again|since|this
        faltante*
        - missing
        incomplete|unfinished ~and|or|the|his|her .. assignment*|work|homework|hw|lab*|project*|\
            essay*|packet*
        never|not|hasn't|haven't|didn't|hasnt|didnt|still|nobody|yet ~yet|even|been|has|have|yet \
            turned|handed|submitted|finished|completed|started|brought|returned|done|given|sent|\
            posted|uploaded|made|shown|presented
        did|has|have|does|do|could|would not .. ^turn|turned|hand|handed|submit*|finish*|complet*|\
            return*|bring|brought|do|done|start*|present*|make
        didn't|doesn't|hasn't .. turn|hand|submit*|finish*|complete*|return*|bring|do|start*
        refus* to .. do|finish|work|complete|write|participate
        fail* to .. turn|hand|submit|finish|complete|return|bring
        owe|owes|owed|owing
        zero*
        late ~work|on|with|in|again|assignment*|homework|project
        days|weeks|day|week late|overdue|behind
        overdue
        past due
        behind on|in|with
        falling|fallen|far behind
        still|are waiting|wait
        waiting for|on
        still|yet need*|owes|has to
        still need*
        yet to turn|hand|submit|finish|complete|return
        without ~any|his|her|a|the homework|project|notebook|planner
        no ^homework|hw|project|essay|lab|reading from|for|again|since|this
        make up .. work|test*|quiz*|exam*|lab*|assignment*
        outstanding .. essay|draft|outline|project|assignment*|homework|lab|quiz|test|work|book*
        plagiar*
        blank|empty paper|test|page|notebook|worksheet
        chatgpt|ai-generated
        le|les falta*
        faltan|falta ~por|de|entregar|la|el|las|los .. tarea*|trabajo*|proyecto*|ensayo*|cuaderno|\
            firma|libro|reporte*|maqueta|cartel|examen*
        sin entregar|hacer|terminar|tarea*|completar|presentar
        no|nunca|tampoco ~ha|han|me|lo|la|los|las|se|hizo|ha entreg*|hizo|hecho|termin*|trajo|\
            traido|complet*|present*|devolv*|devuelto|cumpl*|trabaj*
        falta|faltan|pendiente* de
        debe|deben|adeuda|adeudan ~la|el|los|las|aun|todavia|una|un|dos|tres|cuatro|cinco|seis|\
            siete|3|2|4|5|6
        pendiente|pendientes
        atrasad*
        retrasad*
        entregas|entrega|entrego|entregaron|tareas|trabajo|trabajos|proyecto tarde|tardia*|\
            incomplet*
        tareas|trabajos ~que|le|sin incomplet*|faltantes|atrasad*|pendientes|falta*
        menos|excepto|salvo
        permission slip*|form*
        nobody|everyone|everybody|all|class .. ^except|but
        zeros|zeroes|ceros|blanks
        permission|emergency|registration|consent ~slip|form|card|cards slip|slips|form|forms|\
            card|cards .. ^from
        need|needs|missing .. ^proof|form|forms|slip|slips|card|cards|paperwork .. or|of|before|\
            by|from
        dropout*|dropouts
        not|weren't|wasn't|never|isn't|aren't|half ^finished|done|started|complete|completed|ready
        weeks|days|months ^behind|late
        finally ~bringing|brought|turned|turning|did|handed ^bringing|brought|turned|turning|\
            handed|\
            finished|finishing|did|doing
        everyone|everybody|anyone|anybody|person|student|kid|group|one|class|kids|students .. \
            ^except|but|besides
        todos|todas|nadie|cada .. ^excepto|menos|salvo
        work ~is|was|still|has ^missing|late|overdue|incomplete
        ^debe|deben|adeuda ~aun|todavia dos|tres|cuatro|cinco|una|un|varias|muchas|mas|la|el|los|\
            las|2|3|4|5
        first time .. ^turned|homework|hw|work|time
        slack|slacks|slacker|slackers
        no .. ^entregado|entrego|entrega|trajo|termino
        - late
        - falta
        - faltan
    """),
)
