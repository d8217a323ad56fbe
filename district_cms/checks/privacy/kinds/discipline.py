"""Discipline and behavior."""

from typing import Final

from ...translation import mark as _
from ..phrases import phrases
from .kind import Kind, rules

_RULES: Final = rules(
    "discipline",
    _("This seems to tell of a student's behavior or discipline: “%(excerpt)s”."),
    _("This may be about a student's behavior or discipline: “%(excerpt)s”."),
    _("Remove the name or what is said about the student; speak with the family directly."),
)

KIND: Final = Kind(
    *_RULES,
    phrases(r"""
        detention*
        suspended|suspension*|suspending
        expel*|expulsion*
        iss|oss
        office|discipline|disciplinary|behavior referral*|record|report|hearing|incident|action|slip
        referral*|referred to|from|for|again
        sent|went|goes|go|send|sending to ~the|see .. office|principal|principal's|dean|hallway|\
            hall|timeout
        principal's office
        on|to|moved ~is|the red|yellow
        color|colour|clip|behavior chart
        recess detention
        write up|ups
        wrote|written|writing ~him|her|them up
        written up
        bully|bullied|bullies|bullying
        harass*
        cheat*|copied ~on|from|off|the
        copied|copying ~from|off|the|his|her|another
        plagiari*
        confess*
        ankle monitor*|bracelet*
        sin|no|dejo ~de ^pegar*|morder*|insultar*|pelear*
        lied|lying to|about
        vandal*|graffiti|destroyed|broke ~a|the|his|her .. window|desk|door|chromebook
        vape*|vaping|smok*|drunk|alcohol|marijuana|weed|drug|drugs|weapon|knife|gun|juul|nicotine
        swear*|swore|cuss*|cursed|cursing|slur*|insult*|disrespect*|talked back|rude
        talk* back
        disrupt*|disobey*|defian*|refus*|tantrum*|insubordina*|misbehav*|unruly
        bad|poor|terrible|awful|inappropriate behavior|language|attitude|conduct|choices
        behavior|conduct was|is|problem*|issue*|incident*|concern*|has|report|log|grade
        behaviour
        probation
        arrest*
        police|cops|juvenile|probation|sheriff
        court date|hearing|order|ordered|case|appearance|monday|tuesday|wednesday|thursday|friday
        in|to|at|juvenile|family|teen|truancy court
        consequence*|punish*
        runaway
        gang
        sexting|nude*|sexual*
        lunch|silent lunch detention
        silent lunch
        saturday school
        parent|behavior conference about|for|over
        in school suspension
        alternative school|placement
        confiscat*
        suspendid*|suspendieron|suspension|suspendio
        expuls*
        castig*
        detencion
        direccion|director|directora por
        a la direccion
        reporte* ~de|por|disciplinario|conducta .. conducta|disciplina*|comportamiento|mala
        mala|mal|pesima conducta|comportamiento|actitud
        conducta|comportamiento
        disciplin*
        groser*|maldic*|malas palabras|insult*|falto el respeto|ofendi*
        malas palabras
        falta* ~al|el|de respeto
        acos*
        copio ~en|el|la|del|de
        copio|copiar|copiando
        hizo trampa
        hacer trampa
        mintio
        fumar|fumando|vapear|vapeando|vapeador|droga*|navaja|arma|cigarr*|alcohol|borrach*|pandilla
        amonest*
        sin recreo
        perdio|perdieron|pierde|pierden ~el|su|sus|los recreo*|privilegio*
        contest* .. ^feo|grosero
        se|lo|la porto|sacaron|mandaron|corrieron
        porto mal
        rojo|roja en|por|otra
        semaforo
        caught ~again|in|my|the|last|on .. with|cheat*|copy*|steal*|smok*|vap*|lying|skipp*|fight*|\
            writing|using|sharing|drinking
        copies|copy|cheats|cheat|looks off|from|on|at
        act|acts|acted|acting up|out
        behave|behaved|behaves ~so|very badly|terribly|poorly
        not|doesn't|didn't|won't|can't|never .. behave|listen|obey|sit|stop|keep|follow|respect|\
            cooperate
        mean to|girl*
        made|makes|making|make fun|faces
        called|calls|calling .. names|a|an|her|him name|names|liar|slur|stupid|fat|ugly
        tease*|teasing|taunt*|mock*|pick* on|the
        picks|picking|picked on
        racist|sexist|homophobic
        argues|arguing|argued|yell*|scream*|shout* at|back|in
        talks|talking|talk ~too|so much|back|nonstop
        blurts|interrupts|interrupting|interrupted
        moved|move|changed|switched|switch .. ^seat|seats|desk|desks|away .. because|from|since|so
        cannot|can't|not|never|allowed .. near|sit|alone|with .. ^near|alone|together .. with|each|\
            unless
        safety plan
        restraint|restrained|seclusion|secluded
        blame*|fault
        confess*|admitted|denied .. taking|doing|hitting|it|to
        money|phone|wallet|charger|lunch ~that .. missing|stolen|taken
        cuts|cut class|classes|2|3|4|two|three|in
        - cuts|cut
        bad|poor influence|attitude|day|choice|example
        trouble maker|maker*|again|for
        troublemaker*
        won't|will|not|can't be|go|going|allowed|attend|walk .. ^trip|prom|dance|graduation|party|\
            recess|assembly because|until|due|after|for
        not|won't|can't walk at
        grounded|apologize|apology .. for|to
        apologize*|apology
        written|write|wrote warning|apology|up
        caught|found with .. knife|weapon|drug*|vape|phone|alcohol|cigarette*|pills|lighter
        porta|portan|porto|portaron|portarse|portando ~muy|tan|bien mal|grosero
        se ~porta|porto|portan mal
        regan*|regaño
        le quite|quitamos ~el|su celular|telefono|recreo
        burl*|molesta|molestan|molesto|pelion*|groser*
        no ~se|me|nos obedece|respeta|escucha|hace|sienta|deja
        interrumpe|interrumpen|distrae|platica
        copia|copiaron|copian ~de|del|en|a|la
        cacharon|encontraron|agarraron|sorprendi|sorprendieron .. con|copiando|fumando|robando|\
            peleando
        le|lo|la|los levant* reporte|acta
        acta administrativa|disciplinaria
        cambie|cambio|cambiamos .. lugar|asiento porque
        mala influencia
        no ^quiso|quiere|quieren hacer|trabajar|participar|entrar|hablar|leer|escribir|obedecer
        red|yellow zone
        see me ~please|after|about|at|before|today|tomorrow|now
        please see me
        bit|bites|biting|hit|hits|kicked|kicks|pushed|pushes|punched|scratched|choked|slapped|\
            spat|spit|shoved|tripped \
            ~at|on|another|a|an|the|his|her|two|other ^another|student*|kid|kids|classmate*|\
            teacher*|aide|peer*|\
            friend*|boy|girl|child*|adult*|sub|principal
        fire|false alarm .. ^pulled|pulling
        pulled ~the ~fire alarm
        juvie|parole|probation|bailiff
        first punch
        mouthed|mouthing off
        in ~big|some|a|lot|of trouble ~with|for|again|at|because
        kicked|thrown|removed|tossed|booted|pulled|banned|dismissed|cut ~out ~of|off|from ~the \
            ^study|class|bus|\
            team|library|assembly|play|cast|lunch|recess|band|game|trip|dance|club|room
        off|from ~the ^bus|roof|playground for
        benched
        caught .. ^again|copying|cheating|stealing|vaping|smoking|drinking|fighting|sleeping
        home|parents|mom|dad|family ~about|on|today|twice|again ^called|emailed|phoned
        called|emailed|phoned|phone ~his|her|their home|parents|mom|dad
        no .. ^recess|field|dance|trip|party|celular|recreo .. because|until|for|por|hasta
        on|to ~a|the|his|her|another|behavior ^contract|referral|warning|probation
        clipped down
        reds|yellows|strikes|demerits|writeups
        worst|rudest|meanest ^behaved|behavior|kid|student|attitude
        to|at ~the|an|our ^alternative|juvenile|reform
        blow|blew|blows up ~at
        drunk|stoned|high ~at|in|on|to|when|again ^class|school|test|lunch|morning
        came|come|was|showed|arrived .. ^high|stoned|drunk
        whining|whiny|bossy|brat|bratty|annoying|nasty|mean to|today|again|as|and
        castigu*|castigo|castigad*
        mando|mandaron|mande|enviad*|enviaron|llevaron ~a|la|con|fue ^direccion|director|\
            directora|oficina|casa
        rompio|rompieron|quebro ~un|una|el|la|los|las vidrio|ventana|puerta|silla|mesa|\
            computadora|lentes
        mordio|pateo|empujo|golpeo|escupio ~a|al un|una|otro|otra|companer*|maestra|maestro|su
        dress|conduct code
        violation*
        - talking
        - behavior
        - mande|mandaron
    """),
    in_lessons=True,
)

