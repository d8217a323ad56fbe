"""The samples under tests/data/signatures: clean ones have no findings, each fault is found."""

from signatures.checking import RULES

from .samples import EXPECTED, FOLDER, found_in


def test_each_sample_has_exactly_its_findings() -> None:
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


def test_every_rule_except_that_of_size_has_a_sample() -> None:
    shown = {code for expected in EXPECTED.values() for code in expected}
    assert {rule.code for rule in RULES} - shown == {"markup-unreadable"}
