"""One author, the district's data, and the samples under tests/data/signatures."""

import hashlib
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from signatures.checking import Registry, check
from signatures.policy import Phone, Record

FOLDER: Final = Path(__file__).parents[3] / "data" / "signatures"
EXPECTED: Final[dict[str, list[str]]] = tomllib.loads((FOLDER / "expected.toml").read_text())

RECORD: Final = Record(
    name="Elena Rivera",
    title="Grade 3 Teacher",
    organization="Larkspur Valley Public Schools",
    email="elena.rivera@larkspur.example",
    phones=(Phone("406-555-0112"),),
)


@dataclass(frozen=True, slots=True)
class Known:
    organization_id: int
    name: str
    state: str = "current"


DISTRICT: Final = Known(1, "Larkspur Valley")
# A picture of one pixel, which the samples embed or attach.
PIXEL: Final = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d4944415478da6364"
    "f8cf500f00038601805a347d6b0000000049454e44ae426082"
)
REGISTRY: Final = Registry(
    addresses={
        "/brand/district-0a1b2c3d4e5f6071.png": DISTRICT,
        "/brand/district-ffffeeeeddddcccc.png": Known(1, "Larkspur Valley", "retired"),
        "/brand/juniper-creek-1111222233334444.png": Known(2, "Juniper Creek"),
        "/brand/middle-9999888877776666.png": Known(3, "Larkspur Middle"),
    },
    hashes={hashlib.sha256(PIXEL).hexdigest(): DISTRICT},
    hosts=frozenset({"www.larkspur.example"}),
    organizations=frozenset({1, 2}),
    email_domains=frozenset({"larkspur.example"}),
    phones=("406-555-0100",),
)


def found_in(name: str) -> set[str]:
    """Returns the codes of the findings in a sample."""
    text = (FOLDER / name).read_text()
    return {finding.code for finding in check(text, RECORD, REGISTRY)}