# Said of those who play as well.
ROUGH: Final = Kind(
    *_RULES,
    phrases(r"""
        time out|outs
        timeout
        clip down
        red|yellow|pink card|slip|light
        lost|loses|lose|losing|missed|no|without|took ~all|his|her|their|away recess|privileges|\
            phone|computer|points|field
        got|gets|getting|be|is|in|into|was trouble
        fight|fights|fighting|fought
        hit|hits|hitting|punch*|kick*|biting|slap*|shov*|pushed|choked|spit|spat|threaten*|\
            attacked|attacking|assault*
        stole|stealing|stolen|steals|theft|shoplift*
        warning|warned for|again
        banned|removed|kicked|cut|suspended from|off ~the
        kicked out|off
        threw|throwing|throws ~a|an|the|rocks|chair|chairs|food|desk|book
        ran out|away|off
        detenid*|arrest*
        pelea|peleo|pelear|pelearon|peleando|golpe*|pego|pegar|pegaron|empuj*|mordio|patead*|pateo|\
            escupi*|amenaz*|aventar|avento|lanzo|tiro
        robo|robar|robando
        advertencia
        rompio ~la|el|un|una ventana|puerta|vidrio
        tarjeta roja|amarilla
        kept|keep|keeps apart|away from
        no contact ~contract|order|agreement|letter
        punched|slapped|shoved|scratched|tripped|bitten|spat
        hits|bites|kicks|scratches|spits|bit .. other*|kids|people|friends|classmates|teacher*|\
            adults|aide
        threw|throws|throwing|flipped|flips|broke|smashed .. ^chair|chairs|desk|table|book|shoe|\
            pencil*|scissors|tantrum|fit
        cleared|clear|evacuate* .. room|class because|when|after|since
        took|taken|taking .. without asking|permission
        lost|loses|lose|losing ~his|her|their|all|the .. dojo|points|tickets|privilege*|turn|part|\
            trip|party|seat|spot|captain*
        - warning
    """),
    not_in="sport",
    in_lessons=True,
)
