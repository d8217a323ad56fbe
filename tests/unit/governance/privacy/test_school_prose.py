"""What teachers write every week raises no alarm: a false one costs their trust."""

from datetime import date

import pytest

from district_cms.governance.privacy import PrivacyRules, check_html, check_text

RULES = PrivacyRules(today=date(2026, 11, 24))

SENTENCES = """
Grade 3
Chapter 4: 87 pages
Ms. Rivera: Room 12
Monday: 90 minutes
Unit test: 20 %
Unit Test: 20%
Homework: 20%, Quizzes: 30%, Final Exam: 50%
Participation: 10%
Lab Reports: 30%
Attendance: 95%
Science Fair: 95%
50% of the grade is the project.
Grading scale: A 93%, A- 90%, B+ 87%
A: 90-100%, B: 80-89%
Rubric: A = 90%, B = 80%, C = 70%
Students who earn 80% or more may retake the quiz.
Everyone got an A for effort.
Our class got a 95% on the fire drill!
Room 12 earned an A+ for kindness.
Team 4 got a 95% on the challenge.
Team Garcia: 87%
Homeroom Garcia: 95%
The Garcia Family: 100% attendance at the potluck
Juniper Creek: 92%
Lincoln Middle: 88%
Rosa Parks Elementary: 92% attendance
New York: 87%
San Francisco: 87%
Santa Cruz: 87%
North Carolina: 12%
Jordan: 98% literacy
Austin: 87%
Florence: 80%
Mount Washington: 87%
Hurricane Katrina: 80% of New Orleans flooded
Ancient Rome: 15%
Anne Frank: 20%
Anne Frank essay: 20%
Romeo and Juliet: 15%
A Christmas Carol: 15%
Charlotte's Web: 20%
Matilda: 15%
Percy Jackson: 12%
Helen Keller report 10%
George Washington: 69%
Lewis and Clark: 25%
Treasure Hunt: 87%
Burger King: 10%
Black Friday: 20%
Vitamin C: 100% of daily value
Plan B: 20%
Blood type A- is rare.
Humidity 87%
Maria Lopez scored 22 points against Sunrise.
Emma Garcia: 62% free throws
Student council election results: Emma Garcia: 54%, Liam Chen: 46%
Emma Garcia won with 54% of the vote.
Coach Garcia: 87%
Mr. Lopez: 90% attendance
Mrs. Emma Garcia got an A+ rating from families.
Emma has an A in her name.
Ben has a B flat on his trumpet.
Emma has 3 brothers.
Emma got a blue ribbon on Friday.
Emma read 100% of the summer list.
Emma is 90% done.
Emma's grade: 3
Emma's grade 3 class
Maria Lopez, 5th grade
Maria Lopez, Grade 5
Maria Lopez: Period 2
Maria Lopez: 11/24
Presentations: Maria Lopez 11/24, Liam Chen 12/1
Emma Garcia: A
Group A: Emma, Liam. Group B: Noah, Mia.
Our read-aloud is by Emma C. and Liam D.
Thank you, Emma Garcia: 20 cupcakes!
Donations: Emma Garcia 20, Liam Chen 15
Emma scored 80% on one quiz and 90% on the next. What is her average?
Liam got 18 out of 20 on his quiz. What percent is that?
Maria sacó 80% y 90%. ¿Cuál es su promedio?
Quiz scores will be back by 12/1.
Math test results: class average 87%
Spelling test: Friday, 20 words
Read pages 87-92 by Friday.
Week 3 - 11/24 - Fractions
3/4 + 1/4 = 1
Score: Larkspur 21, Ridgeline 14
A is for apple, B is for ball.
20% off at the book fair
Our school raised 1234567 pennies.
The ISBN is 9780064400558.
Call the office at 406-555-0123.
Class of 2030, school year 2026-27
Grades are due on November 24.
Report cards come home on 12/4/2026.
El examen vale 20%.
Tarea: 20%, Proyecto: 30%
Maestra Lopez: 90% de asistencia
La Escuela Garcia: 92%
""".strip().splitlines()


@pytest.mark.parametrize("sentence", SENTENCES)
def test_ordinary_school_prose_raises_no_alarm(sentence: str) -> None:
    assert check_text(sentence, rules=RULES) == []


def test_a_whole_page_of_it_raises_none_either() -> None:
    html = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
    assert check_html(html, rules=RULES) == []


def test_there_are_many_such_sentences() -> None:
    assert len(set(SENTENCES)) == len(SENTENCES) > 40
