"""Queries that parents type, and the expected first results in the district of
`test_expected_searches`."""

from dataclasses import dataclass
from typing import Final

SCHOOL, HIGH, MIDDLE = "Juniper Creek Elementary", "Larkspur High", "Larkspur Middle"
BREAK, SPRING = "No school: Thanksgiving break", "No school: Spring break"
RIVERA, OKAFOR, NUNEZ = "Ms. Rivera", "Mr. Okafor", "Sra. Núñez"


@dataclass(frozen=True, slots=True)
class ExpectedResults:
    """The expected first titles in order; those in braces follow in any order."""

    query: str
    first: tuple[str, ...]
    among: frozenset[str] = frozenset()


def _(query: str, *first: str, among: tuple[str, ...] = ()) -> ExpectedResults:
    return ExpectedResults(query, first, frozenset(among))


HERS: Final = ("Math 3", "Reading 3", "Science 3")
SEARCHES: Final = (
    # A teacher, with all classes.
    _("Ms. Rivera", RIVERA, among=HERS),
    _("Rivera", RIVERA, among=HERS),
    _("mrs rivera", RIVERA, among=HERS),
    _("Elena Rivera", RIVERA, among=HERS),
    _("RIVERA", RIVERA),
    _("maestra rivera", RIVERA, among=HERS),
    _("teacher rivera", RIVERA),
    _("Rivera's class", "Math 3", "Reading 3", "Science 3"),
    _("rivra", RIVERA, among=HERS),
    _("riviera", RIVERA),
    _("rivera math", "Math 3"),
    _("ms rivera juniper creek", RIVERA),
    _("mr okafor", OKAFOR, "Matemáticas 5", "Biology"),
    _("okafr", OKAFOR),
    _("nunez", NUNEZ, "Español 1"),
    _("Núñez", NUNEZ, "Español 1"),
    _("sra nuñez", NUNEZ),
    _("oreilly", "Coach O’Reilly"),
    _("coach o'reilly", "Coach O’Reilly"),
    # A class.
    _("math 3", "Math 3"),
    _("Biology", "Biology"),
    _("biologia", "Biology"),
    _("biolgy", "Biology"),
    _("science", "Science 3"),
    _("ciencias", "Science 3"),
    _("lectura", "Reading 3"),
    _("matemáticas 5", "Matemáticas 5"),
    _("matematicas 5", "Matemáticas 5"),
    _("math 5", "Matemáticas 5"),
    _("matemticas 5", "Matemáticas 5"),
    _("spanish", "Español 1"),
    _("period 2", "Biology"),
    _("gym", "Physical Education"),
    _("PE", "Physical Education"),
    _("educación física", "Physical Education"),
    _("room 12", "Math 3"),
    _("salón 12", "Math 3"),
    # A grade.
    _("3rd grade", "Ms. Rivera", among=HERS),
    _("third grade", "Ms. Rivera", among=HERS),
    _("tercer grado", "Ms. Rivera", among=HERS),
    _("grado 3", "Ms. Rivera", among=HERS),
    _("math teacher rivera", RIVERA),
    _("grade 3 teacher", RIVERA),
    _("third grade reading", "Reading 3"),
    _("5th grade math", "Matemáticas 5"),
    _("kindergarten", "Coach O’Reilly", "Physical Education"),
    _("kinder", "Coach O’Reilly", "Physical Education"),
    # A school.
    _("juniper creek", SCHOOL),
    _("junper creek", SCHOOL),
    _("juniper creek elementary school", SCHOOL),
    _("larkspur hs", HIGH),
    _("hs", HIGH),
    _("larkspur ms", MIDDLE),
    _("ms", MIDDLE),
    _("juniper creek elem", SCHOOL),
    _("elem", SCHOOL),
    _("larkspur high", HIGH),
    _("larkspur high school", HIGH),
    _("larkspur hgih", HIGH),
    _("preparatoria larkspur", HIGH),
    _("larkspur middle", MIDDLE),
    _("high school biology", "Biology"),
    # News, activities, pages, texts.
    _("soccer", "Girls soccer"),
    _("futbol", "Girls soccer"),
    _("socer", "Girls soccer"),
    _("juniper creek news", "Juniper Creek news"),
    _("noticias", "Juniper Creek news"),
    _("book fair", "The book fair is here"),
    _("lunch menu", "Lunch menus"),
    _("almuerzo", "Lunch menus"),
    _("quarters", "Fractions on a number line"),
    _("number line", "Fractions on a number line"),
    # An event of a class, and of a school's news.
    _("math evening", "Fractions on a number line"),
    _("puppet theater", "Puppet theater", "The book fair is here"),
    # A day.
    _("no school November 26", BREAK),
    _("november 26", BREAK),
    _("Nov 26th", BREAK),
    _("11/26", BREAK),
    _("thanksgiving", BREAK),
    _("thanksgiving break", BREAK),
    _("thanksgivng", BREAK),
    _("is there school on november 26", BREAK),
    _("26 de noviembre", BREAK),
    _("no hay clases el 26 de noviembre", BREAK),
    _("vacaciones de primavera", SPRING),
    _("spring break", SPRING),
    _("when is spring break", SPRING),
    _("no school march", SPRING),
    _("no school", BREAK, SPRING),
    _("first day of school", "First day of school"),
    _("when does school start", "First day of school"),
    _("primer día de clases", "First day of school"),
    _("último dia de clases", "Last day of school"),
    _("calendar", "Calendar"),
    _("calendario escolar", "Calendar"),
    _("posting days", "Posting day"),
    _("posting day december 1", "Posting day"),
    # People of the office.
    _("principal juniper creek", "Ada Quill"),
    _("Quill", "Ada Quill"),
    _("ms quill", "Ada Quill"),
    _("qill", "Ada Quill"),
    _("directora juniper creek", "Ada Quill"),
    _("juniper creek phone number", SCHOOL),
    _("teléfono juniper creek", SCHOOL),
    # A document.
    _("supply list", "Third grade supplies"),
    _("útiles escolares", "Third grade supplies"),
    _("suplies", "Third grade supplies"),
    # Accents in a text, in either direction.
    _("evaluacion", "Fractions on a number line"),
    _("evaluación de fracciones", "Fractions on a number line"),
    _("excursión al rio", "The book fair is here"),
    # A post that nobody knows by name.
    _("juniper creek staff directory", f"Staff: {SCHOOL}"),
    _("school nurse", f"Staff: {HIGH}", among=(f"Staff: {SCHOOL}",)),
    _("enfermera juniper creek", f"Staff: {SCHOOL}"),
    _("privacy", "Privacy"),
    # Activities by what families say of them.
    _("soccer practice", "Girls soccer"),
    _("entrenamiento de futbol", "Girls soccer"),
    _("girls soccer tryouts", "Girls soccer"),
    _("soccer tuesdays", "Girls soccer"),
)  # fmt: skip
