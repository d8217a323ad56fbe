"""Evidence for a lesson is weighed sentence by sentence, so that it hides no student beside it."""

from datetime import date

import pytest

from district_cms.checks.privacy import check_html
from district_cms.checks.privacy.student_numbers import PrivacyRules

RULES = PrivacyRules(today=date(2026, 11, 24))

OF_STUDENTS = (
    "Vivian is on crutches and excused from PE.",
    "Chloe Bennett moved her clip down four days out of five.",
    "Kiara's foster mom will be bringing cupcakes.",
    "A Jonathan lo suspendieron tres días.",
)
BESIDE = (
    "How many jelly beans are in the jar? Guess!",
    "We read about Rosa Parks and the bus boycott.",
    "Why do leaves change color? We have ideas.",
    "Congratulations to the volleyball team!",
    "En historia conocimos a Benito Juárez.",
)
OF_LESSONS = (
    "The school play is Our Town. Emily Webb dies in childbirth and misses her parents.",
    "Gary Paulsen's Brian is alone in the woods; his parents' divorce haunts him.",
    "Holden is kicked out of Pencey for failing. Is he grieving or just lazy? Discuss.",
    "Santiago hasn't caught a fish in 84 days. Is he unlucky or stubborn?",
    "Omar's tank leaks 3 L an hour. It held 45 L at noon. When is it empty?",
    "Clemente died carrying supplies to Nicaragua.",
    "Selena murió a los 23 años; escuchamos dos canciones.",
    "Frida tuvo polio de niña; pintamos autorretratos.",
    "Oración del día: “Luis llegó tarde porque perdió el camión.”",
    "My daughter Tess has strep, so Mr. Vance is covering my class.",
)


@pytest.mark.parametrize("beside", BESIDE)
@pytest.mark.parametrize("told", OF_STUDENTS)
def test_a_lesson_hides_no_student_beside_it(told: str, beside: str) -> None:
    assert check_html(f"<p>{beside} {told}</p>", rules=RULES)
    assert check_html(f"<p>{told} {beside}</p>", rules=RULES)


@pytest.mark.parametrize("text", OF_LESSONS)
def test_people_of_lessons_and_relatives_of_the_author_are_no_students(text: str) -> None:
    assert check_html(f"<p>{text}</p>", rules=RULES) == []


@pytest.mark.parametrize("text", [
    "Itzayana volvió. Estuvo internada por depresión.",
    "¡Qué orgullo, Anahí! Pasaste de un 5 a un 8 en lectura.",
    "Now Tavi can go outside, even with the wheelchair.",
    "Two friends were sent home today: Fitz for hitting and Soren for a fever.",
    "Avísenle al tío de Rubí (406-555-0186) si cambia la hora.",
    "Clementine hasn't had breakfast since Sunday; donations of granola bars welcome.",
    "D. Featherstone 61, P. Okoro 58, J. Lamb 49",
    "Imogen Vale scored a 57",
    "Attendance letters were mailed to the homes of K. Bird-in-Ground and L. Saechao.",
    "tanaya hasnt been to 1st hr since labor day",
])  # fmt: skip
def test_the_words_around_show_whom_a_text_is_about(text: str) -> None:
    assert check_html(f"<p>{text}</p>", rules=RULES)
