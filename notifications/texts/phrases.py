"""The sentences by which people say that they want no more texts, as patterns. Pure.

Compared with text as `words.normalize` writes it: lower case, no accents, no marks. An order to
stop names what is to stop: messages, "me", "this number". A bus, a class or a bully that stops is
something else.
"""

import re
from typing import Final

# What we send, as people call it.
_MESSAGE = (
    r"(?:(?:text|txt|sms|school|class|phone|update|group) )?"
    r"(?:texts?|txts?|messages?|msgs?|messaging|texting|sms|notifications?|notices?|alerts?|updates?"
    r"|e ?mails?|reminders?|announcements?|communications?|subscriptions?|contact|spam|robotexts?)"
)
_ANY = r"(?:all|all of|any|any more|these|those|this|the|your|my|our|more|such|so many|every|of)"
_THEM = rf"(?:(?:{_ANY} ){{0,3}}(?:daily |weekly |annoying |stupid |damn |unwanted )?{_MESSAGE}\b)"
_ME = r"(?:(?:to |at |on )?(?:me|us|this number|this phone|this cell|my (?:phone|cell|number|mobile)))"
_IT = rf"(?:{_ME}|{_THEM}|(?:these|those|this|it|them|stuff|things)(?= |$))"
_DONE = r"(?:$|anymore\b|any more\b|any longer\b|again\b|now\b|please\b|thank|thx|immediately\b|ok\b)"
_SENDING = (
    r"(?:texting|txting|messaging|msging|sending|contacting|bothering|spamming|notifying|emailing"
    r"|e mailing|writing|harassing|pinging|alerting|calling|bugging|annoying)"
)
_SEND = r"(?:text|txt|message|msg|contact|email|notify|sms|write|bother|ping|alert|spam)"
_CUT = r"(?:stop|quit|cease|end|halt|cancel|discontinue|unsubscribe|terminate|revoke|knock off)"

