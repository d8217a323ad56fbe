"""Grades, scores and levels, told in words. Those right beside a name are `grades`'s."""

import re
from typing import Final

from ...rules import Rule
from ...translation import mark as _
from ..phrases import phrases
from .kind import NOT_A_STUDENT, PUBLIC, UNSURE, Kind

_UNSURE: Final = Rule(
    "grade-maybe-beside-name",
    "",
    "warning",
    _("This may be a student's grade, score or level: “%(excerpt)s”."),
    UNSURE,
    NOT_A_STUDENT,
    clause="ferpa",
)
SURE: Final = Rule(
    "grade-told-of-name",
    "",
    "error",
    _("This seems to tell a student's grade, score or level: “%(excerpt)s”."),
    PUBLIC,
    _("Remove the name or the grade; the gradebook shows it to the family."),
    clause="ferpa",
)

_HUNDRED: Final = "|".join(map(str, range(30, 101)))

KIND: Final = Kind(
    SURE,
    _UNSURE,
    phrases(r"""
        fail|fails|failed|failing ~the|his|her|this .. class|course|test|quiz|exam|math|reading|\
            science|english|algebra|biology|chemistry|history|semester|quarter|unit|midterm|final
        is|was|are|were|be failing
        at|in risk|danger of fail*|retention
        flunk*
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
        class ^rank
        lexile*
        nwea|dibels|elpac*|wida|staar|sbac|iready|naep|aimsweb|nscas|caaspp|fsa|parcc|ccss
        map growth|score|reading|math|test|rit
        rit ~score|of|is
        access composite|score|level|test
        star reading|math|score|test
        ap exam*|score*
        sat|act|psat score*|composite|result*
        state test|assessment|exam
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
        incomplete .. become|f|credit|grade|in
        an|grade|got|received|of incomplete
        work|study habits
        held back
        retained in
        repeat*|repeating ~the .. grade
        lost|loses credit*
        reprob*
        suspendio|suspendieron ~el|la|los|las examen|materia|clase|matematicas|ciencias|historia|\
            ingles|curso|prueba
        calificacion*
        nota ~final|de|en|del|baja|mas
        puntaje*
        puntuacion
        debajo|abajo del|de nivel|promedio|estandar
        bajo|por|debajo ~del|de nivel
        nivel uno|dos|tres|cuatro|cinco|1|2|3|4|5|basico|principiante|inicial|intermedio|bajo
        repite|repetira|repetir .. grado|ano|curso|materia
        ^b|c|d|f in|on|for ~the|his|her .. math|algebra|geometry|reading|writing|science|english|\
            history|spelling|biology|chemistry|physics|spanish|class|quiz|test|exam|essay|project|\
            matematicas|ciencias|historia|ingles|espanol|lectura
        repeat*|retak*|redo*|failing|failed|flunk* ~the|his|her|in .. ^algebra|geometry|biology|\
            chemistry|physics|english|math|reading|science|history|spanish|course|class|grade|year|\
            kindergarten|semester|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth
        ineligib*|inelegib*
        not|never|isn't|aren't eligible|academically
        no pass
        academic*|grade* probation|eligib*|ineligib*|warning|alert|concern*|watch
        summer|night|alternative|extended school|program|classes|year
        placed|moved|bumped|dropped|demoted|switched ~down|up|back|out|from|into|to .. ^remedial|\
            regular|honors|lower|standard|level|ap|gifted|basic|group
        d|f list
        failing|d-f|df|f list|grade*
        transcript*
        credits|credit short|behind|to|needed|deficient
        level|lvl ~is|now|a|at a|b|c|d|e|f|g|h|i|j|k|l|m|n|o|p|q|r|s
        dra|f&p|fountas|lexile|rit|gle
        smarter balanced
        english|el|ell|eld|proficiency|language level|score
        f's|d's|ds|fs
        recuper*|extraordinario*|regulariz*|nivelacion
        reprob*|trono ~el|la|las|los|en .. examen|materia*|matematicas|ciencias|espanol|ingles|\
            historia|ano|grado
        va|van|anda|esta|sigue ~muy mal|bajo|baja|atrasad* .. en|de
        bajas|bajos|mala|malas|pesimas calificacion*|notas|resultados
        no ^paso|pasa|pasara|acredito|acredita|alcanza|aprueba .. examen|materia|ano|grado|curso|\
            nivel|ingles|prueba|de
        acredit*
        failing|failed student*|kids|list|classes|grades|group|subjects
        words|palabras a|per|each|por minute|minuto
        rereading|rereads|wcpm|wpm|cwpm
        met|meet|made|reached ~their|the|his|her goal|standard|target ^except|but
        due|because to|of ^grades|gpa|ineligib*
        pulled|cut|benched|removed ~from|off|out .. for|because|over ^grades|gpa|eligibility
        highest|lowest|lower|higher|worse ^grade|score|mark .. than|i|gave|given|was|goes|went
        credit|credits ~to|in|for short|graduate|recover*
        standings
        dropped|booted|bumped|kicked|removed|moved ~out ~down|from|out|off ~of|to .. ^honors|ap|\
            varsity|\
            gifted|advanced|regular|algebra
        went|up|gained|grew|grown|jumped|improved|dropped|fell|down|subio|bajo ~up|down ~by ~a|\
            another .. ^points|percentile|levels|puntos
        zeros|zeroes|ceros
        sube|subio|subir|subiendo|bajo|bajar|paso|pasar|mejoro|mejorar ~su|la|de nota|\
            calificacion|promedio|\
            de
        ^reprobado|reprobada|reprobados
        nivel|level a1|a2|b1|b2|pre-a|primer
        fluency|decoding|phonics ~score|rate|level|is|at ^score|rate|level|check|test|screener
        kindergarten|first-grade|second-grade|third-grade|pre-k level|reader|reading
        - failed|failing|fails
        - level one|two|three|four|five|1|2|3|4|5
        - nivel
    """),
)

