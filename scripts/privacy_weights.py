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
"""How far a weight may go from nothing: the inverse of what regularization takes."""
LEAST_SEEN = 2
BY_COUNT = 0.8
"""So much of what a weight may cost is by how unevenly it is seen on both sides: what stands in
private texts alone is learned more quickly than what stands everywhere. (Wang and Manning, 2012,
"Baselines and Bigrams", call it NB-SVM.)"""
ROUNDS = 2
"""So often it is learned again which sentence of a text is the most private one."""
MOST_WEIGHTS = 27_000
"""So many are kept, those that count most by their weight and how often they are seen. They are
learned once more without the others."""
PRECISION = 0.02
type Pair = tuple[Set[str], Set[str]]
"""What is weighed of a sentence by itself, and with those beside it."""
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
    """Return a line for each weight, rounded to a fiftieth, with everything that weighs so much."""
    lines: dict[float, list[str]] = {}
    for what, weight in sorted(weights.items()):
        rounded = round(round(weight / PRECISION) * PRECISION, 2)
        if rounded or not what:
            lines.setdefault(rounded, []).append(what)
    return "".join("\t".join([f"{weight:g}", *lines[weight]]) + "\n" for weight in sorted(lines))


def digest(without: frozenset[str] = HELD_OUT) -> str:
    """Return a digest of what is learned from: other texts, other weights."""
    return hashlib.sha256(repr(list(_texts(without))).encode()).hexdigest()[:16]


def _texts(without: frozenset[str]) -> Iterator[tuple[bool, str]]:
    """Yield for each text whether it is never published, and its HTML."""
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
    """Return what is weighed of a text as a whole, and of each of its sentences as the check does:
    by itself and with those beside it."""
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
            for sentence in sorted({sentences.of(one.start) for one in named}):
                alone, beside = (frozenset(likelihood.weighed(sentence, n)) for n in (0, 1))
                pairs[alone, beside] = None
    return features(folded(whole), everyone(whole), 0, len(whole)), list(pairs)


def _learn(read: list[tuple[bool, Set[str], list[Pair]]]) -> dict[str, float]:
    """Return a weight for each thing that is weighed, and that of a text of no words for "".

    Each text counts once as a whole, and once by its sentences: first by all of them, then by the
    one that is most likely private, since the others of a private text seldom are.
    """
    from sklearn.feature_extraction.text import CountVectorizer  # noqa: PLC0415  # who learns has it
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415  # who learns has it

    vectorizer = CountVectorizer(analyzer=sorted, binary=True)
    pairs: list[Pair] = []
    sentences: list[range] = []
    wholes: list[int] = []
    for _, whole, found in read:
        wholes.append(len(pairs))
        sentences.append(range(len(pairs) + bool(found), len(pairs) + 1 + len(found)))
        pairs += [(whole, whole), *found]
    counts = vectorizer.fit_transform(said for pair in pairs for said in pair)
    rows = (counts[0::2] + counts[1::2]).tocsr() * 0.5
    chosen: list[Sequence[int]] = list(sentences)
    for left in reversed(range(ROUNDS + 1)):
        learned = [*wholes, *(row for each in chosen for row in each)]
        never = [text[0] for text in read]
        never += [text[0] for text, each in zip(read, chosen, strict=True) for _ in each]
        shares = [1.0] * len(wholes) + [1 / len(each) for each in chosen for _ in each]
        seen = rows[learned].getnnz(axis=0) >= LEAST_SEEN
        scale = _unevenness(rows[learned][:, seen], never, shares)
        scaled = rows[:, seen].multiply(scale).tocsr()
        model = LogisticRegression(
            C=STRENGTH, solver="liblinear", intercept_scaling=10, max_iter=1000
        )
        model.fit(scaled[learned], never, shares)
        if left:
            likely = model.decision_function(scaled)
            chosen = [[max(each, key=likely.__getitem__)] for each in sentences]
    count = rows[learned][:, seen].getnnz(axis=0)
    counts_most = (abs(model.coef_[0] * scale) * count**0.5).argsort()[-MOST_WEIGHTS:]
    model.fit(scaled[learned][:, counts_most], never, shares)
    names = vectorizer.get_feature_names_out()[seen][counts_most]
    weights = zip(names, model.coef_[0] * scale[counts_most], strict=True)
    return {str(what): float(weight) for what, weight in weights} | {"": float(model.intercept_[0])}


def _unevenness(rows: Any, never: list[bool], shares: list[float]) -> Any:
    """Return for each thing that is weighed how unevenly it is seen in private and in ordinary
    texts: about 1, more where it stands in one of them alone."""
    import numpy as np  # noqa: PLC0415  # who learns has it

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