_ENGLISH = (
    rf"\b(?:stop|quit|cease) (?:{_SENDING} (?:and |or ))?{_SENDING} (?:{_IT}|{_DONE})",
    rf"\b(?:stop|quit|cease) {_SENDING}$",
    rf"\b(?:stop|quit) (?:getting|receiving) (?:{_IT})",
    rf"\b{_CUT} (?:with |sending |from |me from |us from )?{_THEM}(?! (?:board|me when|me if|from))",
    rf"\b{_CUT} (?:from )?(?:everything|it all|all of (?:it|this|these))\b",
    r"\b(?:unsubscribe|unsub|deactivate|deregister|delist) (?:me|us|my|this|now|please|immediately)\b",
    r"\b(?:to|i|please|pls|just|id like to|want to|how do i|how can i|can i|we) unsubscribe\b",
    r"\b(?<!have to )unsubscribe from (?:this|the|these|your|all|texts?|messages?|any)\b",
    r"\bopt(?:ing)? (?:me |us |this number |my number )?out\b(?! of the (?!text|message|alert|notif|update))",
    # Both near each other, in either order: "These texts need to stop", "how do I stop these".
    rf"\b{_CUT}(?! (?:by|at|in|on|off|sign|light|for|here|there)\b)(?: [a-z]+){{0,3}} {_MESSAGE}\b"
    r"(?! (?:board|me when|me if|from|in class|homework))",
    rf"\b(?:these|the|this|your|all|those|so many|too many|many) {_MESSAGE}(?: [a-z]+){{0,4}} (?:stop(?:ped)?|end)$",
    r"\b(?:how|where|way|want|need|like|ready)(?: [a-z]+){0,3} (?:to )?(?:stop|quit|end|cancel) "
    r"(?:these|this|those|it|them|getting these|receiving these)$",
    rf"\b(?:no|without|turn off|shut off|switch off|too many|get rid of)(?: [a-z]+)? {_MESSAGE} ?"
    r"(?:$|please|anymore|any more|for (?:me|my)|to (?:me|my)|at all|thanks|on my)",
    r"\b(?:get rid of|clear|scrub|take out|take down) (?:my|this) (?:number|phone)\b",
    r"\b(?:unsubscribing|make it stop|stop w (?:the|this|these)|i want out)\b",
    r"\bto be (?:taken|removed|deleted|dropped)(?: (?:off|from|out))?(?: (?:of|this|the|your|that))*"
    rf"(?: {_MESSAGE})?(?: lists?)?$",
    rf"\b(?:rather not|prefer not to|do not care to|dont care to)(?: (?:get|receive|have|see))?"
    rf" (?:{_THEM}|these|this|those)",
    r"^(?:please |pls )?(?:dont|do not) (?:bug|bother|pester|disturb|contact|text|message) (?:me|us)\b",
    r"^(?:please )?(?:block|f off|fuck off|shut up|piss off)(?: me)?$",
    r"^(?:sorry |its |im sorry |you have )*(?:a |the )?(?:wrong|incorrect) ?(?:number|no|num)?$",
    r"\b(?:not|isnt|is not) the (?:right|correct) (?:number|person|phone)\b(?! (?:of|for|on)\b)",
    r"\bthis number (?:now )?(?:belongs to|is for) (?:some|a |an |me|my)|\bsome(?:one|body) elses number\b",
    r"\b(?:graduated|no longer attends|doesnt (?:go|attend)|dont (?:go|attend)|not a student)\b.*"
    r"\b(?:no need|remove|stop|take (?:me|us)|dont need|unsubscribe)\b",
    rf"\b{_MESSAGE} (?:stop|enough|off)(?: please)?$|^enough (?:with|of) (?:{_THEM})$",
    r"[a-z]{3,} (?:please )?stop+$(?<!the stop)(?<!bus stop)(?<!to stop)(?<!cant stop)(?<!our stop)"
    r"(?<!my stop)(?<!his stop)(?<!her stop)(?<!that stop)(?<!this stop)(?<!they stop)(?<!last stop)"
    r"(?<!next stop)(?<!their stop)(?<!or stop)(?<!you stop)(?<!it stop)(?<!him stop)",
    r"^(?:please |ok )*(?:cut it out|stop{2,})|\b(?:cut it out|knock it off)$",
    rf"\b(?:refrain|desist) from {_SENDING}\b|\bno need to {_SEND} (?:me|us)\b",
    r"^(?:sorry |im |i am |this is |its |thats )*(?:not (?:my|the) (?:kid|child|son|daughter|parent|mom|dad|mother"
    r"|father)|the wrong (?:guy|person)|not (?:her|him|them))(?: (?:sorry|thanks))?$",
    r"\bgot the wrong (?:guy|person|one|number|phone)\b(?! (?:of|for)\b)",
    r"\b(?:i|we) have no (?:kids?|child|children|students?)\b(?: (?:at|in|there|here)|$)",
    r"^(?:please )?(?:cancel|discontinue|end|stop|terminate) (?:this |the |my )?(?:service|program|subscription)$",
    r"^(?:please |just )*(?:remove|take|get)?(?: me| number| my number)* ?(?:off|from|out of) (?:this |the |your )?list"
    r"(?: please)?$|^(?:please )?(?:remove|delete|unlist|drop|unenroll)(?: number| me| this number)+$",
    rf"\bunenroll (?:me|us|this number) from {_MESSAGE}\b",
    rf"^(?:please )?(?:dont|do not|never) {_SEND}(?: please| ever| again)*$",
    r"\b(?:dont|do not|never) (?:use|try|contact) this (?:number|phone|cell)\b",
    rf"\b(?:do not|dont|did not|didnt|never) (?:consent|agree|subscribe|sign up) (?:to|for) (?:{_THEM}|this|these|it)\b",
    rf"\b(?:do not|dont) want any ?more {_THEM}",
    rf"\b(?:do not|dont) want any ?more of (?:this|these|{_THEM})",
    rf"\b(?:report|lawyer|block|sue)(?: [a-z]+){{0,3}} (?:spam|you)\b|^spam$",
    r"\basked (?:[a-z]+ )?to be removed\b|^im out$|^(?:sorry )?i am not the (?:parent|mother|father)$",
    rf"\bno further {_MESSAGE}\b",
    rf"\bno more (?:{_THEM}|of (?:these|this|those)|please)\b",
    rf"\b(?:do not|dont|never|not to|pls dont) {_SEND} (?:{_IT}|{_DONE})",
    rf"\b(?:do not|dont|never) (?:ever )?send (?:me |us )?(?:any ?(?:thing|more)|more|{_THEM})",
    rf"\b(?:do not|dont|never) send (?:these|this|those) (?:{_ME}|{_DONE})",
    rf"\b(?:dont|do not|no longer|didnt|never) (?:want|wish|need|care|ask|sign up|like)"
    rf"(?: (?:to|for|about|to get|to receive|to have|to see|to be|getting|receiving))*"
    rf" (?:{_THEM}(?! from| about| to)|(?:these|this|those|them|it) {_DONE}"
    r"|(?:texted|messaged|contacted|notified)\b)",
    rf"\bno longer (?:interested|want(?:ing)?) (?:in )?(?:{_IT}|{_DONE})",
    r"^(?:im |i am )?not interested(?: (?:thanks|thank you|anymore|please|stop))*$",
    r"\b(?:take|get|remove|drop|strike|cross) (?:me|us|my (?:number|phone|cell|name)|this number)"
    rf" (?:off|from|out of|out)(?: (?:of|from))?(?: (?:this|your|the|ur|that|these|all))*"
    rf"(?: (?:{_MESSAGE}|mailing|contact|calling|phone|distribution))*(?: (?:list|lists|thread))?"
    rf"(?: (?:{_DONE}))?$",
    r"\b(?:remove|delete|erase|lose|forget|drop|block) (?:my|this) (?:number|phone number|phone|cell)\b"
    r"(?! (?:and|to) )",
    r"^(?:please |pls |plz |just )*(?:remove|delete) me(?: please| now| asap| thanks| from this list)?$",
    r"\b(?:leave me alone|leave us alone|go away|get lost|buzz off)\b",
    r"\bwrong (?:number|person|phone|cell)\b(?! (?:of|for|on|in|to|is)\b)",
    r"\b(?:dont|do not) know (?:who (?:this|you)|you)\b.*\b(?:number|text)",
    r"\b(?:dont|do not|no longer) have (?:a |any )?(?:kids?|child|children|students?|son|daughter)"
    r"(?: (?:at (?:your|this|that)|in (?:your|this|that|the district|school)|there|here|your|this)|$)",
    r"\b(?:this|that) (?:is not|isnt|is no longer|isnt) (?:my|his|her|their|the) (?:number|phone)\b",
    r"\b(?:revoke|withdraw|take back) (?:my )?(?:consent|permission)\b",
    rf"^(?:please |pls |ok |just |hey |can you |could you |will you |would you |i want you to )*"
    rf"(?:stop|quit it|cut it out|knock it off)(?: (?:it|this|that|now|please|already|pls))*$",
    r"\bplease (?:just )?stop$",
    r"\b(?:i said|told you to|asked you to) stop\b",
    r"^stop\b.*\b(?:i (?:dont|do not) want|wrong number|unsubscribe|lawyer|report)",
    r"\b(?:thats|that is|ive had|we have had) enough(?: (?:already|now|please|texts|messages))*$",
    r"\b(?:im|i am|we are|were) (?:done|finished) with (?:these|this|your|the) (?:texts|messages)\b",
    r"\b(?:want|like) out of (?:this|these|the) (?:texts?|messages?|list|group)\b",
)

