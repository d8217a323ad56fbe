"""What happens in a student's family: money, custody, papers, faith, loss."""

from typing import Final

from ...translation import mark as _
from ..phrases import phrases
from .kind import Kind, rules

RULES: Final = rules(
    "family",
    _("This seems to tell of a student's family or home: “%(excerpt)s”."),
    _("This may be about a student's family or home: “%(excerpt)s”."),
    _(
        "Remove the name or what is said about the student; "
        "what happens at home is the family's to tell."
    ),
)

KIND: Final = Kind(
    *RULES,
    phrases(r"""
        lives|living|live|staying|stays|stay|sleeps|sleeping ~at|in .. ^motel|hotel|shelter|\
            campground|car|van|camper|tent|albergue
        foster ~care|home|family|child|mom|parent*|parents|kid|mother|placement
        free|reduced|price|subsidized ~or|and|reduced|price lunch*|meal*|breakfast
        backpack ~of food|program
        food stamps|bank|pantry|insecure
        snap benefits
        welfare|wic|tanf|section-8|medicaid
        section 8
        fee|fees|lunch|meal waiv*|debt|balance
        lunch debt|balance|money
        owes|unpaid ~money|the|$|lunch .. lunch|fees|cafeteria
        scholarship|waiver because|due|for
        can't|cannot|could|couldn't|not afford
        low income
        poverty
        is|are|was|so|very poor|broke
        homeless*
        shelter|motel|couch|car|hotel because|now|since|with
        living|lives|live|lived|stays|staying|sleeping|sleeps .. shelter|motel|car|hotel|grandma|\
            grandmother|grandparents|aunt|uncle|dad|mom|father|mother|cousin*|friend*|foster|van|\
            tent|trailer
        lives|living with
        evict*
        foreclos*
        divorc*
        separat* .. parents|mom|dad|mother|father|family
        parents|mom|dad|mother|father ~are|have|has|is|just|recently .. split|separat*|divorc*|\
            fight*|broke
        custody
        restraining|protective|protection|court|no-contact order
        no contact order
        visitation
        not|only|never|nobody .. ^allowed|may|permitted|authorized to|pick .. pick|up|contact
        incarcerat*
        jail|prison|inmate|parole|bail
        deport*
        undocumented|illegal*|visa|ice|daca|asylum|refugee*|immigra*|citizen*
        green card
        adopt*
        orphan*
        guardian|guardianship
        ward of ~the
        child protective|services
        cps|dcf|dcfs|cys|dhs|dss|ocs
        caseworker|social worker
        case worker
        abus*|neglect*
        domestic violence
        violen*
        alcoholic|addict|drinking|overdose|rehab|sober|drugs
        mother|father|mom|dad|parent|parents|grandmother|grandfather|grandma|grandpa|brother|\
            sister|uncle|aunt|stepdad|stepmom .. died|passed|dying|cancer|sick|ill|jail|prison|\
            arrested|lost|laid|unemployed|fired|deployed|hospital*|funeral|surgery|job|killed|\
            suicide|remarried|pregnant|deported|moved|left|rehab|drinking|drinks|drunk|gay|lesbian|\
            detained
        loss|death of ~his|her|their|a
        passed away
        lost|loses|losing ~his|her|their|the job|home|house|mother|father|mom|dad|grandmother|\
            grandfather|grandma|brother|sister|parent*
        laid off
        unemploy*
        house|home|apartment fire|burned
        bankrupt*
        two|both moms|dads
        single mom|mother|dad|father|parent
        teen mom|mother|parent
        jehovah's|muslim|mormon|jewish|catholic|atheist family|witness|witnesses
        religious|religion reasons|exemption
        fast* for|during ramadan
        biological|birth|real mother|father|mom|dad|parents
        stepfather|stepdad|stepmother|stepmom
        weepy|grieving|grief|mourning
        mckinney-vento|mckinney
        migrant
        hogar|casa ~de|temporal|hogar crianza|temporal|acogida|sustitut*|hogar
        casa hogar
        familia* de acogida|crianza|temporal
        almuerzo*|comida*|desayuno*|lonche gratis|gratuit*|reducid*
        recibe|reciben|recibio|califica|necesita ~el|la|los|del|para .. almuerzo|comida*|despensa*|\
            estampillas|cupones|beca|ayuda|gratis
        cupones|estampillas de
        albergue*|refugio
        sin hogar|casa|techo|papeles|documentos|trabajo|empleo
        desaloj*
        divorci*
        separ* .. padres|papas|mama|papa
        padres|papas ~se|estan|acaban .. separa*|divorci*|pelea*
        custodia
        orden de restriccion|alejamiento
        carcel|prision|preso|presa|encarcel*|detenid*
        indocumentad*|migra|asilo|refugiad*|inmigra*|migratori*|residencia|visa|ciudadan*
        huerfan*|orfanato
        tutela|guarda
        trabajadora|trabajador social
        maltrat*|abus*|violencia|golpea
        alcohol*|drogadict*|borrach*|droga*
        mama|papa|madre|padre|padres|papas|abuela|abuelo|hermano|hermana|tia|tio|padrastro|\
            madrastra .. murio|fallec*|muri*|carcel|preso|presa|deport*|enferm*|cancer|perdio|\
            trabajo|despid*|despidieron|empleo|corte|hospital|internad*|divorci*|desempl*|operaron|\
            sola|embaraz*|detenid*
        fallec*
        perdio ~el|su trabajo|empleo|casa|mama|papa|madre|padre|abuela|abuelo|hermano
        desemple*
        no ~puede|pueden|tiene|tienen .. dinero|pagar
        pobre*|pobreza
        vive|viven|duerme|duermen ~ahora|en|con|un|una|el|la .. albergue|motel|hotel|carro|coche|\
            abuela|abuelos|abuelo|tia|tio|tios|refugio|calle|garaje|traila|padrastro|madrastra
        vive|viven ~solo|sola con
        corte|juzgado con|por
        padrastro|madrastra
        walks|walk|walking|rides|bikes|goes ~his|her|bike home ~alone|by|to|from
        walk* home
        bus stop is|at|near|alone
        authorized|approved|allowed|permitted|emergency ~to|for pick*|contact*|release|adult*
        pickup
        home alone
        alone until|after|at
        latchkey
        recoge*|recogen|recoger|autoriz*
        camina* .. casa
        sol* en casa
        moved|lives|living|stays|staying in|with .. grand*|aunt|uncle|dad|father|mom|mother|sister|\
            brother|cousin*|neighbor*|friend*
        parents|mom|dad|mother|father|family|folks|grandma|grandmother|guardian .. can't|cannot|\
            couldn't|don't|doesn't|won't .. ^afford|pay|papers|speak|english|documents|work|drive|\
            read|feed|keep|buy|insurance|money|internet|wifi|car|heat
        no|without|don't|doesn't|has|have|get|got papers|documents|status|visa
        can't|cannot|couldn't|could|unable .. ^pay|afford .. for|the|it|to|a|his|her
        pay|paying|cover|covering|sponsor for|her|his|their .. lunch|trip|fee*|ticket|shoes|coat|\
            uniform|field|yearbook|$
        works|working|work nights|two|three|double|graveyard
        help|support|donat*|collect*|need* .. ^rent|groceries|diapers|coat|coats|shoes|clothes|\
            clothing .. for|family|with
        could use|really .. coat*|clothes|shoes|groceries|help|food|money
        goes|go|going|went|sent|comes|came .. hungry|barefoot
        hungry .. home|weekend|morning|family
        clothes|coat|shoes too small|dirty
        dirty|torn clothes|shoes|uniform
        girlfriend|boyfriend
        affair|remarry|remarried|engaged|dating
        getting|got|are|is|were|went|going .. ^divorce|divorced|separated|evicted|deported|remarried
        split|break|broke|breaking up
        his|her|their real|biological|birth|absent|estranged dad|mom|father|mother|parents
        raised|raising by|him|her
        not .. ^release|hand|give|let|released .. to|with .. dad|mom|father|mother|stepdad|stepmom|\
            uncle|aunt|grandma|grandmother
        only|never .. ^release|pickup|pick .. mom|dad|father|mother|aunt|uncle|grandma|grandmother
        release|released to ~the|his|her mother|father|mom|dad|aunt|uncle|grandma|grandmother|\
            neighbor
        pick up|ups .. mother|father|mom|dad|aunt|uncle|grandma|grandmother|only|not
        hearing .. ^custody|court|deportation|immigration|divorce
        judge|court order|ordered|papers|date|hearing
        rehab|jail|prison|shelter|detention|clinic .. for|since|in
        mother|father|mom|dad|parents|brother|sister|grandma|grandpa|uncle|aunt .. ^arrest*|jail|\
            prison|rehab|deport*|detain*|drinks|drinking|drugs|overdos*|abus*|cancer|dying|died|\
            passed|hospice|stroke|coma|disab*|unemploy*|layoff|laid|fired
        born in|to .. ^refugee|teen|surrogate|prison
        came|arrived|crossed .. ^border|illegally|asylum|refugee
        status|statuses .. immigra*|legal
        citizen*|naturaliz*
        doesn't|does|don't|not .. ^celebrate|pledge|stand|believe|eat .. because|for|birthday*|\
            holiday*|christmas|halloween|pork|religious|muslim|witness*|jewish
        because|since .. religion|religious|faith|muslim|jewish|hindu|sikh|mormon|witness*|catholic
        gay|lesbian|transgender|bisexual|nonbinary
        is|as|be|identifies|being|are|was trans|queer
        came out as|to
        coming out as
        pronouns
        uses|use|using|now|goes ~by ^they|xe|ze
        housing|rent voucher*|assistance
        christmas|holiday|angel help|basket*|tree|assistance
        gofundme|fund-me
        go fund me
        meal train
        weekend|food backpack*|bag*
        clothing closet|voucher
        latch key
        come|comen|recibe|reciben|almuerza gratis
        no ~les|le|tienen|tiene|pueden|puede|hay alcanza|papeles|dinero|trabajo|comida|luz|agua|casa
        sin|no .. ^papeles|documentos|visa|permiso
        indocumentad*|migra|inmigra*|redada|frontera|detenid*
        trabaja|trabajan ~de noche|doble|dos
        no ~lo|la|le|se|los entreg* a|al
        no ^entreguen|entregar|dejen|permitan .. a|al|con|que .. papa|mama|padre|madre|tio|tia|\
            abuel*|padrastro
        orden ~de|del juez|juzgado|corte|alejamiento|restriccion|proteccion|custodia
        pelean|peleando|pleito .. custodia
        carcel|preso|presa|prision|reclusorio
        mama|papa|padre|madre|padres|hermano|hermana|tio|tia|abuela|abuelo .. ^carcel|preso|presa|\
            murio|fallecio|cancer|enferm*|drog*|alcohol*|desemple*|despid*|deport*|detuv*|separ*|\
            divorc*|golpe*|abandon*|trabajo|corrieron
        fallecio|murio|fallecimiento|luto|duelo
        adoptiv*|adoptad*|huerfan*
        testigo*|musulman*|judi*|evangelic*|cristian*|catolic*|religion
        no ^celebra|saluda|jura|come .. por|porque
        violencia ~en|de|domestica|familiar casa|hogar|domestica|familiar
        maltrat*|golpean|abandon*
        novio|novia ~de|del|es
        is|are|was|be|while|who ^fasting|ayuna|ayunando
        baptiz*|baptism|bautiz*|bautizo|bar-mitzvah
        lost|lose|perdio|perdieron everything|todo ~in|en|lo
        incendio|inundacion|flood|flooded|tornado|hurricane .. casa|todo|hogar|home|house|everything
        casa|hogar|home|house ~se .. quemo|incendi*|inund*|flooded|burned
        mother|father|mom|dad|parents|brother|sister|uncle|aunt|cousin|grandma|grandpa .. ^shot|\
            killed|stabbed|attacked|robbed|evicted
        both .. ^moms|dads|mothers|fathers
        ramadan
        rough|hard|tough spot|time|patch ~at|right|now
        size .. ^boots|pants|shoes|clothes|coat|jeans|shirt
        no ~ha|han|puede|pueden|tiene ~para ^pagar|pagado|pago
        birth certificate*
        acta de nacimiento
        hardship fund|waiver|request
        vive|viven ^con .. padrino|madrina|abuel*|tia|tio|vecin*
        prayers|pray|praying|prayed|oren|rezar|rezando|recemos|recen for|por
        takes|taking ^care of .. brother*|sister*|baby|siblings|grandmother
        vive|viven|duerme|duermen|durmiendo|viviendo ~ahora|en|con|un|una|el|la .. carro|coche|\
            camioneta|calle|refugio|garaje
        perdi* ~el|la|su|sus departamento|apartamento|vivienda|hogar
        income*|salary|salaries|earnings
        ingreso*|salario*
        mother|father|mom|dad|grandma|grandmother|aunt|uncle|abuela|tia ^only
        - shelter
        - church
        - mom's|dad's
        - custody
    """),
    in_lessons=True,
    of_staff=True,
)
