"""Forty sentences about a student that are never published, whatever the privacy check learns."""

from datetime import date

import pytest

from district_cms.checks.privacy import RULES, check_text
from district_cms.checks.privacy.student_numbers import PrivacyRules

TODAY = PrivacyRules(today=date(2026, 11, 24))
SENTENCES = (
    "Grade: B- for Maria Lopez",
    "Maria Lopez is failing math.",
    "Maria Lopez has 12 missing assignments.",
    "Maria Lopez has asthma.",
    "Maria Lopez has an IEP.",
    "Maria Lopez was suspended.",
    "Maria Lopez was absent on Monday.",
    "Maria Lopez is in foster care.",
    "Maria Lopez, password: tiger99",
    "Maria Lopez lives at 12 Elm Street.",
    "A Juan Pérez le faltan tres tareas.",
    "Juan Pérez tiene asma.",
    "Juan Pérez faltó ayer.",
    "Marcus Thibodeaux was expelled.",
    "Trevor Hutchins owes $41.75.",
    "They suspended junior Ana Mejia.",
    "Ana Mejia's IEP is on Tuesday.",
    "Jaden Ortiz has epilepsy and takes medication.",
    "Luis Vega fue suspendido por dos dias.",
    "Elena Rivera is absent on Friday.",
    "Tom Lee has lice.",
    "Maria was born on March 4, 2015.",
    "Date of birth: 2015-03-04",
    "Su cumpleaños es el 4 de marzo del 2015",
    "Fecha de nacimiento: 4/3/2015",
    "Maria Lopez: 87%",
    "Lopez, Maria: 92%",
    "Emma scored 18 out of 20 on her quiz.",
    "Maria's grade on the fractions quiz was 18/20",
    "Congratulations to Maria Lopez, who earned 98% in math!",
    "Liam is failing math with a 52%.",
    "María reprobó el examen con 45%.",
    "La calificación de Maria es 87%",
    "Her student id: 12345.",
    "Student number 123 4567",
    "Her lunch number is 4821",
    "Clave del almuerzo: 4821",
    "1234567 is her student ID",
    "Social Security number 512 44 8830",
    "Seguro social: 512-44-8830",
)


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sure_sentence_about_a_student_blocks(sentence: str) -> None:
    assert any(RULES[fault.rule].blocks for fault in check_text(sentence, rules=TODAY))
