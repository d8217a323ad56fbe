"""Invented names of people, schools and streets. Pure."""

from collections.abc import Iterator

from ..bulk.chance import Chance

GIVEN = (
    *("Adaeze", "Alma", "Anders", "Beatriz", "Bram", "Calla", "Corin", "Dalia", "Dmitri"),
    *("Edda", "Elio", "Esme", "Farah", "Felix", "Greta", "Hollis", "Ines", "Ivo", "Jarek"),
    *("Juno", "Kaia", "Kofi", "Lena", "Lucan", "Mara", "Mateo", "Nadia", "Niall", "Odile"),
    *("Orson", "Paloma", "Pell", "Quill", "Rafe", "Rosalind", "Sable", "Soren", "Tamsin"),
    *("Teo", "Ursa", "Vada", "Viggo", "Wren", "Xenia", "Yara", "Yusuf", "Zelda", "Zeno"),
)
FAMILY = (
    *("Abendroth", "Alderman", "Bascombe", "Bellhaven", "Brightmoor", "Calloway", "Castellan"),
    *("Cedarquist", "Corrigan", "Dalrymple", "Dunmore", "Eastlake", "Ellery", "Fairweather"),
    *("Farrington", "Fenwick", "Galbraith", "Garza", "Glenhollow", "Hadley", "Harcastle"),
    *("Hawksworth", "Ibanez", "Ingersoll", "Jessup", "Kallstrom", "Kestrel", "Kincannon"),
    *("Lachance", "Larkin", "Lindgren", "Lockhart", "Mahoney", "Marchbanks", "Merriweather"),
    *("Montoya", "Nakagawa", "Northcott", "Obuya", "Okonjo", "Pemberley", "Penhallow"),
    *("Quimby", "Quintana", "Radcliffe", "Ravenscroft", "Rosario", "Sandoval", "Sedgewick"),
    *("Stannard", "Tallgrass", "Thackeray", "Underhill", "Valdez", "Vandermeer", "Wainwright"),
    *("Whitcomb", "Winterbourne", "Yamada", "Yellowtail", "Zapata", "Zielinski"),
)
ADDRESSED_AS = ("Ms.", "Mr.", "Mrs.", "Mx.", "Dr.")
PLACES = (
    *("Aspen", "Badger Creek", "Bitterroot", "Buffalo Jump", "Chokecherry", "Coyote Flats"),
    *("Elk Meadow", "Foxglove", "Granite", "Heron Bend", "Huckleberry", "Ironwood"),
    *("Lodgepole", "Magpie", "Mill Creek", "Paintbrush", "Pine Butte", "Prairie View"),
    *("Quaking Aspen", "Red Rock", "Sagebrush", "Sandhill", "Serviceberry", "Snowberry"),
    *("Stonefly", "Sweetgrass", "Tamarack", "Three Forks", "Wapiti", "Willow Bend"),
)
KINDS = (
    *("elementary", "elementary", "middle", "elementary", "high"),
    *("elementary", "elementary", "middle", "elementary", "alternative"),
)
KIND_TITLES = {
    "elementary": "Elementary",
    "middle": "Middle School",
    "high": "High School",
    "alternative": "Alternative High",
}


def people(chance: Chance) -> Iterator[tuple[str, str]]:
    """Given and family names without end. Pairs come again, after all of them were used."""
    pairs = [(given, family) for given in GIVEN for family in FAMILY]
    chance.shuffle(pairs)
    while True:
        yield from pairs


def schools(number: int) -> Iterator[tuple[str, str]]:
    """(title, kind) of this many schools, each title once."""
    seen: dict[str, int] = {}
    for place in range(number):
        kind = KINDS[place % len(KINDS)]
        name = f"{PLACES[place % len(PLACES)]} {KIND_TITLES[kind]}"
        seen[name] = seen.get(name, 0) + 1
        yield (name if seen[name] == 1 else f"{name} {seen[name]}"), kind


def place_of(title: str, kind: str) -> str:
    """ "Heron Bend" of "Heron Bend Alternative High"."""
    return title.removesuffix(f" {KIND_TITLES[kind]}")
