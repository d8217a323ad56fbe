"""Health: illnesses, injuries, allergies, medicines, moods."""

from typing import Final

from ...translation import mark as _
from ..phrases import phrases
from .kind import Kind, rules

_RULES: Final = rules(
    "health",
    _("This seems to tell something about a student's health: “%(excerpt)s”."),
    _("This may be about a student's health: “%(excerpt)s”."),
    _(
        "Remove the name or what is said about the student; "
        "speak with the family and the nurse directly."
    ),
)

KIND: Final = Kind(
    *_RULES,
    phrases(r"""
        medication*|medicine|meds|inhaler|insulin|epipen|epi-pen|ritalin|adderall|concerta|prozac|\
            zoloft|tylenol|ibuprofen|nebulizer|antibiotic*|chemo*|pill*|dose|albuterol|injection*
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
        depress*|biops*
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
        kidney|liver|lung|thyroid|crohn's|crohn|lupus|hemophilia|anemia|anemic|scoliosis|arthritis|\
            lyme
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
        ^lbs|pounds and|but|which|needs
        disorder|syndrome|chronic
        health condition|plan|issue*|problem*|reasons|concern*
        medical condition|plan|issue*|problem*|reasons|leave|excuse|note|alert|appointment
        vision|hearing|speech|lead|scoliosis screening|test|problem*|loss
        hard of hearing
        ^excused|exempt from ~all .. pe|gym|recess|running|sports|class
        no ^pe|gym
        carries|needs|uses|takes|wears .. inhaler|epipen|pen|medic*|insulin|meds|pump|glasses|aid*|\
            brace
        gender|transition* .. identit*|dysphoria
        transgender
        gender dysphoria
        medicin*|medicament*|pastilla*|inhalador|insulina|inyeccion*
        jarabe ~para|de|la tos
        alergi*
        asma|asmatic*
        convulsion*
        ansiedad
        depresi*
        deprimid*
        le|les diagnostic*
        enferm*
        hospitaliz*|internad*|operaron|operacion|cirugia|operad*
        embaraz*
        piojos|varicela|sarampion|gripe|influenza|fiebre|vomit*|diarrea|paperas|tos|conjuntivitis|\
            sarna
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
        se|esta lastim*|enfermo|enferma|mal
        se orino|desmayo|enfermo|lastimo
        autolesion*
        anorexia|bulimia|obesidad|sobrepeso
        silla de ruedas
        aparato* auditivo*
        toma|lleva|necesita|usa su|sus|una|un|el|la medicina|pastilla*|inhalador|lentes|aparato
        give|gives|giving|gave .. ^drops|meds|medicine|pill*|shot|insulin|inhaler
        psych|psychiatric ward|unit|hospital|eval*|facility
        blood type|group|test*|work|clot
        baby .. ^due|expecting|bump|shower
        ^expecting ~a|her|their baby|twins|in
        due ~in|date|on .. january|february|march|april|may|june|july|august|september|october|\
            november|december
        smell|smells|smelled|odor|stinks|hygiene|deodorant|shower|showers|bathe|bathing
        body odor
        bedwetting|puberty
        got|started|has|starts ~her|his|a|first .. her period
        tampon*|menstru*
        stomach bug|ache|virus|flu|pain*|problem*
        stomachache*|headache*|earache|toothache
        food poisoning
        sick|ill ~again|today|all|since|this|yesterday|and|at|for|with
        throwing|threw|thrown|throws up
        ambulance|paramedic*|911
        er|icu|intensive|emergency care|room|visit
        in|at|to|from|leaves .. ^hospital|clinic|icu|er|hospice
        recover*|recuperat* from|at
        passed out|away
        blacked out
        dizzy|dehydrated|faint|faints|collapsed
        bee|wasp|insect sting*|allerg*|bite*
        inhaler*|epipen*|tylenol|benadryl|melatonin|lexapro|vyvanse|clonidine|metformin|adderall
        mg|milligrams|ml .. at|noon|daily|twice|before|after|a
        takes|took|taking|gets|needs|on|off ~his|her|a|the|some|new .. ^pill*|meds|medic*|shot|\
            shots|insulin|inhaler|dose|drops
        forgot|forgets|refuses|without|skipped .. ^meds|medication|inhaler|insulin|pills|glasses|\
            hearing
        feeding|breathing|trach tube
        oxygen|ventilator|pacemaker|prosthetic|prosthesis|braces|walker
        crutch*|wheelchair*
        tourette|tourette's|tics
        selective mutism
        anger issues|management
        mood swings|disorder
        crying|cried|cries|sobbed|upset .. every|all|because|again|bathroom|class
        lonely|sad .. because|since|and
        doesn't|does|not|won't|hasn't .. eat|eating|sleep|sleeping .. anything|lunch|at|much|enough
        falls|fell|falling|fallen asleep
        asleep ~in class
        cutting|cuts ~himself|herself|on .. arms|wrists|herself|himself
        suicid*|self-harm*
        sees|seeing|saw|talks|talking|meets|met .. ^therapist|psychologist|psychiatrist|counselor|\
            shrink|social
        social worker
        nurse ~at|for|before|after|every|daily|because .. 10|11|12|1|2|noon|lunch|recess
        goes|sent|went|goes to ~see|the nurse
        screening|check|scan|x-ray|test ~has|had|came|was|found|results ^found|positive|failed|\
            showed|back
        overweight|obes*|underweight|diet|calories|weigh-in|weighed
        lose|lost|losing|gain|gained|drop|dropped ~two|three|five|ten|some|too|2|3|5|10 .. pounds|\
            lbs|weight|kilos
        pounds|lbs overweight|over
        not ~yet|fully|been vaccinat*|immuniz*
        unvaccinated|exempt|exemption|waiver .. from|for ^vaccin*|immuniz*|pe|gym
        lice|bedbugs|bugs|nits|scabies|worms|ringworm
        quarantin*|isolat*|contagious|exposed
        hepatitis|hiv|aids|herpes|std|sti
        tuberculosis|tb
        birth control|defect
        premature|preemie|nicu
        weeks early|premature
        hearing|cochlear|eye impair*|implant*|surgery|patch
        color blind
        colorblind
        one kidney|eye|hand|leg|arm
        kidney*|transplant*
        chemo|radiation|remission|hospice
        nut|peanut|egg|milk|dairy|shellfish|bee|latex|soy|wheat|fish|sesame allerg*|free
        huele|olor|higiene|bano|banarse|desodorante|aseo
        tipo ~de sangre
        esta|estaba|sigue|estuvo|anda|quedo .. ^enferm*|malit*|delicad*|internad*|hospital*|\
            embarazad*|deprimid*|triste|grave
        tiene|tuvo|padece|sufre|diagnostic* ~de|un|una|la|el .. ^asma|diabetes|epilepsia|cancer|\
            leucemia|ansiedad|depresion|autismo|sindrome|varicela|gripe|fiebre|covid|piojos|\
            alergia*|convulsion*|ataque*|migrana*|anemia|soplo|tos|infeccion
        toma|tomar|pastilla*|medicina*|inyect* .. ^pastilla*|medicina*|medicamento*|insulina|mg|\
            ritalin
        vomit*|desmay*|convulsion*|fiebre
        se|la|lo oper* ~de|el|la
        hospital|clinica|ambulancia|urgencias|cirugia|quimio*
        se corta|lastima|autolesiona
        lentes|audifono*|protesis|muletas|silla
        regla|menstruacion
        espera|esperando ~un bebe
        can't|cannot|no|not|never .. ^have|eat|drink .. dye|sugar|dairy|milk|nuts|gluten|peanut*|\
            eggs|meat|pork|wheat|soy|chocolate|caffeine
        hurt|hurting|harm|harming|kill|killing|cut ~herself|himself ^herself|himself|themselves|\
            themself
        wired shut
        get well
        wants|wanted|wishes to die
        see|read ~the|his|her ^board ~from|without|anymore
        wants|wanted|leave|leaves|leaving|left|out .. ^cry
        tumor*|scan results
        20/20|vision|eyesight ^20/30|20/40|20/50|20/60|20/70|20/80|20/100|20/200
        stitches|puntadas|concussed
        no ^come|comio|duerme .. escuela|nada|bien|desayuno|lonche
        retainer
        goes|go|going ^by ~the she|he|they|name|her|him
        legal|birth|dead|preferred name
        prefers|wants to be called
        proof|record|records of|for ^mmr|shots|shot|vaccin*|immuniz*|dtap|tdap|physical|tb
        shot|shots|immunization|vaccination record*|are|waiver
        bruise*|bruising|burns|black eye
        out of|in ^boot|sling|splint|brace
        torn|sprained|pulled|strained|dislocated acl|ligament|muscle|hamstring|ankle|knee|shoulder
        cleared|clear ~to|for|by|from ^play|gym|pe|practice|sports|participate|concussion|nurse
        azucar|glucosa|presion ~le|alta|baja|alto|bajo|en
        coma|icu
        throat|airway|lips|face|eyes ~closes|close|swells|swell|swelled ^up|shut|swells|swell|\
            swelled|closes
        needs|need|has ~to ~be ^changed|changing|toileted|fed|lifted|medicated
        lost|loses|losing ~the|a|her|their|another ^baby|pregnancy
        le|se ~ha|le ^sube|baja|bajo|subio ~el|la azucar|presion|glucosa
        screens|activity|exercise until|till|because
        ^treatment ~until|for|center|after|program|facility
        in|into|for|starting|outpatient|inpatient treatment
        torticolis|epileptic*|celiaco|celiaca|diabetic*
        needs|wears|uses|got|has|new ~a|an|his|her|two|some|both ^hearing|aids|leg|braces|insulin|\
            walker|cane
        aids|aid in|for|on both|one|his|her ear|ears
        ears|eyes|lungs|heart|kidneys|bladder ~are|is|were|have|has bad|weak|failing|damaged|\
            problem*|issue*
        potty|bathroom|toilet ~accident|training|breaks|issue*|pass ~again|because|when|every
        wet|wets|wetting|soils ~the|his|her|him ^self|himself|herself|pants|bed|rug|carpet|chair
        orino|hizo pipi|del|en|popo
        swallowed|ate ~a|an|the|some|his|her ^crayon|eraser|glue|battery|magnet|coin|pill|rock
        stressed|overwhelmed|fragile|unstable|manic|moody|teary|sensitive|withdrawn|suicidal \
            ~lately|this|right|today|\
            since|about|because|and
        pill*|pills|tablet ~at|before|every|each|after|daily|once
        epi-pens|autoinjector|auto-injector
        nut|nuts|bee|bees|dairy|eggs|strawberries ~send|sends|could|can|will|make|makes|kill .. \
            ^hospital|er|sick|swell
        er|icu|911|paramedics|ambulance
        out|home|stay|staying ~sick|with|home|of ~for|until|w ^strep|flu|mono|covid|lice|rsv|\
            pneumonia|surgery
        tourette*|tic|tics|stimming|stims|elopes|eloping
        fumes|pot|weed|vape ~on|in his|her
        miscarried|embarazada
        vomito|vomitó|devolvio|mareo|desmayo|fiebre
        neumonia|bronquitis|apendice|apendicitis|cirugia|fractura|esguince|sutura*
        - nurse
        - sick
        - ill
        - hospital
        - clinic
    """),
    in_lessons=True,
    of_staff=True,
)
