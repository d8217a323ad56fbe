"""The weights of the words around a name decide which questions are asked."""

import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from district_cms.checks.privacy import RULES, check_html
from district_cms.checks.privacy.naming.mentions import mentions
from district_cms.checks.privacy.naming.relatives import is_certain_person
from district_cms.checks.privacy.normalizing import folded
from district_cms.checks.privacy.scorer import FILE, features
from district_cms.checks.privacy.student_numbers import PrivacyRules
from district_cms.demo import content_files
from scripts.privacy_weights import digest

TODAY = PrivacyRules(today=date(2026, 11, 24))


DEMO = Path(content_files.__file__).parent / "content"


def strings(value: object) -> Iterator[str]:
    """Yield every text in what a file of the demo holds."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from strings(one)


def weighed(text: str) -> set[str]:
    return features(folded(text), mentions(text), 0, len(text))


def test_the_weights_are_those_of_the_corpora() -> None:
    heading = FILE.read_text("utf-8").partition("\n")[0]
    assert heading.endswith(f" {digest()}"), "python -m scripts.privacy_weights --write"


def test_the_name_and_the_number_themselves_weigh_nothing() -> None:
    assert weighed("Maria Lopez got a 58.") == weighed("Tomas Vang got a 91.")


def test_words_beginnings_and_sequences_are_features() -> None:
    assert weighed("Maria was suspended") == {
        "NAME", "was", "suspended", "susp*", "suspe*", "suspend*", "NAME was", "was suspended",
        "NAME was suspended", "NAME _ suspended",
        "NAME 1", "WHOLE 0", "GIVEN 1", "GIVEN was",
    }  # fmt: skip


def test_a_given_name_weighs_differently_from_whole_names() -> None:
    told, praised = weighed("Maria was late"), weighed("Maria Lopez and Tomas Vang were first")
    assert {"GIVEN 1", "GIVEN was"} <= told
    assert {"NAME 2", "WHOLE 2", "GIVEN 0", "and WHOLE", "WHOLE and"} <= praised


@pytest.mark.parametrize("ordinary", [
    "Soil judging: Cole Brandt was high individual.",
    "Our bean plants Larry and Moe died. Larry had no light.",
    "Speech contest: Dani Voss spoke about bees, and Leif Berg about lakes.",
])  # fmt: skip
def test_an_unlikely_text_raises_no_question(ordinary: str) -> None:
    assert check_html(f"<p>{ordinary}</p>", rules=TODAY) == []


@pytest.mark.parametrize("private", [
    "Everyone turned in the permission slip except Nora Fitzgerald.",
    "The calm corner was made for Bruno, who has outbursts.",
    "Otra vez Candela no vino; ya son doce faltas.",
])  # fmt: skip
def test_a_likely_private_text_is_reported(private: str) -> None:
    assert check_html(f"<p>{private}</p>", rules=TODAY)


@pytest.mark.parametrize("nobody", [
    "Older updates stay on the class page for the whole year, so you can look back.",
    "Please come to the front door on Juniper Lane and sign in at the office.",
    "The list was SSS, SAS, ASA. Two sides and an angle that is not between them are not enough.",
    "Sketchbooks stay in the studio, and there is nothing to bring yet.",
    "Something I still want to know",
    "Nada esta vez, porque no hubo clases.",
    "Rafael Quintero – Spanish and History Teacher",
])  # fmt: skip
def test_weights_alone_ask_only_about_certain_people(nobody: str) -> None:
    assert check_html(f"<p>{nobody}</p>", rules=TODAY) == []


@pytest.mark.parametrize(("piece", "surely"), [
    ("Apart from Ana Silva, everybody knew.", True),
    ("We hold Tibby back in kindergarten.", True),
    ("Faith forgot that she was to bring it.", True),
    ("We play on Diego Fields tomorrow.", False),
    ("Vive en la calle Roble desde junio.", False),
    ("Reading groups: Ana Silva, Reading Teacher", False),
    ("We learned of SAS and ASA today.", False),
    ("Faith comes before hope.", False),
])  # fmt: skip
def test_which_names_are_certainly_people(piece: str, surely: bool) -> None:
    assert any(is_certain_person(piece, one) for one in mentions(piece)) is surely


def test_the_demo_files_raise_no_question() -> None:
    texts = [
        text for path in DEMO.rglob("*.toml") for text in strings(tomllib.loads(path.read_text()))
    ]
    assert len(texts) > 1000
    asked = {text: found for text in texts if (found := check_html(text, rules=TODAY))}
    assert asked == {}


def test_weights_alone_ask_and_never_refuse() -> None:
    asked = check_html("<p>The lines are clear, apart from Lorelei, who mumbles.</p>", rules=TODAY)
    assert [RULES[fault.rule].blocks for fault in asked] == [False]


def test_a_text_about_somebody_without_a_name_raises_a_question() -> None:
    told = "he told me his dad got arrested last night and he slept at his aunt's, be gentle"
    assert [RULES[fault.rule].blocks for fault in check_html(f"<p>{told}</p>", rules=TODAY)] == [
        False
    ]


def test_the_excerpt_is_the_most_private_sentence() -> None:
    told = (
        "Thanks to all who came on Friday, it was a lovely evening with good music for everybody. "
        "He told me his dad got arrested last night and he slept at his aunt's, be gentle."
    )
    (fault,) = check_html(f"<p>{told}</p>", rules=TODAY)
    assert fault.excerpt.startswith("He told me his dad")


@pytest.mark.parametrize("everybody", [
    "If your child is sick, please call the office before nine and send a note with him or her.",
    "A student who is absent may make up a test; his or her teacher says when.",
    "Each student writes half a page about their own playing: what has grown since the first week.",
])  # fmt: skip
def test_a_text_about_any_child_raises_no_question(everybody: str) -> None:
    assert check_html(f"<p>{everybody}</p>", rules=TODAY) == []


def test_staff_raise_no_question() -> None:
    told = "<p>The lines are clear, apart from Lorelei Marsh, who mumbles.</p>"
    staff = PrivacyRules(today=TODAY.today, staff=frozenset({"lorelei marsh"}))
    assert check_html(told, rules=TODAY)
    assert check_html(told, rules=staff) == []


@pytest.mark.parametrize("around", [
    "<p>On Friday our soccer team won the meet against Larkspur. {}</p>",
    "<p>Great job to everyone at the science fair! {} Congratulations to our winners.</p>",
    "<p>We learned about volcanoes and wrote poems. {} Next week we read chapter 5.</p>",
])  # fmt: skip
@pytest.mark.parametrize("secret", [
    "Jaden Ortiz has epilepsy and takes medication.",
    "Ella Brandt is in foster care.",
    "Emma Ruiz is undocumented.",
    "Luis Vega fue suspendido por dos dias.",
])  # fmt: skip
def test_no_praise_beside_a_secret_hides_it(around: str, secret: str) -> None:
    alone = {fault.rule for fault in check_html(f"<p>{secret}</p>", rules=TODAY)}
    beside = {fault.rule for fault in check_html(around.format(secret), rules=TODAY)}
    assert alone
    assert alone <= beside


@pytest.mark.parametrize("exercise", [
    "Neither Lan nor her cousins (was / were) absent.",
    "If Boris (fails / failed) the test, he would take it again.",
])  # fmt: skip
def test_a_choice_between_two_words_is_an_exercise(exercise: str) -> None:
    assert check_html(f"<p>{exercise}</p>", rules=TODAY) == []


@pytest.mark.parametrize(("piece", "surely"), [
    ("Skip the Sandovals for the gift, please.", True),
    ("We beat the Falcons on Friday.", False),
    ("We read of the Grimms on Friday.", False),
])  # fmt: skip
def test_a_plural_family_name_is_a_family(piece: str, surely: bool) -> None:
    assert any(is_certain_person(piece, one) for one in mentions(piece)) is surely


@pytest.mark.parametrize("ordinary", [
    "Social studies welcomes Marcus Bell from Ohio, who teaches in room 214.",
    "Free clinic at Harrison Rec until Aug 20, no insurance asked.",
    "State cuts for Marcus Bell (100 fly) and Omar Diaz (500 free).",
])  # fmt: skip
def test_words_that_mean_other_things_refuse_nothing(ordinary: str) -> None:
    found = check_html(f"<p>{ordinary}</p>", rules=TODAY)
    assert not any(RULES[fault.rule].blocks for fault in found)