# Said of games, and of what one needs to take part, as well.
COUNTED: Final = Kind(
    SURE,
    _UNSURE,
    phrases(rf"""
        did|does|do|will|may|might not pass|graduate|promote
        didn't|doesn't|won't pass|graduate
        barely|just pass*
        grade|average|gpa .. dropped|slipped|fell|rose|improved|went
        current|overall|final|semester|quarter grade|average|gpa
        gpa
        percentil*
        percentile
        did|does|do not ~yet meet*
        lowest|highest|worst|best|top|bottom score*|grade*|quiz|test|mark|average|essay
        scored|scores|earned|got|received|made ~only|just|a|an|the .. on ~the|his|her|a .. ^test|\
            quiz|exam|essay|project|midterm|final|lab|paper|worksheet|assessment|retake|benchmark
        bombed|aced|tanked ~the|his|her|a|it .. test|quiz|exam|essay|project|midterm|final|it|\
            retest|retake
        retake|retook|redo .. test|quiz|exam|midterm|final
        not|won't|isn't .. promoted|graduating
        saco|obtuvo|recibio|sacaron|obtuvieron .. en|de .. examen|prueba|tarea|ensayo|proyecto|\
            dictado|matematicas|ciencias|lectura|historia|trabajo
        saco|obtuvo|recibio un|una
        promedio
        aprobo
        no aprob*|paso|alcanz*|pasara|aprueba
        quedo|quedara|salio mal|reprobad*|ultim*
        peor|mejor nota|calificacion|promedio|examen
        averag*|average ~of|is|a|an ^{_HUNDRED}
        ^{_HUNDRED} average|avg|in|on|overall math|reading|science|english|the|algebra|history|\
            average|spelling
        retake*|retest*|re-take* ~on|is|are|for|at|list|this .. monday|tuesday|wednesday|thursday|\
            friday|for|list|tomorrow|today
        skip*|skipped ~from|a|the .. 1st|2nd|3rd|4th|5th|6th|first|second|third|fourth|fifth|grade|\
            kindergarten
        worst|lowest|weakest|poorest|slowest ~in|of|student|reader|score* .. class|group|grade|\
            student|reader
        rank* ~in|of|is|number|last|first|second|third|3rd|2nd|1st class|last
        bottom|top of ~the|our|his|her class|list
        cumulative|weighted|unweighted gpa|average
        won't|will|may|might|not|can't|cannot .. ^graduate|graduating|promoted|walk
        didn't|did|not|never|isn't|barely .. ^pass|passed|passing|meet|reach|master*|mastered .. \
            the|his|her|test|math|reading|goal|standard|class|exam|english|swim|yet
        just|only|barely|almost|nearly ^passed|passing|missed|failed
        low|lower|poor|bad|terrible|failing|dropping|slipping|falling|weak|worst grade*|score*|\
            mark*|average|gpa|report|result*
        grade*|score*|mark*|average|gpa ~have|has|are|is|went|keep|keeps|just|really .. ^dropped|\
            drop|dropping|down|slipped|slipping|fell|falling|suffer*|suffered|low|failing|up|\
            improv*|tanked|terrible
        all|straight|mostly|two|three|four|five|only|no|some a's|b's|c's|d's|f's|as|bs|cs|ds|fs
        honor roll because|but|missed|by
        better|worse|higher|lower than
        sigue|continua|esta|quedo|bajo|subio|pasa|paso en|al|a ~el nivel|grupo
        repet* .. ano|grado|curso|materia|primero|segundo|tercero
        promedio*|calificacion* .. bajo|subio|fue|es|reprobatori*
        6|7|8|9|10|5|4 en ~el|la|su ^examen|matematicas|ciencias|espanol|ingles|historia|prueba|\
            lectura|boleta
        saco ~apenas|solo cero|mala*|buena*
        his|her|su|their ^b|c|d|f
        one|two|another|only ^f|fs|d|ds this|in|on|from
        su|sus|por|un|una ^{_HUNDRED} en|de|por
        de|from ~a|an|un|una|solo|only|just ^{_HUNDRED} a|to|percent|points|por
        to ~a|an ^{_HUNDRED} this|in|on|percent|average|overall|now
        got|gets|earned|saco|obtuvo|scored ~a|an|un|una|solo|only|just ^{_HUNDRED}|0 on|in|en|and|\
            but|out|this|y|de
        cutoff|cut-off|cutoffs
    """),
    not_in="sport",
)

