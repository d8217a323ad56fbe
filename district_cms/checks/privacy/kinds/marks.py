"""Grades, scores and levels, told in words. Those right beside a name are `grades`'s."""

import re
from typing import Final

from ...rules import Rule
from ...translation import mark as _
from ..phrases import phrases
from .kind import NOT_A_STUDENT, UNSURE, Kind

_UNSURE: Final = Rule(
    "grade-maybe-beside-name",
    "",
    "warning",
    "both",
    _("This may be a student's grade, score or level: “%(excerpt)s”."),
    UNSURE,
    NOT_A_STUDENT,
    clause="ferpa",
)
SURE: Final = Rule(
    "grade-told-of-name",
    "",
    "error",
    "both",
    _("This seems to tell a student's grade, score or level: “%(excerpt)s”."),
    _("Anyone can read this page, and a student's record belongs to the family."),
    _("Remove the name or the grade; the gradebook shows it to the family."),
    clause="ferpa",
)

KIND: Final = Kind(
    SURE,
    _UNSURE,
    phrases(r"""
        fail|fails|failed|failing ~the|his|her|this .. class|course|test|quiz|exam|math|reading|\
            science|english|algebra|biology|chemistry|history|semester|quarter|unit|midterm|final
        is|was|are|were|be failing
        did|does|do|will|may|might not pass|graduate|promote
        didn't|doesn't|won't pass|graduate
        at|in risk|danger of fail*|retention
        flunk*
        barely|just pass*
        report card
        progress report
        boleta*
        unsatisfactory
        needs improvement
        credit recovery
        summer school
        escuela de verano
        academic probation
        d's|f's|c's
        straight a's|d's|f's|c's
        grade|average|gpa .. dropped|slipped|fell|rose|improved|went
        current|overall|final|semester|quarter grade|average|gpa
        gpa
        class ^rank
        percentil*
        percentile
        lexile*
        nwea|dibels|elpac*|wida|staar|sbac|iready|naep|aimsweb|nscas|caaspp|fsa|parcc|ccss
        map growth|score|reading|math|test|rit
        rit ~score|of|is
        access composite|score|level|test
        star reading|math|score|test
        ap exam*|score*
        sat|act|psat score*|composite|result*
        state test|assessment|exam
        did|does|do not ~yet meet*
        partially|nearly met|meets
        below|above|under|at|on ~the basic|proficien*|benchmark|standard|expectations|level
        below|above ~grade level
        two|three|one|2|3|1 grade* level* below|behind
        grade* levels|level below|behind
        far|well|still below|behind
        not|isn't proficient|mastered
        words per minute
        wpm
        palabras por minuto
        entering|emerging|bridging|expanding level|stage
        guided reading level
        reading|math|writing|spelling level|score*|group|grade|average
        reads|reading|read at .. grade|level
        lowest|highest|worst|best|top|bottom score*|grade*|quiz|test|mark|average|essay
        scored|scores|earned|got|received|made ~only|just|a|an|the .. on ~the|his|her|a .. ^test|\
            quiz|exam|essay|project|midterm|final|lab|paper|worksheet|assessment|retake|benchmark
        bombed|aced ~the|his|her|a .. test|quiz|exam|essay|project|midterm|final
        retake|retook|redo .. test|quiz|exam|midterm|final
        incomplete .. become|f|credit|grade|in
        an|grade|got|received|of incomplete
        work|study habits
        held back
        retained in
        repeat*|repeating ~the .. grade
        not|won't|isn't .. promoted|graduating
        lost|loses credit*
        valedictorian|salutatorian
        reprob*
        suspendio|suspendieron ~el|la|los|las examen|materia|clase|matematicas|ciencias|historia|\
            ingles|curso|prueba
        saco|obtuvo|recibio|sacaron|obtuvieron .. en|de .. examen|prueba|tarea|ensayo|proyecto|\
            dictado|matematicas|ciencias|lectura|historia|trabajo
        saco|obtuvo|recibio un|una
        calificacion*
        promedio
        nota ~final|de|en|del|baja|mas
        puntaje*
        puntuacion
        aprobo
        no aprob*|paso|alcanz*|pasara|aprueba
        debajo|abajo del|de nivel|promedio|estandar
        bajo|por|debajo ~del|de nivel
        nivel uno|dos|tres|cuatro|cinco|1|2|3|4|5|basico|principiante|inicial|intermedio|bajo
        repite|repetira|repetir .. grado|ano|curso|materia
        quedo|quedara|salio mal|reprobad*|ultim*
        peor|mejor nota|calificacion|promedio|examen
        ^b|c|d|f in|on|for ~the|his|her .. math|algebra|geometry|reading|writing|science|english|\
            history|spelling|biology|chemistry|physics|spanish|class|quiz|test|exam|essay|\
            project|matematicas|ciencias|historia|ingles|espanol|lectura
        - failed|failing|fails
        - level one|two|three|four|five|1|2|3|4|5
        - nivel
    """),
    not_in="sport",
)

