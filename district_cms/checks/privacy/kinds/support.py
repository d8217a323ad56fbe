"""Special education, language services, interventions."""

from typing import Final

from ...translation import mark as _
from ..phrases import phrases
from .kind import Kind, rules

_RULES: Final = rules(
    "support",
    _("This seems to name a student who gets special education or other support: “%(excerpt)s”."),
    _("This may name a student who gets special education or other support: “%(excerpt)s”."),
    _("Remove the name or what is said of it; the family hears it from the school directly."),
)

KIND: Final = Kind(
    *_RULES,
    phrases(r"""
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
        behavior|behavioral|behaviour plan|goal*|chart|support|specialist|therapist|\
            intervention*|contract|unit|class
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
        qualifies|qualified|eligible|referred|evaluated|tested|evaluation|testing|screened for \
            ~an|a|the .. services|special|speech|iep|504|autism|adhd|dyslexia|disabilit*|gifted|\
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
        - aide
        - tested
        - speech
        - level
    """),
    in_lessons=True,
)
