"""What happens in a student's family: money, custody, papers, faith, loss."""

from typing import Final

from ...translation import mark as _
from ..phrases import phrases
from .kind import Kind, rules

_RULES: Final = rules(
    "family",
    _("This seems to tell of a student's family or home: “%(excerpt)s”."),
    _("This may be about a student's family or home: “%(excerpt)s”."),
    _("Remove the name or what is said of it; what happens at home is the family's to tell."),
)

KIND: Final = Kind(
    *_RULES,
    phrases(r"""
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
        poverty|poor|broke
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
            suicide|remarried|pregnant|deported|moved|left|rehab|drinking|drinks|drunk|gay|\
            lesbian|detained
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
        recibe|reciben|recibio|califica|necesita ~el|la|los|del|para .. almuerzo|comida*|\
            despensa*|estampillas|cupones|beca|ayuda|gratis
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
        deport*
        indocumentad*|migra|asilo|refugiad*|inmigra*|migratori*|residencia|visa|ciudadan*
        adopt*
        huerfan*|orfanato
        tutela|guarda
        trabajadora|trabajador social
        maltrat*|abus*|violencia|golpea
        alcohol*|drogadict*|borrach*|droga*
        mama|papa|madre|padre|padres|papas|abuela|abuelo|hermano|hermana|tia|tio|padrastro|\
            madrastra .. murio|fallec*|muri*|carcel|preso|presa|deport*|enferm*|cancer|perdio|\
            trabajo|despid*|despidieron|empleo|corte|hospital|internad*|divorci*|desempl*|\
            operaron|sola|embaraz*|detenid*
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
        bus stop
        authorized|approved|allowed|permitted|emergency ~to|for pick*|contact*|release|adult*
        pickup
        home alone
        alone until|after|at
        latchkey
        recoge*|recogen|recoger|autoriz*
        camina* .. casa
        sol* en casa
        - shelter
        - church
        - mom's|dad's
        - custody
    """),
    in_lessons=True,
)
