"""How people write that something is told by its color, its shape or its place, in English and
Spanish."""

import re
from typing import Final

_COLORS: Final = "red|green|blue|yellow|orange|purple|pink|gr[ae]y|brown"
_COLORES: Final = "rojo|verde|azul|amarillo|naranja|anaranjado|morado|rosado|rosa|gris"
# What is red because a hand makes it so, or because it comes that way.
_MATERIALS: Final = (
    "pens?|inks?|pencils?|markers?|crayons?|chalk|paint|paper|tape|highlighters?|shirts?|t-shirts?|"
    "folders?|notebooks?|binders?|bins?|boxes|bags?|envelopes?|uniforms?|jerseys?|clothes|clothing"
)
# Whoever wears it; a picture says who is meant.
_PEOPLE: Final = (
    "actors|boys|children|coaches|dancers|friends|girls|guests|kids|members|people|players|"
    "runners|singers|students|swimmers|teachers|teams|us|visitors|volunteers|women|men|workers"
)
_GENTE: Final = "alumn[oa]s|estudiantes|jugador[ae]s|maestr[oa]s|niñ[oa]s|padres|personas|equipos"
_MARKED: Final = (
    "shown|marked|highlighted|written|printed|listed|typed|displayed|shaded|colou?red|underlined|"
    "circled"
)
_BY_COLOR: Final = rf"""(?:
        (?:items?|words?|dates?|events?|assignments?|text|links?|fields?|lines?|entries|those|ones|
           names?|problems?|questions?|sections?|rows?|columns?|cells?|sentences?|terms?|headings?|
           answers?|changes|deadlines?|tasks?|steps?|activities)
        (?:\ (?:that|which)\ (?:is|are)|\ is|\ are)?
        (?:\ (?:{_MARKED}))?
        \ in\ (?:(?:bright|dark|light|bold)\ )?(?:{_COLORS})\b
        (?![\ -](?:{_MATERIALS})\b)
      | (?!(?:{_PEOPLE})\b)[a-z]{{3,}}s\ (?:in|(?:{_MARKED})(?:\ in)?)\ (?:{_COLORS})
        \ (?:are|have|had|were|will|must|need|mean|show)\b
      | (?:click|tap|select)\ (?:on\ )?the\ (?:(?:big|large|small)\ )?(?:{_COLORS})
        \ (?:button|link|icon|arrow|box|tab|circle|square|bar)\b
      | (?:palabras|fechas|eventos|tareas|enlaces|textos?|l[ií]neas|campos|preguntas|elementos|
           respuestas|actividades|secciones)
        (?:\ que\ est[aá]n)?
        (?:\ (?:marcad|resaltad|escrit|señalad|subrayad|impres)[oa]s?)?
        \ en\ (?:color\ )?(?:{_COLORES})\b
      | l[oa]s\ (?!(?:{_GENTE})\b)(?:que\ est[aá]n|[a-záéíóúñ]{{3,}}s)
        \ en\ (?:color\ )?(?:{_COLORES})
        \ (?:no|son|est[aá]n|tienen|ya|se|deben|necesitan|indican|significan|fueron|ser[aá]n)\b
    )"""
# Then the color is what the class is asked to do, not how the page tells something.
TASK: Final = re.compile(
    r"\b(?:writ(?:e|ing)|colou?r(?:ing)?|trac(?:e|ing)|circl(?:e|ing)|draw(?:ing)?|mark(?:ing)?|"
    r"highlight(?:ing)?|underlin(?:e|ing)|paint(?:ing)?|shad(?:e|ing)|fill|print|correct(?:ing)?|"
    r"escrib\w+|colore\w*|pint\w+|marqu\w+|subray\w+|encierr\w+)\b[^.!?]{0,60}$",
    re.IGNORECASE,
)
_BY_PLACE: Final = r"""(?:
        (?:box|menu|column|button|link|picture|image|photo|panel|sidebar|chart|graph|diagram|icon|
           navigation|calendar|tab)s?
        ,?\ (?:(?:that|which)\ (?:is|are)\ )?(?:located\ |shown\ )?(?:on|at|to|in)\ (?:the|your)
        \ (?:far\ |upper\ |lower\ |top\ |bottom\ )?(?:right|left)\b(?:-hand)?(?:\ side)?
        (?!\ (?:of|wall|bank|lane|arm|foot|shoulder|door|half|page)\b)(?!-)
      | (?:click|tap|press|select|find|see|use)\ (?:on\ )?the\ (?:(?:big|large|small)\ )?
        (?:round|square|circular|triangular|oval)\ (?:button|icon|link|image|picture|box|menu)\b
      | (?:men[uú]|bot[oó]n|columna|enlace|imagen|foto|cuadro|recuadro|panel|gr[aá]fic[ao]|barra|
           [ií]cono|diagrama)
        (?:\ que\ est[aá])?\ (?:a|de)\ la\ (?:derecha|izquierda)\b(?!\ de[l]?\b)
    )"""
PUT_THERE: Final = re.compile(
    r"\b(?:put|drop|place|leave|return|hand|turn|bring|deposit|write|print|sign|draw|glue|staple)\b"
    r"[^.!?]{0,60}$",
    re.IGNORECASE,
)
_FLAGS: Final = re.IGNORECASE | re.VERBOSE
BY_COLOR: Final = re.compile(rf"\b{_BY_COLOR}", _FLAGS)
BY_PLACE: Final = re.compile(rf"\b{_BY_PLACE}", _FLAGS)
