"""Words of a class page that no page had before."""

from itertools import count

KILOBYTES = 30
PARTS_A_BLOCK = 4  # about 2.5 KB of text in a block
_numbers = count(1)

PROSE = """
<h2>What we are learning, part {n}</h2>
<p>This week we compare fractions with <b>unlike denominators</b>. Chapter {n} has 87 pages; please
read the first ten with your child. The <a href="/math/fractions/{n}/">fractions page {n}</a> has
more, and the homework of day {n} stands on the <a href="/math/homework/{n}/">homework page {n}</a>.
</p>
<h3>Things to bring on day {n}</h3>
<ul><li>Worksheet {n}, due Tuesday, December 1</li><li>Reading log: 20 minutes a day</li></ul>
<p>Please call the front office with questions. On page {n} we found a maple leaf under a magnifying
glass, and its veins in red: they carry water from the stem to the tips.</p>
"""


def lesson(kind: str = "prose") -> list[tuple[str, str]]:
    """Blocks of text, 30 KB together; `kind` is the block's name in the page's type."""
    blocks: list[tuple[str, str]] = []
    while sum(len(text) for _kind, text in blocks) < KILOBYTES * 1000:
        parts = (PROSE.format(n=next(_numbers)) for _part in range(PARTS_A_BLOCK))
        blocks.append((kind, "".join(parts)))
    return blocks
