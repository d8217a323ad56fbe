"""Learns from the corpora how much each word around a name counts in the privacy check.

    python -m pip install --target var/learning scikit-learn
    PYTHONPATH=var/learning python -m scripts.privacy_weights --write

Run it when a corpus in tests/data/privacy was read; what is held out is never learned from. Only
who runs it needs scikit-learn. Without `--write` it prints what the weights would be worth.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Iterator, Set
from pathlib import Path

from district_cms.checks.privacy import disguises, markup, records
from district_cms.checks.privacy.likelihood import Likelihood
from district_cms.checks.privacy.likelihood.features import features
from district_cms.checks.privacy.lines import Lines
from district_cms.checks.privacy.naming.relatives import everyone
from district_cms.checks.privacy.normalizing import folded, undisguise
from district_cms.checks.privacy.passages import APART
from district_cms.checks.privacy.sentences import Sentences

CORPORA = Path(__file__).parent.parent / "tests" / "data" / "privacy"
PROSE = CORPORA.parent.parent / "unit" / "checks" / "privacy" / "school_prose.txt"
WEIGHTS = Path(records.__file__).parent / "likelihood" / "weights.txt"
HELD_OUT = frozenset({"heldout3", "heldout4"})
HALF = frozenset(f"development{number}" for number in range(11, 16))
"""Each of their texts counts half: they are as many as all the others, of as few authors."""
STRENGTH = 1.0
"""How far a weight may go from nothing: the inverse of what regularization takes."""
LEAST_SEEN = 4
LEAST_WEIGHT = 0.02
"""What weighs less is left out of the file."""
HEADING = "# Learned by scripts/privacy_weights.py, not to be edited, from texts with the digest "


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write them into weights.txt")
    parser.add_argument(
        "--without", nargs="*", default=sorted(HELD_OUT), help="sets not to learn from"
    )
    options = parser.parse_args()
    without = frozenset(options.without)
    read = [(never, count, list(_weighed(html))) for never, count, html in _texts(without)]
    weights = _learn(read)
    sys.stdout.write(f"{len(weights)} weights of {len(read)} texts\n")
    if options.write:
        lines = (f"{weight:.2f}\t{what}\n" for what, weight in sorted(weights.items()))
        heading = f"{HEADING}{digest(without)}\n"
        WEIGHTS.write_text(heading + "".join(lines), "utf-8")
    return 0


def digest(without: frozenset[str] = HELD_OUT) -> str:
    """Return a digest of what is learned from: other texts, other weights."""
    return hashlib.sha256(repr(list(_texts(without))).encode()).hexdigest()[:16]


def _texts(without: frozenset[str]) -> Iterator[tuple[bool, float, str]]:
    """Yield for each text whether it is never published, how much it counts, and its HTML."""
    for name in ("never", "ordinary"):
        for line in _lines(CORPORA / f"{name}.jsonl"):
            example = json.loads(line)
            if example["set"] not in without:
                yield name == "never", 0.5 if example["set"] in HALF else 1.0, example["html"]
        for line in _lines(CORPORA / f"{name}_with_rules_known.txt"):
            yield name == "never", 1.0, line
    for line in _lines(PROSE):
        yield False, 1.0, line


def _lines(path: Path) -> list[str]:
    return path.read_text("utf-8").splitlines()


def _weighed(html: str) -> Iterator[Set[str]]:
    """Yield what is weighed of a text as a whole, and by its sentences as the check does."""
    root, _ = markup.parse(html)
    text = undisguise(disguises.joined(markup.text_in(root, html)[0]))
    lines = Lines(disguises.without_lookalikes(text))
    whole = lines.text.strip().replace("\n", APART)
    yield features(folded(whole), everyone(whole), 0, len(whole))
    for _, passage in records.passages(lines):
        for piece, plain in records.in_pieces(passage):
            named = everyone(piece)
            sentences = Sentences(piece, plain, named)
            likelihood = Likelihood(plain, named, sentences.spans)
            for sentence in sorted({sentences.of(one.start) for one in named}):
                yield from {frozenset(likelihood.weighed(sentence, n)) for n in (0, 1)}


def _learn(read: list[tuple[bool, float, list[Set[str]]]]) -> dict[str, float]:
    """Return a weight for each thing that is weighed, and that of a text of no words for ""."""
    from sklearn.feature_extraction.text import CountVectorizer  # noqa: PLC0415  # who learns has it
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415  # who learns has it

    rows = [(said, never, 2 * count / len(all_)) for never, count, all_ in read for said in all_]
    vectorizer = CountVectorizer(analyzer=sorted, min_df=LEAST_SEEN, binary=True)
    counts = vectorizer.fit_transform(said for said, _, _ in rows)
    model = LogisticRegression(C=STRENGTH, max_iter=5000)
    model.fit(counts, [never for _, never, _ in rows], [share for _, _, share in rows])
    weights = zip(vectorizer.get_feature_names_out(), model.coef_[0], strict=True)
    kept = {str(what): float(weight) for what, weight in weights if abs(weight) >= LEAST_WEIGHT}
    return kept | {"": float(model.intercept_[0])}


if __name__ == "__main__":
    sys.exit(main())