_SCORE: Final = re.compile(
    r"\b(?:1[3-9]|[2-9]\d|\d{3}|0) ?/ ?\d|\b\d{1,3} ?/ ?(?:3[2-9]|[4-9]\d|\d{3})\b"
    # What may be a day is one, unless it is given to someone.
    r"|(?:\b(?:an?|una?|got|with|scored|de|con)|:) \d{1,2} ?/ ?\d"
    r"|\d (?:out of|de) \d|\d ?(?:%|percent\b|por ciento\b)"
    r"|\b\d{1,3} (?:points?|puntos?|right|wrong|correct|errors?|errores|aciertos)\b"
    r"|(?:score[ds]?|got|with|saco|obtuvo|recibio) (?:a |an |un |una |of |de )?\d"
    r"|\b(?:sat|act|psat)(?: score)?:?(?: of)? \d{2,4}\b|\bap .{1,30} [1-5]\b"
)
SCORED: Final = Kind(
    SURE,
    _UNSURE,
    phrases(r"""
        quiz|quizzes|test|tests|exam|exams|examen|examenes|prueba|pruebas|midterm|essay|ensayo|\
            dictado|benchmark|assessment|evaluacion|tarea|homework|worksheet|spelling|project|\
            proyecto|lab|notebook
        grade|grades|score|scores|mark|marks|nota|notas|calificacion|calificaciones|puntaje|\
            promedio|average|resultado|resultados|results
        percent|correct|right|wrong|aciertos|errores .. on|in|en
        sat|psat|act|ap
    """),
    not_in="game",
    beside=_SCORE,
)

LETTERS: Final = Kind(
    SURE,
    _UNSURE,
    phrases(r"""
        got|gets|getting|earned|earns|received|receives|has|had|from|to|become|becomes|gave|give|\
            given|with|is|was|made|grade|grades|mark|nota|calificacion|puse|puso|saco|tiene|\
            obtuvo|recibio|average ~a|an|una|un|of|another|low|solid|de|la|his|her|is|was|es ^b|\
            c|d|f
        got|gets|getting|earned|earns|received|receives|made|average|grade|grades|saco|obtuvo|\
            recibio|nota|calificacion ~of|de|is|was|es an|una|a a|b|c|d|f
        grade|grades|mark|average|nota|calificacion a|b|c|d|f
        ^q1|q2|q3|q4|s1|s2|t1|t2|t3 a|b|c|d|f
        a|b|c|d|f plus|minus
        reading|writing|math|science|english|history|spelling|art|music|pe|algebra|geometry|\
            biology|chemistry|physics|spanish|conduct|citizenship|effort|lectura|matematicas|\
            ciencias|historia|ingles|espanol ^b|c|d|f
    """),
    not_in="game",
)
