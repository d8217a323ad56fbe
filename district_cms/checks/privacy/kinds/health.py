"""Health: illnesses, injuries, allergies, medicines, moods."""

from typing import Final

from ...translation import mark as _
from ..phrases import phrases
from .kind import Kind, rules

_RULES: Final = rules(
    "health",
    _("This seems to tell something about a student's health: “%(excerpt)s”."),
    _("This may be about a student's health: “%(excerpt)s”."),
    _("Remove the name or what is said of it; speak with the family and the nurse directly."),
)

KIND: Final = Kind(
    *_RULES,
    phrases(r"""
        medication*|medicine|meds|inhaler|insulin|epipen|epi-pen|ritalin|adderall|concerta|\
            prozac|zoloft|tylenol|ibuprofen|nebulizer|antibiotic*|chemo*|pill*|dose|albuterol|\
            injection*
        epi pen
        diabet*
        asthma*
        epilep*
        seizure*
        allerg*
        anaphyla*
        lactose|gluten|celiac|dairy-free
        no|avoid dairy|nuts|eggs|peanut*|milk|wheat|gluten|shellfish|soy
        adhd|add|ocd|ptsd|odd|copd|hiv|aids|fas|fasd|uti|mrsa|rsv
        oppositional defiant
        concussion|concussed
        tested positive
        covid|coronavirus
        flu|influenza|strep|mono|pneumonia|bronchitis|chickenpox|measles|mumps|pinkeye|lice|\
            ringworm|scabies|hepatitis|tuberculosis|meningitis|impetigo|whooping|norovirus|scarlet
        pink eye
        chicken pox
        head lice
        vaccin*|immuniz*|unvaccinated
        diagnos*
        depress*
        anxi*
        bipolar|schizo*
        panic attack*
        self harm*|injur*
        suicid*
        cutting herself|himself
        eating disorder
        anorex*|bulimi*
        therap*
        counseling|counselling for|with|sessions
        sees|seeing|saw|with .. counselor|psychologist|psychiatrist|therapist
        psychiatr*
        hospital*
        surgery|surgeries|operation|appendix|appendicitis|tonsils|tumor|leukemia|cancer|lymphoma|\
            transplant|dialysis|chemotherapy|radiation
        broke ~his|her|a|an|the .. arm|leg|wrist|ankle|finger|collarbone|foot|nose|toe|elbow|hand
        broken|fractured|sprained arm|leg|wrist|ankle|finger|collarbone|foot|nose|toe|elbow
        injur*
        cast|crutches|wheelchair|stitches|hearing aid*|cochlear|feeding tube|catheter|diaper*|\
            pull-ups
        hearing aid*
        feeding tube
        glasses|patch for his|her
        vomit*|threw up|puked
        threw up
        wet|wets|soiled|pooped|peed ~her|his|the pants|bed|himself|herself|chair
        accident* in|bathroom|toilet
        bathroom accident*
        toilet training
        potty
        rash|fever|migraine*|headaches|stomachache|nosebleed*|fainted|fainting|eczema|hives|\
            infection|contagious|quarantine*|isolation
        sick|ill with|at|from|again|today
        out|home sick
        out|home with .. ^flu|fever|virus|cold|strep|covid|injur*|concussion|broken
        blood sugar|pressure
        sickle cell
        cystic fibrosis
        cerebral palsy
        muscular dystrophy
        heart condition|murmur|surgery|defect|problem|disease
        kidney|liver|lung|thyroid|crohn's|crohn|lupus|hemophilia|anemia|anemic|scoliosis|\
            arthritis|lyme
        pregnan*
        miscarriage|abortion
        std|sti
        overdos*
        rehab|addiction|addicted
        drug test*
        mental health
        mental|nervous breakdown
        special diet
        overweight|obese|obesity|underweight|bmi
        weighs|weight
        disorder|syndrome|chronic
        health condition|plan|issue*|problem*|reasons|concern*
        medical condition|plan|issue*|problem*|reasons|leave|excuse|note|alert|appointment
        vision|hearing|speech|lead|scoliosis screening|test|problem*|loss
        hard of hearing
        ^excused|exempt from ~all .. pe|gym|recess|running|sports|class
        no ^pe|gym
        carries|needs|uses|takes|wears .. inhaler|epipen|pen|medic*|insulin|meds|pump|glasses|\
            aid*|brace
        gender|transition* .. identit*|dysphoria
        transgender
        gender dysphoria
        medicin*|medicament*|pastilla*|inhalador|insulina|inyeccion*|jarabe
        alergi*
        asma|asmatic*
        diabet*
        convulsion*
        ansiedad
        depresi*
        deprimid*
        le|les diagnostic*
        enferm*
        hospitaliz*|internad*|operaron|operacion|cirugia|operad*
        embaraz*
        piojos|varicela|sarampion|gripe|influenza|fiebre|vomit*|diarrea|paperas|tos|\
            conjuntivitis|sarna
        vacunad*|vacuna*
        dio|salio|positivo positivo|covid
        conmocion|fractur*|quebro|rompio|yeso|muletas|lesion*
        terapia*
        psicolog*
        psiquiatr*
        cancer|leucemia|tumor|anemia|cardiac*|corazon|rinon*|migrana*
        celiac*|intolerante|intolerancia
        tda|tdah|vih|sida
        trastorno*|sindrome
        trastorno|crisis de
        suicid*
        se|esta lastim*|enfermo|enferma|mal
        se orino|desmayo|enfermo|lastimo
        autolesion*
        anorexia|bulimia|obesidad|sobrepeso
        silla de ruedas
        aparato* auditivo*
        toma|lleva|necesita|usa su|sus|una|un|el|la medicina|pastilla*|inhalador|lentes|aparato
        - nurse
        - sick
        - ill
    """),
    in_lessons=True,
)
