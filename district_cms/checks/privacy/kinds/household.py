"""How a family gets by: rent, food, papers, who drives and who may pick up a child."""

from typing import Final

from ..phrases import phrases
from .family import RULES
from .kind import Kind

KIND: Final = Kind(
    *RULES,
    phrases(r"""
        don't|doesn't|no have|tienen|tiene .. ^coats|boots|gloves|heat|power|electricity|internet|\
            insurance|beds|\
            abrigos|abrigo|zapatos|botas|luz|internet
        dinero ~para .. uniforme|viaje|comida|excursion|renta|zapatos
        prest* .. ^dinero
        is|are|be|being|family ~is ^jewish|muslim|mormon|hindu|sikh|buddhist|atheist|lds|\
            catholic|jehovah's
        repossess*|foreclos*|bankruptcy
        rent|eviction|landlord|foreclosure|mortgage
        late|behind|up on|with ^rent|bills|mortgage
        sponsor family|home|parents
        came|come|crossed|arrived|here ~over|here|alone ~by ^alone|border|unaccompanied|illegally|\
            refugee|refugees
        no|without|sin parents|parent|padres|papas|guardian ~at|here|in|and
        ward|custody|care of the
        ice|immigration ~on|at|agents|came|picked|took|has|have|raid
        picked|taken|taken|detained|held|arrested ~up by ^ice|immigration|police|cops|agents|migra
        is|are|was|were|esta|estan ~being ^detained|detenido|detenida|detenidos|deported|deportado
        not|isn't|aren't|never|nobody ~supposed|allowed|to ~be|come|know|on ^grounds|property|\
            premises|campus
        school|our grounds|property ^if|call|because|banned
        splitting|split|breaking|broke|broken up|home
        weekend|friday|food ~food|backpack|bag ^bags|bag|backpack|backpacks
        bags|boxes|basket ~of|for ^food|groceries
        title i|1|one
        motel|trailer|campground|couch-surfing|couchsurfing|rv|camper|poverello|salvation
        lost ~their|his|her|the ^apartment|house|home|trailer
        food|snap|ebt|wic bank|stamps|benefits|card
        big|little|older|younger|half|step brother|sister .. ^jail|prison|gang|drugs|arrested|\
            died|overdose
        raising|raises|raised ~him|her|them|by ^grandma|grandmother|grandparents|aunt|alone
        single-parent|fatherless|motherless
        two ^households|houses|homes
        mom's|dad's|mother's|father's new|old ^boyfriend|girlfriend|husband|wife|house|place|\
            apartment
        drinks|drinking|using|relapsed|passed|hits|beats again|him|her|out
        passed|died ~away ~on|last|this|over|suddenly
        gets|get|got|qualif*|recibe*|apply|applied|need|needs ^free|reduced ~or|and|reduced \
            ~price lunch|meals|fees
        opt|opted|opting ~him|her|them ^out
        no .. ^juntos|separados|separaron|divorciaron|divorcian
        detenid*|deportaron|deportado*|deportacion
        renta|desalojaron|desalojo|correrlos|corrieron
        ~se ^quedaron|quedo|quedan sin casa|techo|trabajo|nada|dinero
        mama|papa|madre|padre ~ya ~lo|la|los ^abandono|dejo|golpea|pega|toma
        vive|viven|duerme|duermen ~con|en ~su|sus|un|una|la|el ^abuela|abuelos|abuelita|tia|tio|\
            tios|padrino|\
            madrina|motel|traila|carro
        ^dropped|drop|drops|stop|gets|get|let|lets|off ~off|at ~off|at ~on|at ~the ^corner|stop|\
            trailer|driveway|end|\
            house|church|gas|last
        last|first|his|her stop ~is|on|at|for
        gets|get|got|drops|dropped|deja|dejan|baja|bajan ~off ~en|at|on|by ~la|the|el ^esquina|\
            parada|corner|stop|\
            house|casa
        recoj*|recog* .. ^parada|esquina|casa
    """),
    in_lessons=True,
    of_staff=True,
)
