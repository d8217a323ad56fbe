"""Special education, language services, interventions."""

from typing import Final

from ...translation import mark as _
from ..phrases import phrases
from .kind import Kind, rules

_RULES: Final = rules(
    "support",
    _("This seems to name a student who gets special education or other support: “%(excerpt)s”."),
    _("This may name a student who gets special education or other support: “%(excerpt)s”."),
    _(
        "Remove the name or what is said about the student; "
        "the family hears it from the school directly."
    ),
)

KIND: Final = Kind(
    *_RULES,
    phrases(r"""
        va|ve|habla|cita|sesion*|platica ~con|a .. ^consejera|consejero|orientadora|psicologa
        iep|ieps|504|504s|bip|fba|ifsp|eip|arc|ard|mdt|sst|rti|mtss
        special education|ed|needs|class|services
        sped
        resource room|class|teacher|reading|math|student
        self contained
        life skills
        accommodation*|modification*|accommodated
        pull out|outs
        pulled out for|to
        push in support|services
        pulled for|from .. speech|reading|math|services|ot|pt|title|intervention
        speech therap*|services|language|class|group|pathologist|impediment|delay
        occupational|physical therap*
        language therapy
        ot|pt ~and|or session*|services|evaluation
        behavior|behavioral|behaviour plan|goal*|chart|support|specialist|therapist|intervention*|\
            contract|unit|class
        disabilit*
        disabled
        autis*
        asperger*
        on the spectrum
        down syndrome
        down's syndrome
        dyslex*|dyscalcul*|dysgraph*|dysprax*
        learning|intellectual|developmental|reading|processing disabilit*|disorder|delay*|\
            difference|difficult*
        developmental* delay*|disabled
        cognitive|emotional* impair*|delay*|disab*|disturb*
        visually|hearing|vision|speech impair*
        emotionally disturbed
        blind|deaf|nonverbal|non-verbal|mute|stutter*
        non verbal
        qualifies|qualified|eligible|referred|evaluated|tested|evaluation|testing|screened for ~an|\
            a|the .. services|special|speech|iep|504|autism|adhd|dyslexia|disabilit*|gifted|\
            reading|intervention|support|title
        qualif* for ~an|a|the .. services|special|support|help
        psychoeducational|psych eval*|evaluation|test*
        one on one|one-on-one aide|para|assistant|support
        1:1|one-to-one aide|para|support
        personal|his|her|an|own|with aide|para|paraprofessional|one-on-one
        aide|para sits|goes|helps|with|stays|shadows
        extra|extended|double time
        read aloud|aloud test*|accommodation
        small group testing
        separate setting|room
        alternate|modified assessment|curriculum|diploma|grading|assignments
        ell|esl|lep|eld|ells|newcomer
        english learner*|language
        limited english
        reclassified
        title i|one|1
        tier two|three|2|3
        reading intervention|recovery|specialist|interventionist
        intervention group|plan|list|class|block
        remedial|remediation
        slow|struggling learner|reader|student
        below level|grade
        red|blue|green|low|high|middle group|reading
        reading|math group*
        ability group*
        gifted program|and|testing|class|services
        not gifted
        retention|retained
        student study team
        manifestation determination
        medically fragile
        service|therapy dog
        sensory|calming breaks|diet|needs|processing|corner|room
        meltdown*
        educacion especial
        necesidades especiales
        plan 504
        discapacidad*
        discapacitad*
        autist*|autismo
        dislexi*|discalculia|disgrafia
        sindrome de down
        terapia* ~de|del|fisica|ocupacional .. lenguaje|habla|ocupacional|fisica
        terapeuta
        salon|aula|sala|maestra|maestro|clase de recursos|apoyo
        salon|aula|clase especial
        aula de recursos
        problema*|trastorno|dificultad*|retraso de|del|en aprendizaje|lenguaje|habla|lectura|\
            atencion|conducta
        retraso
        aprendizaje|desarrollo lento
        asistente|auxiliar|ayudante personal|individual|lo|la|que
        acompana* ~una|un|su asistente|auxiliar|ayudante
        adaptaciones|adecuaciones|acomodaciones|adaptacion
        tiempo extra|adicional
        aprendiz|estudiante de ingles
        aprende|aprendiendo ~el ingles
        nivel de ingles
        evaluacion psico*|de|para
        grupo bajo|de|rojo|lento
        intervencion
        sordo|sorda|ciego|ciega|mudo|tartamud*
        life|functional|essential skills
        new|his|her|an|the|has|on|an iep|504
        tested|tests|testing|test out|into|for .. special|gifted|sped|ell|esl|services|speech
        dismissed|exited|discharged|graduated from .. ^speech|services|special|sped|ell|esl|ot|\
            therapy|iep
        on ~an|a|his|her|the .. ^iep|504|spectrum
        speech|ot|pt|aba ~on|at|every|with|daily|group monday*|tuesday*|wednesday*|thursday*|\
            friday*|daily|weekly|session*|room
        speech|language|articulation .. ^lisp|stutter*|delay*|goals|sounds
        behavior support|plan|specialist|tech|aide|interventionist
        interpreter|braille|scribe|communication .. device|for
        communication device|board|book
        assistive technology
        modified|simplified|shortened|reduced work|work*|day|schedule|test*|assignments|homework
        shortened|half|partial day|days|schedule
        sensory|fidget|weighted .. ^break*|diet|vest|room|overload|meltdown*
        reader|scribe|calculator allowed|accommodation
        goes|go|going|pulled|leaves|moved|moving|placed|sent .. ^resource|sped|title|pull-out|\
            speech|intervention|reading .. room|group|help|lab|recovery|support|class|teacher
        reads|reading|writes|math|works|performing|functioning|still .. ^kindergarten|first|second|\
            third|fourth|fifth|1st|2nd|3rd|4th|grade .. level|grade
        struggl*|struggles|behind|difficult* ~with|in .. reading|math|writing|english|decod*|\
            speech|speaking|focus*
        can't|cannot|doesn't|still|barely .. read|write|count|add|speak .. ^yet|english|well|\
            letters|all|alphabet
        english|speaks|speak ~no|little|very|enough|not|limited|only english|spanish
        no|little|any english
        doesn't|does|not|don't .. ^speak .. english
        english level|proficiency|learner|development
        el|ml|eld|esol level|student|support|services
        level|nivel one|two|three|1|2|3 english|ingles
        low|lower|lowest|slow|slower|bottom reading|math|reader*|group|table|track
        high|higher|top|advanced reading|math|group|table|track
        low|high|medium|below|above .. ^group
        rti|mtss|tier|tier-2|tier-3
        evaluat*|assess*|screen*|referr*|test* .. ^autism|adhd|dyslexia|sped|iep|gifted|disabilit*|\
            special
        slow learner|processing
        special needs|needs
        needs .. ^aide|para|accommodation*|one-on-one|interpreter|reader|scribe
        held|hold|holding|keep|keeping back
        emotional* support|disturb*
        inclusion|self-contained|mainstream* class|room|student|teacher
        plan ~individual* de apoyo|educativo|educacion|504|intervencion
        usaer|pei|udei
        apoyo ~con|de|en .. ^lectura|matematicas|especial|terapia|maestra
        grupo|salon|clase|aula de apoyo|recursos|nivelacion|especial
        lee|leen|esta|va|anda|sigue ~muy|por .. ^debajo|abajo|atras|bajo .. nivel|grado|grupo
        debajo ~de su nivel|grado
        no ~sabe|puede|habla leer|escribir|ingles|hablar|contar
        evaluacion|prueba|diagnostico|estudio|cita psicolog*|psicopedag*|neurolog*|psiquiatr*
        psicopedag*|neurolog*
        terapista|terapeuta|fonoaudiolog*
        va|asiste|recibe|tiene .. ^terapia|apoyo|recursos|lenguaje|psicolog*
        tartamude*|hiperactiv*|retras*
        capacidades|necesidades diferentes|especiales
        exempt*|excused .. ^test|tests|testing|ela|assessment*
        new to english|country
        lee|leen|escribe|escriben|suma ^como ~nino|nina|un|una|de .. primero|segundo|tercero|\
            kinder|preescolar
        not|isn't|aren't ~reading|performing|working ~on|at|up grade level
        reteach*|re-teach*
        tutor* .. ^because|since
        iq|iqs
        gifted student*|kid*|identified|identification
        paras|aides|shadow|handler ~for|with|who|sits|and
        kids|kiddos|students|kiddo|children|child|boy|girl ^with ~a|an|iep|ieps ^paras|para|aide|\
            aides|iep|ieps|504|504s|bip
        with|has|have|her|his|new ^para|paras
        short bus
        can't|cannot|doesn't|does|not|still|yet ~yet ~not ^read|write|count|talk|speak ~yet|at|by|\
            in|on|her|his|the|well|\
            independently
        child|student|pupil study|support|services|assistance|intervention team
        life-skills|self-contained|resource|structured|functional ~learning|academics ^classroom|\
            room|class|wing
        moved|placed|going|sent|referred ~back ~to|in|into|for ^self-contained|resource|remedial|\
            sped|inclusion|\
            evaluation|intervention|tier
        out|exited|graduated|graduating|tested|testing ~of|out ~of|from ~the ^esl|ell|el|eld|sped|\
            speech|resource|title
        in|from|to|on ~the ^esl|ell|eld|eal ~program|class|group|list
        ~an english|second language ^learner*
        no|any|little|much ^english ~yet|at|when|so
        ^newcomer*|newcomers
        extra|double|more|extended time ~on|for|because|to
        read|reads|speaks|work|works|works one-on-one|1:1|one-to-one
        programa|clase|grupo de ^ingles|esl|apoyo|recursos|educacion
        segundo|segunda idioma|lengua
        no ^habla|hablan|camina|oye|ve|escucha ~todavia|bien|espanol|ingles|nada|mucho|aun
        no ^aprende|entiende|avanza|puede
        lento|lenta para|en
        grupo|clase|maestra|programa|salon de ^apoyo|recursos|nivelacion
        terapeuta|terapia|terapista ~de|del|los|cada
        - aide
        - tested
        - speech
        - level
    """),
    in_lessons=True,
    of_staff=True,
)
