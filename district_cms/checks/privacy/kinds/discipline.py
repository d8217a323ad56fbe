"""Discipline and behavior."""

from typing import Final

from ...translation import mark as _
from ..phrases import phrases
from .kind import Kind, rules

_RULES: Final = rules(
    "discipline",
    _("This seems to tell of a student's behavior or discipline: “%(excerpt)s”."),
    _("This may be about a student's behavior or discipline: “%(excerpt)s”."),
    _("Remove the name or what is said of it; speak with the family directly."),
)

KIND: Final = Kind(
    *_RULES,
    phrases(r"""
        detention*
        suspended|suspension*|suspending
        expel*|expulsion*
        iss|oss
        office|discipline|disciplinary|behavior referral*|record|report|hearing|incident|action|\
            slip
        referral*|referred to|from|for|again
        sent|went|goes|go|send|sending to ~the|see .. office|principal|principal's|dean|hallway|\
            hall|timeout
        principal's office
        time out|outs
        timeout
        on|to|moved ~is|the red|yellow
        color|colour|clip|behavior chart
        clip down
        red|yellow|pink card|slip|light
        lost|loses|lose|losing|missed|no|without|took ~all|his|her|their|away recess|privileges|\
            phone|computer|points|field
        recess detention
        write up|ups
        wrote|written|writing ~him|her|them up
        written up
        got|gets|getting|be|is|in|into|was trouble
        fight|fights|fighting|fought
        hit|hits|hitting|punch*|kick*|biting|slap*|shov*|pushed|choked|spit|spat|threaten*|\
            attack*|assault*
        bully|bullied|bullies|bullying
        harass*
        cheat*|copied ~on|from|off|the
        copied|copying ~from|off|the|his|her|another
        plagiari*
        stole|stealing|stolen|steals|theft|shoplift*
        lied|lying to|about
        vandal*|graffiti|destroyed|broke ~a|the|his|her .. window|desk|door|chromebook
        vape*|vaping|smok*|drunk|alcohol|marijuana|weed|drug|drugs|weapon|knife|gun|juul|nicotine
        swear*|swore|cuss*|cursed|cursing|slur*|insult*|disrespect*|talked back|rude
        talk* back
        disrupt*|disobey*|defian*|refus*|tantrum*|insubordina*|misbehav*|unruly
        bad|poor|terrible|awful|inappropriate behavior|language|attitude|conduct|choices
        behavior|conduct was|is|problem*|issue*|incident*|concern*|has|report|log|grade
        behaviour
        warning|warned for|again
        probation
        arrest*
        police|cops|court|juvenile|probation|sheriff
        banned|removed|kicked|cut|suspended from|off ~the
        kicked out|off
        consequence*|punish*
        threw|throwing|throws ~a|an|the|rocks|chair|chairs|food|desk|book
        ran out|away|off
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
        detenid*|arrest*
        direccion|director|directora por
        a la direccion
        reporte* ~de|por|disciplinario|conducta .. conducta|disciplina*|comportamiento|mala
        mala|mal|pesima conducta|comportamiento|actitud
        conducta|comportamiento
        disciplin*
        groser*|maldic*|malas palabras|insult*|falto el respeto|ofendi*
        malas palabras
        falta* ~al|el|de respeto
        pelea|peleo|pelear|pelearon|peleando|golpe*|pego|pegar|pegaron|empuj*|mordio|patead*|\
            pateo|escupi*|amenaz*|aventar|avento|lanzo|tiro
        acos*
        robo|robar|robando
        copio ~en|el|la|del|de
        copio|copiar|copiando
        hizo trampa
        hacer trampa
        mintio
        fumar|fumando|vapear|vapeando|vapeador|droga*|navaja|arma|cigarr*|alcohol|borrach*|\
            pandilla
        amonest*
        advertencia
        sin recreo
        perdio ~el|su recreo|privilegio*
        rompio ~la|el|un|una ventana|puerta|vidrio
        se|lo|la porto|sacaron|mandaron|corrieron
        porto mal
        rojo|roja en|por|otra
        tarjeta roja|amarilla
        semaforo
        - warning
        - talking
        - behavior
        - mande|mandaron
    """),
    not_in="sport",
    in_lessons=True,
)
