"""Words that speak for a lesson, or for here and now: each counts a little."""

import re
from typing import Final

# These are said of a class and its days as well.
_PERHAPS: Final = re.compile(
    r"\b(?:novels?|novelas?|the (?:story|poem|play|book(?! (?:fair|sale|drive|club|room))|film"
    r"|movie|text|musical)\b|read-?aloud|(?:spring|fall|winter|school) (?:play|musical)"
    r"|(?:el|del|al|este|un) (?:cuento|libro|poema|capitulo|relato)|la obra de|obra de teatro"
    r"|cuento|poema"
    r"|scientists?|astronauts?|presidents?|inventors?|explorers?|painters?|composers?|poets?"
    r"|cientific[oa]s?|presidentes?|pintor[ae]?s?|compositor[ae]?s?|poetas?|escritor[ae]?s?"
    r"|(?:we|students|kids|readers|the class|third graders|they) (?:\w+ ){0,2}?(?:read|reading"
    r"|learned|learn"
    r"|studied|study|studying|discussed|watched|met|compared|explored|talked) (?:about|how|why|of"
    r"|that|the|a|an|some|two|three|our)|is reading|are reading"
    r"|(?:leimos|leemos|aprendimos|estudiamos|vimos|conocimos|comentamos|hablamos"
    r"|platicamos) (?:como|que|sobre|de|a|la|el|un|una|por)"
    r"|lista de musica|playlist|find (?:a|the) quote"
    r"|write (?:a letter|an ending|about)|inventen|escriban|compare\w*|comparen)\b"
)
_NOW: Final = re.compile(
    r"\b(?:today|tomorrow|yesterday|tonight|this (?:week|month|morning|year|quarter|semester)"
    r"|so (?:he|she|we|i)|(?:his|her|their) (?:mom|mother|dad|father|parents?|grand\w+)"
    r"|my|i|i'm|me|hoy|ayer|manana|esta semana|este (?:mes|ano)|su (?:mama|papa|abuela))\b"
)
# What speaks for a lesson, each a little: who in a class is told so?
CUES: Final = (
    _PERHAPS,
    # What happens in stories, and is told as if it were now.
    re.compile(
        r"\b(?:dies|kills|marries|escapes?|flees|fled|discovers|befriends?|realizes|inherits"
        r"|rescues?|betrays?|banished|haunts?|haunted|orphan\w*|huerfan[oa]|kidnap\w*|shipwreck\w*"
        r"|stranded|falls in love|must (?:leave|choose|decide|save|find|escape|survive)"
        r"|until (?:he|she|they) |alone in the|learns that|turns into|wakes up|sets out|grows up"
        r"|hides? (?:from|in|the)|runs? away|ran away|descubre\w*|escapa|huye|huyo|se enamora|muere"
        r"|secuestr\w*|naufrag\w*|sobreviv\w*)\b"
    ),
    re.compile(
        r"\b(?:gets?|is|are) (?:kicked|sent|killed|taken|caught|arrested|accused|adopted|chased"
        r"|captured"
        r"|shot|thrown|forced|banished|teased|rescued|trapped|swept|blamed|stolen|abandoned"
        r"|put in)\b"
    ),
    # Who and what there is in stories only.
    re.compile(
        r"\b(?:wizard\w*|dragon\w*|witch\w*|kings?|queens?|princes?|princess\w*"
        r"|castles?|kingdom|ghosts?|monsters?|fairy|fairies|spells? on|curse\w*"
        r"|wardrobe|spaceship|aliens?|sword|treasure|soldiers?|slave\w*|enslaved"
        r"|plantation|colon(?:y|ies|ists?)|pioneers?|bruj\w+|rey|reina|castillo|duende\w*"
        r"|fantasma\w*|esclav\w*|soldad\w*|isla|dragones)\b"
    ),
    # What was done by people who are remembered.
    re.compile(
        r"(?:^|  )(?:'s)?(?:died|murio|fallecio)\b|\b(?:nacio en|was born in|founded|fundo"
        r"|marched|marcho|led (?:the|a)"
        r"|refused to|boycott\w*|elections?|elected|elegid[oa]|nobel|olympic\w*|conquer\w*|luchó"
        r"|lucho"
        r"|exil\w*|assassin\w*|asesin\w*|imprisoned|jailed|encarcelad\w*|enlisted|legacy|legado"
        r"|famous|famos[oa]|retired number|prisoner|pres[oa] politic[oa]|number .{1,6} is retired"
        r"|set sail|crossed the|expedition"
        r"|expedicion|huelga|strikes?|protest\w*|treaty|tratado|amendment|escaped)\b"
    ),
    # Animals of a class, which have names as children do.
    re.compile(
        r"\b(?:class (?:pets?|guinea pigs?|hamsters?|geckos?|rabbits?|lizards?|snakes?|fish)"
        r"|hatch\w*|therapy dog|mascotas? de la clase|hurricanes?|huracan\w*)\b"
        r"|, (?:the|our) (?:[a-z]+ ){0,2}(?:guinea pigs?|gecko|hamster|rabbit"
        r"|lizard|dog|cat|hens?|chicks?)\b"
    ),
    # What no child has, and how long nobody has gone to school.
    re.compile(
        r"\b(?:wife|wives|husbands?|beheaded|throne|reign\w*|ruled|empire|widow\w*|viud[oa]"
        r"|espos[oa]|se casaron|se caso|(?:1[5-9]|[2-9][0-9]) (?:years|anos))\b"
        r"|  [a-z]+s, [a-z]+s,? (?:and )?[a-z]+s\b"
    ),
    # Where things are on a map.
    re.compile(
        r"\bborders? (?:on )?  |\b(?:capital of|countr(?:y|ies)|continents?|latitude|longitude"
        r"|peninsula|equator"
        r"|provinces?|pais(?:es)?|frontera con|continentes?|on (?:the|a|our) map|en el mapa)\b"
    ),
    # What is done with works: they are read, heard, looked at and made after.
    re.compile(
        r"\b(?:discuss|predict|re-?read|infer|annotate|debate whether|quotes?|skits?|listening"
        r"|(?:page|pagina) [0-9]+|art history|essays|prairie|portraits?"
        r"|autorretratos?|retratos?|sculptures?|verses?|stanzas?|lyrics|canciones|song by|poster\w*"
        r"|biopic|diary|diario de|journal entr\w+|essay on|report on|unit on"
        r"|wax museum|bio-?cube|timeline|(?:act|part|book|stave|vol(?:ume)?) (?:[1-9]|one|two"
        r"|three|four"
        r"|five|i{1,3}|iv|v)\b|scene|sequel|series|read-?aloud|lectura en voz alta|versos"
        r"|set list|repertoire|composers?|poem\w*|discutan|comenten|subrayen|escuchamos|pintamos"
        r"|dibujamos|actuamos)\b"
    ),
    # What is asked of somebody in a book, and of a student hardly ever.
    re.compile(
        r"(?:^|[.!?] |: )(?:is|was|does|did|should|would|could|do|were|can|why|how|what|who"
        r"|which) (?:is |was |does |did |would |might |should |do |will |has |else )?"
        r"(?:he|she|they|it|it's|his|her|their|this|that| {2,}\S?)[^.!?]*\?"
        r"|\b(?:que|por que|como|quien|cuando|donde) (?:hizo|haria|sintio|siente|quiere|cree"
        r"|piensa|llora|es|fue|era|le|se) [^.!?]*\?"
    ),
)
READ: Final = re.compile(
    r"\b(?:class guinea pigs?|hatched|hurricanes?|read-?aloud|borders? |capital of)"
    r"|lectura en voz alta"
)
YEAR: Final = re.compile(r"\b1[0-9]\d\d\b")
ASKED: Final = 2
"""So many of them, the last, are asked of those in a book."""
OF_HERE: Final = (
    _NOW,
    re.compile(
        r"\b(?:homework|hw|quiz\w*|locker\w*|iep|504|tardy|detention|make-?up|permission"
        r"|library books?"
        r"|nurse|recess|cafeteria|lunch\w*|suspend\w*|suspension|owes?|turned in|turn in|turning in"
        r"|hand(?:ed)? in|tarea|recreo|enfermeria|camion|permisos?|boleta\w*|salon|calificaci\w+"
        r"|counselor|principal|report card|conference|grades?|meds|inhaler|absent|absences"
        r"|attendance|backpack|behavior|tutoring|retakes?|carpool|field trip|el bano)\b"
    ),
    re.compile(
        r"\b(?:our|us|please|pls|you|your|you're|still|again|by friday|nuestr[oa]s?|favor|todavia"
        r"|otra vez|les|nos|usted\w*)\b"
    ),
)
