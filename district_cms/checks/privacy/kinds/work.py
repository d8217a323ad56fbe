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
        missing ~the|his|her|their|a|an|two|three|four|five|six|all|only|3|2|4|5|6 .. \
            assignment*|work|homework|hw|lab*|project*|essay*|worksheet*|log*|packet*|quiz*|\
            test*|paper*|notebook|book|form|permission|draft|slip|report*|reading|problem*|page*
        missing work|hw|homework|assignment*
        is|are|still|was|be missing
        - missing
        incomplete|unfinished ~and|or|the|his|her .. assignment*|work|homework|hw|lab*|project*|\
            essay*|packet*
        never|not|hasn't|haven't|didn't|hasnt|didnt|still|nobody|yet ~yet|even|been|has|have|yet \
            turned|handed|submitted|finished|completed|started|brought|returned|done|given|sent|\
            posted|uploaded|made|shown|presented
        did|has|have|does|do|could|would not .. ^turn|turned|hand|handed|submit*|finish*|\
            complet*|return*|bring|brought|do|done|start*|present*|make
        didn't|doesn't|hasn't .. turn|hand|submit*|finish*|complete*|return*|bring|do|start*|in
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
        faltan|falta ~por|de|entregar|la|el|las|los .. tarea*|trabajo*|proyecto*|ensayo*|\
            cuaderno|firma|libro|reporte*|maqueta|cartel|examen*
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
        - late
        - falta
        - faltan
    """),
)