_MENSAJES = (
    r"(?:mensajes?(?: de texto)?|textos?|sms|notificaciones|notificacion|avisos|alertas|recordatorios"
    r"|actualizaciones|correos|emails?|suscripcion|suscripciones|mails)"
)
_LOS = rf"(?:(?:los|las|el|la|mas|mis|mi|sus|su|estos|esos|este|esta|tantos|todos|ningun|de|ya|recibir) ){{0,4}}{_MENSAJES}\b"
_MANDAR = (
    r"(?:mandar|enviar|escribir|textear|mensajear|molestar|contactar|llamar|notificar|avisar|spamear)"
)
_MANDEN = (
    r"(?:manden?|mandes|envien?|envies|escriban?|escribas|texteen?|molesten?|molestes|contacten?"
    r"|llamen?|notifiquen?|mensajeen?|texteen)"
)
_SPANISH = (
    rf"\bya no (?:(?:me|nos|le|les) )?{_MANDEN}\b",
    rf"\b(?:no|nunca|jamas) (?:me|nos) (?:vuelvan? a {_MANDAR}|{_MANDEN})"
    rf"(?: (?:nada|mas|ya|{_LOS})|$| por favor| gracias)",
    rf"\bno {_MANDEN} (?:mas|nada|{_LOS})",
    rf"\b(?:ya )?no (?:quiero|queremos|deseo|deseamos|necesito|quisiera|me interesa|me interesan)"
    rf"(?: (?:que me {_MANDEN}|recibir|seguir recibiendo|obtener|tener|mas))*"
    rf" (?:{_LOS}|esto$|estos$|nada$|mas$)",
    r"^ya no (?:quiero|gracias|mas)(?: por favor| gracias| mas| nada)*$",
    rf"\b(?:deje|dejen|deja|dejar|dejad) (?:ya )?de (?:{_MANDAR}(?:me|nos)\b|{_MANDAR} {_LOS}|{_MANDAR}$)",
    rf"\b(?:pare|paren|parar|para|detener|detenga|detengan|suspenda|suspender|suspendan|frenen)"
    rf" (?:(?:con|de) )?(?:{_MANDAR}(?:me)? )?{_LOS}(?! de| para| que)",
    rf"\b(?:pare|paren|para|parar) de {_MANDAR}(?:me|nos)\b",
    rf"\b(?:cancele|cancelen|cancelar|cancela|anule|anular|termine|terminar) {_LOS}",
    r"\b(?:cancele|cancelen|cancelar|cancela|anule|anular|pare|paren|parar|detengan?) (?:ya )?todo$",
    r"\b(?:quiten|quite|quita|saquen|saque|saca|borren|borre|eliminen|elimine)(?:me|nos)"
    r"(?: (?:de|ya|por favor|porfavor)|$)",
    r"\b(?:quiten|quite|quitar|borren|borre|borrar|eliminen|elimine|eliminar|saquen|saque|sacar) "
    r"(?:mi|este|ese) (?:numero|telefono|celular)\b",
    r"\b(?:darme|darnos|deme|denme|dame|den|dese) de baja\b(?! a)",
    r"\bde baja\b.*\bmensajes\b",
    r"\bnumero (?:equivocado|incorrecto|erroneo)\b(?! de)",
    r"\b(?:se )?equivoc(?:o|aron|ado|ada) de (?:numero|persona|telefono)\b",
    r"^equivocado$",
    r"\b(?:este|ese) no es (?:el|mi|su) (?:numero|telefono)\b",
    r"\bno (?:tengo|tenemos) (?:hijos?|ninos|hijas?|estudiantes)(?: (?:en|ahi|alli|aqui)|$)",
    r"\bno mas (?:por favor|porfavor|gracias)?$",
    rf"\bno mas {_LOS}",
    r"\b(?:me|nos) (?:pueden|puede|podrian|podria) (?:quitar|sacar|borrar|eliminar)\b|\b(?:que me|favor de) (?:quiten|quitar(?:me)?|saquen|borren)\b",
    rf"\b(?:como|quiero|quisiera|puedo|necesito|favor de)(?: [a-z]+){{0,2}} (?:cancelo|cancelar|paro|parar|detener|detengo"
    rf"|dejo de recibir|dejar de recibir|evitar) {_LOS}",
    rf"\b(?:favor de no|ya no|no) {_MANDAR}(?:me|nos)? ?(?:mas |nada |{_LOS}|$)",
    rf"^(?:por favor |porfavor )?(?:ya )?no (?:me |nos )?{_MANDEN}(?: (?:mas|por favor|gracias|ya))*$",
    rf"\b(?:ya )?no (?:quiero|queremos|necesito|necesitamos) (?:estos|esos|mas|los|sus|recibir) ?{_MENSAJES}?",
    r"\b(?:persona|ella|el) ya no tiene este numero\b|\bya no es (?:mi|su) (?:numero|telefono)\b",
    r"^(?:quiero )?dar de baja$|\b(?:me|nos) (?:dan|da|pueden dar) de baja\b|\bsalir de la lista\b",
    r"\b(?:retire|retiren|borra|quita|saca|elimina|borre|quite|saque)(?:me|nos) de (?:la|esta|su|tu)\b",
    rf"^(?:ya )?(?:parenle|parele|parale|ya estuvo|dejen de (?:chingar|fregar|joder|fastidiar))(?: a)?(?: {_LOS})?$",
    r"^(?:disculpe |perdon |yo )*no soy (?:la|el) (?:mama|papa|madre|padre|persona)\b",
    r"^(?:esta|ella|el) no es (?:la|esa|su) persona$|^no (?:deseo|quiero) seguir$",
    rf"\bno (?:autorizo|acepto|permito|quiero que me (?:esten )?(?:mand|envi|escrib)\w+|quiero que \w+) {_LOS}",
    rf"^(?:eliminar|borrar|quitar) {_LOS}$",
    rf"\b(?:pare|paren|parenle|parele)(?: ya)? a {_LOS}",
    r"\bdesuscrib\w+",
    r"\b(?:dejen?me|dejenos) (?:en paz|tranquil[oa]s?)\b",
    r"\b(?:revoco|retiro) mi (?:consentimiento|permiso)\b",
    r"^(?:por favor |porfavor )?(?:ya )?(?:basta|pare|paren|alto)(?: ya| por favor| de mensajes| con esto)*$",
)
STOP_PHRASES: Final = re.compile("|".join(_ENGLISH + _SPANISH))