_SCORE: Final = re.compile(
    r"\b(?:1[3-9]|[2-9]\d|\d{3}|0) ?/ ?\d|\b\d{1,3} ?/ ?(?:3[2-9]|[4-9]\d|\d{3})\b"
    # What may be a day is one, unless it is given to someone.
    r"|(?:\b(?:an?|una?|got|with|scored|de|con)|:) \d{1,2} ?/ ?\d"
    r"|\d (?:out of|de) \d|\d ?(?:%|percent\b|por ciento\b)"
    r"|\b\d{1,3} (?:points?|puntos?|right|wrong|correct|errors?|errores|aciertos)\b"
    r"|(?:score[ds]?|got|gets|has|had|earned|received|made|with|con|saco|obtuvo|recibio|tiene) "
    r"(?:a |an |un |una |of |de |only |just |solo )?\d"
    r"|\b(?:sat|act|psat)(?: score)?:?(?: of)? \d{2,4}\b|\bap .{1,30} [1-5]\b"
)
SCORED: Final = Kind(
    SURE,
    _UNSURE,
    phrases(r"""
        quiz|quizzes|test|tests|exam|exams|examen|examenes|prueba|pruebas|midterm|essay|ensayo|\
            dictado|benchmark|assessment|evaluacion|tarea|homework|worksheet|spelling|project|\
            proyecto|lab|notebook|check|facts|drill|pretest|posttest|retake
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
    phrases(rf"""
        got|gets|getting|earned|earns|received|receives|has|had|from|to|become|becomes|gave|give|\
            given|with|is|was|made|grade|grades|mark|nota|calificacion|puse|puso|saco|tiene|obtuvo|\
            recibio|average ~a|an|una|un|of|another|low|solid|de|la|his|her|is|was|es ^b|c|d|f
        got|gets|getting|earned|earns|received|receives|made|average|grade|grades|saco|obtuvo|\
            recibio|nota|calificacion ~of|de|is|was|es an|una|a a|b|c|d|f
        grade|grades|mark|average|nota|calificacion a|b|c|d|f
        ^q1|q2|q3|q4|s1|s2|t1|t2|t3 a|b|c|d|f
        a|an|un|una ^{_HUNDRED} isn't|is|wasn't|was|on|in|out|average|won't|and|but|this|overall|\
            for|en|de|no|es|fue
        a|b|c|d|f plus|minus
        reading|writing|math|science|english|history|spelling|art|music|pe|algebra|geometry|\
            biology|chemistry|physics|spanish|conduct|citizenship|effort|lectura|matematicas|\
            ciencias|historia|ingles|espanol ^b|c|d|f
    """),
    not_in="game",
)
