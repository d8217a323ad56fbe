"""Anything else of somebody's own: who is named beside words of home, body, marks or money.

What is private has no end of words, and most of what is not has few: praise, games, lessons, roles.
So this kind is only asked about, and only where nothing of that stands around.
"""

import re
from typing import Final

from ...rules import Rule
from ...translation import mark as _
from ..phrases import phrases
from .kind import NOT_A_STUDENT, UNSURE, Kind

ASKED: Final = Rule(
    "personal-maybe-beside-name",
    "",
    "warning",
    _("This names someone and may say something personal about a student: “%(excerpt)s”."),
    UNSURE,
    NOT_A_STUDENT,
    clause="ferpa",
)

PRAISE: Final = re.compile(
    r"\b(?:wins?|won(?!')|wons|winners?|winning|awards?|prizes?|ribbons?|medal\w*|trophy|(?:first"
    r"|second|third|1st|2nd|3rd) place|placed (?:first|second|third|fourth|fifth"
    r"|[0-9])|champion\w*|honor(?:s|ed)?|finalists?|semifinalists?"
    r"|congrat\w*|felicidad\w*|felicit\w*|kudos|thanks?|thank|grateful|gracias|agradec\w*|welcome"
    r"|bienvenid\w*|concert\w*|an? solo|solos|duet|(?:the|our|full) cast"
    r"|cast (?:of|list|members?)|cast:|elenco|starring|roles?|perform\w*|sang|sings?"
    r"|sung|band|chor\w+|spirituals?|arranged|choir|orchestra|piano|violin|editors?|drew"
    r"|drawings?|paintings?|painted|art show|poems?"
    r"|science fair|exhibit\w*|murals?|elected|president\w*|vice|treasurer|tesorer\w*|council"
    r"|clubs?|volunteers?|volunteer\w*|voluntari\w*|kindness|leader\w*|lider"
    r"|(?:class|classroom|weekly) jobs?|jobs:|teams?|mc|emcee|porra|line-?up|star (?:student|of)"
    r"|estrella de|spotlight|vip|robot\w*|built"
    r"|designed|created|graduat(?:ion|es)|valedictorian|salutatorian|speakers?|speeches|scouts?"
    r"|4-h|ffa"
    r"|spelling bee|debate|olympiad|contest|concurso|competition|competencia|gan[oa]\w*|premi\w*"
    r"|happy birthday|birthdays|cumpleanos|obra|teatro|banda|coro|dibujo|poesia"
    r"|retires?|retired|retirement|nominat\w*|represent\w*|savings|budgets?|income|homecoming"
    r"|prom court|selected|chosen|proud\w*|orgull\w*"
    r"|donat\w*|fundrais\w*|raised (?:\$|money|over|more|about|funds|[0-9])|sold|helpers?|holder"
    r"|(?:hall|line) monitor|feeder|messenger|greeter|ayudantes?|kids vote|posted by"
    # Lessons, and those who served.
    r"|describe|discuss|explain how|predict|analy[sz]e|comenten|chapters?|authors?|novels?"
    r"|books? by|cuentos?|autora?|veterans?|vietnam|iraq|afghanistan|war|army|navy|marines)\b"
)
"""What is told of students everywhere, and gladly, and what is told of others."""

KIND: Final = Kind(
    ASKED,
    ASKED,
    phrases(r"""
        guardian|stepdad|stepmom|stepfather|stepmother
        hurt|injured|pain|bleeding|sick|ill|asleep|hungry|dirty|diaper|glasses|dentist|pills|\
            tonsils|brace|wears|carries|pouch|bruise*|bitten|limp*
        crying|cried|upset|angry|scared|lonely|rude|lied|stole|fighting|argument|apology|privilege*
        nobody|behind|without|alone
        struggl*|lowest|worst|slowest|weakest|failing|psat|gpa
        aide|therapy|therapist|counseling|evaluation|esy|accommodation*|interpreter
        owes|fine|fines|afford|debt|cash
        address|apartment|trailer|walkers|walker
        password|passcode|pin|login|username|locker|combination
        prays|religion|mosque|temple|immigra*|papers|citizen*|refugee
        police|court|jail|arrest*|custody|divorce*|shot|killed|funeral|suicide|drugs|drunk|gun
        absent|absence|absences|tardy|tardies|attendance|missed|misses|missing|skipped
        gifted|disability|disabled|allergic|allergy|allergies|asthma
        enferm*|pastillas|lentes|dolor|lastim*|llora*|hambre|dentista
        reprob*|atrasad*|debe|deben|falto|faltas|pendiente*
        domicilio|clave|contrasena|matricula|nip|usuario
        pego|peleo|pelea|castig*|regan*|suspend*|grosero|grosera|mintio|robo
        papeles|migra*|carcel|preso|presa|corte|juez|custodia|divorci*|murio|fallecio|despensa*|\
            albergue
        terapia|psicolog*|autismo|recursos|evaluacion
    """),
    in_lessons=True,
    not_in="praise",
    of_staff=True,
)
# Said of everybody: one of these is enough beside a whole name, two beside a given name.
COMMON: Final = Kind(
    ASKED,
    ASKED,
    phrases(r"""
        mom|moms|mom's|mother|mother's|dad|dads|dad's|father|father's|parent|parents|parents'|\
            mommy|daddy|grandma|grandpa|grandmother|grandfather|brother|sister|uncle|aunt|cousin|\
            siblings|family|household
        tired|sleepy|clothes|shoes|coat|coats|bathroom|restroom|braces|teeth|doctor|dr's|nurse|\
            clinic|hospital|medicine|appointment|tube
        sad|worried|mean|trouble|argue*|apologize|warning|behavior|attitude|rights
        gone|moved|moving|quit|dropped|late|again
        grades|graded|scores|percent|average|averages|marks|test|tests|quiz|quizzes|exam|exams|\
            rubric|benchmark|data|results|rank|level|levels|retake|credits|passed|report|progress|\
            check|review|packet|homework|assignment|assignments|project|essay|log|board|lab|\
            worksheet|notebook
        lower|bottom|slow|weak
        finished last
        plan|plans|support|services|tutor*|counselor|testing|speech|english
        fee|fees|pay|paid|money|rent|lunch|breakfast|meal|meals|scholarship|free|reduced|donat*
        street|phone|cell|telephone|text|lives|living|live|home|house|pickup|rides|carpool
        pick up
        code|id|badge|card|account
        born|age|birth|birthdate
        church|pray|religious|muslim|jewish|country|language
        judge|died|death|cancer|knife
        forms|form|slip|slips|signed|signature
        mama|papa|madre|padre|padres|papas|mami|papi|abuela|abuelo|abuelita|tia|tio|hermano|\
            hermana|hermanos|familia|tutor
        hospital|doctor|medicina|triste|cansad*|ropa|zapatos|bano|enfermeria
        calificacion*|notas|examen|examenes|prueba|promedio|tarea|tareas|trabajo|trabajos|proyecto|\
            nivel|falta|faltan|tarde
        direccion|calle|telefono|celular|vive|viven|casa|correo|numero|codigo
        conducta|nacio|edad|nacimiento|iglesia|religion|separ*|dinero|pagar|paga|beca|gratis
        apoyo|especial|lenguaje
    """),
    in_lessons=True,
    not_in="praise",
    of_staff=True,
)
