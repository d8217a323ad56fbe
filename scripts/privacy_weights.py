"""Learns the weights of the words around a name for the privacy check from the corpora.

    python -m pip install --target var/learning scikit-learn
    PYTHONPATH=var/learning python -m scripts.privacy_weights --write

Run it after a corpus in tests/data/privacy was reviewed. Never learns from held-out sets. Only this
script needs scikit-learn. Without `--write` it only prints the number of weights.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Iterator, Sequence, Set
from html import escape
from pathlib import Path
from typing import Any

from district_cms.checks.privacy import html_text, normalizing, records
from district_cms.checks.privacy.lines import Lines, Sentences
from district_cms.checks.privacy.naming.relatives import everyone
from district_cms.checks.privacy.normalizing import folded, undisguise
from district_cms.checks.privacy.passages import LINE_SEPARATOR
from district_cms.checks.privacy.scorer import FILE, Likelihood, features

CORPORA = Path(__file__).parent.parent / "tests" / "data" / "privacy"
PROSE = CORPORA.parent.parent / "unit" / "checks" / "privacy" / "school_prose.txt"
WEIGHTS = FILE
HELD_OUT = frozenset({"heldout3", "heldout4", "heldout5", "heldout6", "heldout7", "heldout8"})
STRENGTH = 0.5
"""Limits the size of weights: the inverse of the regularization strength."""
LEAST_SEEN = 2
BY_COUNT = 0.8
"""The part of a weight's cost that depends on how unevenly the word occurs in private and ordinary
texts: words that occur only in private ones are learned faster. (Wang and Manning, 2012, "Baselines
and Bigrams", call it NB-SVM.)"""
ROUNDS = 2
"""How often the most private sentence of each text is chosen again."""
MOST_WEIGHTS = 27_000
"""How many weights remain, ranked by size and frequency. They are learned once more without the
others."""
PRECISION = 0.02
type Pair = tuple[Set[str], Set[str]]
"""The features of a sentence alone, and with its neighbors."""
HEADING = "# Learned by scripts/privacy_weights.py, not to be edited, from texts with the digest "


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write them into weights.txt")
    parser.add_argument(
        "--without", nargs="*", default=sorted(HELD_OUT), help="sets not to learn from"
    )
    options = parser.parse_args()
    without = frozenset(options.without)
    read = [(never, *_weighed(html)) for never, html in _texts(without)]
    weights = _learn(read)
    sys.stdout.write(f"{len(weights)} weights of {len(read)} texts\n")
    if options.write:
        WEIGHTS.write_text(f"{HEADING}{digest(without)}\n{_lines_of(weights)}", "utf-8")
    return 0


def _lines_of(weights: dict[str, float]) -> str:
    """Returns a line for each weight, rounded to a fiftieth, with all features of that weight."""
    lines: dict[float, list[str]] = {}
    for what, weight in sorted(weights.items()):
        rounded = round(round(weight / PRECISION) * PRECISION, 2)
        if rounded or not what:
            lines.setdefault(rounded, []).append(what)
    return "".join("\t".join([f"{weight:g}", *lines[weight]]) + "\n" for weight in sorted(lines))


def digest(without: frozenset[str] = HELD_OUT) -> str:
    """Returns a digest of the learned texts, to detect outdated weights."""
    return hashlib.sha256(repr(list(_texts(without))).encode()).hexdigest()[:16]


def _texts(without: frozenset[str]) -> Iterator[tuple[bool, str]]:
    """Yields for each text whether it must never be published, and its HTML."""
    for name in ("never", "ordinary"):
        for line in _lines(CORPORA / f"{name}.jsonl"):
            example = json.loads(line)
            if example["set"] not in without:
                yield name == "never", example["html"]
        for line in _lines(CORPORA / f"{name}_with_rules_known.txt"):
            yield name == "never", line
    for line in _lines(CORPORA / "over_lines.jsonl"):
        listed = json.loads(line)
        if listed["set"] == "before":
            yield listed["told"], listed.get("html") or f"<pre>{escape(listed['text'])}</pre>"
    for line in _lines(PROSE):
        yield False, line


def _lines(path: Path) -> list[str]:
    return path.read_text("utf-8").splitlines()


def _weighed(html: str) -> tuple[Set[str], list[Pair]]:
    """Returns the features of a whole text, and of each of its sentences as the check sees them:
    alone and with its neighbors."""
    root, _ = html_text.parse(html)
    text = undisguise(normalizing.joined(html_text.text_in(root, html)[0]))
    lines = Lines(normalizing.without_lookalikes(text))
    whole = lines.text.strip().replace("\n", LINE_SEPARATOR)
    pairs: dict[Pair, None] = {}
    for _, passage in records.passages(lines):
        for piece, plain in records.in_pieces(passage):
            named = everyone(piece)
            sentences = Sentences(piece, plain, named)
            likelihood = Likelihood(plain, named, sentences.spans)
            for sentence in sorted({sentences.of(name.start) for name in named}):
                alone, beside = (frozenset(likelihood.weighed(sentence, n)) for n in (0, 1))
                pairs[alone, beside] = None
    return features(folded(whole), everyone(whole), 0, len(whole)), list(pairs)


def _learn(read: list[tuple[bool, Set[str], list[Pair]]]) -> dict[str, float]:
    """Returns a weight for each feature, and the intercept for "".

    Each text counts once as a whole, and once by its sentences: first by all of them, then by the
    one that is most likely private, because the other sentences of a private text seldom are."""
    from sklearn.feature_extraction.text import CountVectorizer  # noqa: PLC0415  # only needed for learning
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415  # only needed for learning

    vectorizer = CountVectorizer(analyzer=sorted, binary=True)
    pairs: list[Pair] = []
    sentences: list[range] = []
    wholes: list[int] = []
    for _, whole, sentence_pairs in read:
        wholes.append(len(pairs))
        sentences.append(
            range(len(pairs) + bool(sentence_pairs), len(pairs) + 1 + len(sentence_pairs))
        )
        pairs += [(whole, whole), *sentence_pairs]
    counts = vectorizer.fit_transform(sentence for pair in pairs for sentence in pair)
    rows = (counts[0::2] + counts[1::2]).tocsr() * 0.5
    chosen: list[Sequence[int]] = list(sentences)
    for left in reversed(range(ROUNDS + 1)):
        learned = [*wholes, *(row for each in chosen for row in each)]
        never = [text[0] for text in read]
        never += [text[0] for text, each in zip(read, chosen, strict=True) for _ in each]
        shares = [1.0] * len(wholes) + [1 / len(each) for each in chosen for _ in each]
        is_frequent = rows[learned].getnnz(axis=0) >= LEAST_SEEN
        scale = _unevenness(rows[learned][:, is_frequent], never, shares)
        scaled = rows[:, is_frequent].multiply(scale).tocsr()
        model = LogisticRegression(
            C=STRENGTH, solver="liblinear", intercept_scaling=10, max_iter=1000
        )
        model.fit(scaled[learned], never, shares)
        if left:
            likely = model.decision_function(scaled)
            chosen = [[max(each, key=likely.__getitem__)] for each in sentences]
    count = rows[learned][:, is_frequent].getnnz(axis=0)
    counts_most = (abs(model.coef_[0] * scale) * count**0.5).argsort()[-MOST_WEIGHTS:]
    model.fit(scaled[learned][:, counts_most], never, shares)
    names = vectorizer.get_feature_names_out()[is_frequent][counts_most]
    weights = zip(names, model.coef_[0] * scale[counts_most], strict=True)
    return {str(what): float(weight) for what, weight in weights} | {"": float(model.intercept_[0])}


def _unevenness(rows: Any, never: list[bool], shares: list[float]) -> Any:
    """Returns for each feature how unevenly it occurs in private and in ordinary texts: about 1,
    more if it occurs in only one kind."""
    import numpy as np  # noqa: PLC0415  # only needed for learning

    private = np.array(never)
    shared = rows.multiply(np.array(shares)[:, None]).tocsr()
    in_private, in_ordinary = (
        np.asarray(shared[of].sum(axis=0)).ravel() + 1 for of in (private, ~private)
    )
    ratio = np.log(in_private / in_private.sum()) - np.log(in_ordinary / in_ordinary.sum())
    uneven = np.abs(ratio)
    return 1 - BY_COUNT + BY_COUNT * uneven / uneven.mean()


if __name__ == "__main__":
    sys.exit(main())