# Cut out before: said the other way around, or of somebody else.
NOT_A_STOP: Final = re.compile(
    r"\b(?:dont|do not|never|cant|cannot|wont|didnt|doesnt|wouldnt|shouldnt|not|mean to|meant to"
    r"|want to not|did (?:you|they|it|we|i)|does (?:it|she|he|the \w+)|didnt mean to|no) "
    r"(?:want (?:it |them |you |this |these )?to |mean to |ever )?(?:stop|unsubscribe|cancel|quit|opt out)"
    r"(?: (?:sending|texting|messaging|getting|receiving))?"
    r"(?: (?:me|us|my|these|the|texts?|messages?|updates?))*"
    r"|\b(?:he|she|they|kids|students|bully|boy|girl|son|daughter) (?:to|should|must|needs to|will) "
    r"(?:stop|quit) \w+(?: \w+)?"
    r"|\bno (?:deje|dejen|paren|pare|cancelen|cancele) (?:de )?\w+(?: \w+)?"
    r"|\bdo (?:i|we) have to (?:unsubscribe|stop|cancel)(?: from \w+ \w+)?"
    r"|\bhow (?:do|can|did) (?:i|we) (?:not|avoid)\b"
)

ABOUT_EVERYTHING: Final = re.compile(
    r"\b(?:everything|all (?:communications?|contact|channels)|any communications?"
    r"|in any way|any (?:form|kind|way) of|ever contact|every (?:kind|way)"
    r"|todo|ningun tipo|ninguna forma|toda comunicacion|ningun medio)\b"
    # An email that is only mentioned ("I get the emails") is not to stop.
    r"|\b(?:texts?|texting|messages?|messaging|sms|mensajes|textos) (?:and|or|nor|y|ni|o) (?:the )?(?:e ?mail|correo)"
    r"|\b(?:e ?mails?|e ?mailing|correos?) (?:and|or|nor|y|ni|o) (?:the )?(?:text|messag|sms|mensaje)"
    rf"|\b(?:stop|quit|no more) (?:sending )?(?:me )?(?:your |the |these |all )*e ?mail"
)

START_PHRASES: Final = re.compile(
    r"\b(?:start|resume|begin|restart) (?:sending|texting|messaging|my|the|these|getting|receiving)?"
    r"(?: me| us)*(?: (?:the|my|these))?(?: (?:texts?|messages?|updates?|subscription))?"
    r"(?: again| please)+$"
    r"|\b(?:sign me (?:back )?up (?:again|for (?:texts?|the texts|messages|updates)\b)|resubscribe me|subscribe me|opt me (?:back )?in|turn (?:them|it|texts) back on)"
    r"|\b(?:quiero|deseo) (?:volver a |seguir )?(?:recibir|recibiendo) (?:los |mis |sus )?(?:mensajes|textos)"
    r"|\b(?:reanude|reanuden|activen|active) (?:los|mis) (?:mensajes|textos)"
)

WHO_IS_THIS: Final = re.compile(
    r"^(?:who|whos|what|whats) (?:is |are )?(?:this|you|texting me|these texts?|this number)(?: \w+)?$"
    r"|^(?:quien|que) (?:es|son|eres)(?: (?:esto|este|usted|ustedes|este numero))?$"
    r"|\bhow (?:does this work|do i get help)\b"
)
