"""The samples under tests/data/signatures: clean ones are let be, each fault is found."""

from signatures.checking import RULES

from .samples import EXPECTED, FOLDER, found_in


def test_in_each_sample_exactly_what_is_wrong_is_found() -> None:
    wrong = {
        name: sorted(found ^ set(expected))
        for name, expected in EXPECTED.items()
        if (found := found_in(name)) != set(expected)
    }
    assert wrong == {}


def test_every_file_is_a_sample_and_there_are_many() -> None:
    there = {
        path.relative_to(FOLDER).as_posix()
        for path in FOLDER.rglob("*")
        if path.is_file() and path.suffix != ".toml"
    }
    assert there == set(EXPECTED)
    assert len(there) >= 60
    assert sum(not expected for expected in EXPECTED.values()) >= 25


def test_every_rule_has_a_sample_but_that_of_size() -> None:
    shown = {code for expected in EXPECTED.values() for code in expected}
    assert {rule.code for rule in RULES} - shown == {"markup-unreadable"}
