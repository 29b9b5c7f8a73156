"""Writes sacrebleu.golden.json, the scores that Ieum's BLEU and chrF must equal.

    python -m venv venv && venv/bin/pip install sacrebleu==2.6.0
    venv/bin/python tests/evaluation/goldens/make.py

The sentences are those of data/everyday/test.tsv, bent in seeded ways, and a few written here.
"""

import json
import random
from pathlib import Path

from sacrebleu.metrics import BLEU, CHRF

HERE = Path(__file__).resolve().parent
TEST = HERE.parents[2] / "data" / "everyday" / "test.tsv"

HARD = [
    ('He said &quot;hello&quot; &amp; left &lt;soon&gt;.', 'He said "hello" & left <soon>.'),
    ("It costs $1,234.50 -- or 12-15% more.", "It costs $1,234.5 - or 12-15 % more."),
    ("&amp;lt;skipped&amp;gt; <skipped>end", "< skipped > end"),
    ("don't can't 'quoted' rock'n'roll", "do n't can't 'quoted' rock 'n' roll"),
    ("in 1990. It was 3.14, not 3,14.", "In 1990 it was 3.14 , not 3,14"),
    ("a/b\\c [d] {e} (f) ~g` ^h_ |i| #j @k *l+m=n?", "a / b \\ c [ d ] { e } ( f ) ~ g ` ^ h _ | i"),
    ("“그래요?” 하고 물었다… “네.”", '"그래요?" 하고 물었다... "네."'),
    ("값은 3,500원(부가세 별도)입니다.", "값은 3500원 (부가세 별도) 입니다."),
    ("ㅋㅋㅋ 진짜? 😀👍🏽", "ㅋㅋ 진짜?! 😀👍"),
    ("全角 。、 ！？ 「引用」 €5 ₩1000 ½", "全角。、！？「引用」 €5 ₩ 1000 ½"),
    ("  spaces   and\u00a0no-break\u3000wide  ", "spaces and no-break wide"),
    ("", "Nothing came."),
    ("Something came.", ""),
    ("Hi!", "Hi!"),
    ("Hi", "Ho"),
    ("a b c", "a b c"),
]


def bend(line, rng):
    """Drops, doubles, swaps and replaces words."""
    words = []
    for word in line.split():
        roll = rng.random()
        if roll < 0.1:
            continue
        if roll < 0.15:
            words.append(word)
        words.append(word[:-1] + "x" if 0.15 <= roll < 0.25 and len(word) > 1 else word)
    if len(words) > 2 and rng.random() < 0.3:
        i = rng.randrange(len(words) - 1)
        words[i], words[i + 1] = words[i + 1], words[i]
    return " ".join(words)


def cases():
    rng = random.Random(7)
    pairs = [line.split("\t") for line in TEST.read_text(encoding="utf-8").splitlines()]
    for side, name in ((0, "korean"), (1, "english")):
        references = [pair[side] for pair in rng.sample(pairs, 60)]
        yield f"{name}, bent", [bend(line, rng) for line in references], references
        yield f"{name}, perfect", references[:20], references[:20]
        yield f"{name}, shuffled", references[20:40], references[40:60]
        yield f"{name}, cut short", [line[: len(line) // 2] for line in references[:20]], references[:20]
        yield f"{name}, doubled", [f"{line} {line}" for line in references[:20]], references[:20]
    yield "hard", [pair[0] for pair in HARD], [pair[1] for pair in HARD]
    for number, (hypothesis, reference) in enumerate(HARD):
        yield f"hard {number}", [hypothesis], [reference]
    yield "empty hypotheses", ["", "", ""], ["One.", "Two words.", "세 낱말 이오."]
    yield "empty both", ["", ""], ["", ""]
    yield "one word", ["weather"], ["weather"]
    yield "no match", ["xyz qrs"], ["완전히 다른 문장"]


def bleu_of(hypotheses, references, tokenize, effective_order=False):
    metric = BLEU(tokenize=tokenize, effective_order=effective_order)
    result = metric.corpus_score(hypotheses, [references])
    return {
        "score": result.score,
        "signature": str(metric.get_signature()),
        "precisions": result.precisions,
        "brevityPenalty": result.bp,
        "hypothesisLength": result.sys_len,
        "referenceLength": result.ref_len,
    }


def chrf_of(hypotheses, references, word_order):
    metric = CHRF(word_order=word_order)
    result = metric.corpus_score(hypotheses, [references])
    return {"score": result.score, "signature": str(metric.get_signature())}


def main():
    goldens = []
    for name, hypotheses, references in cases():
        goldens.append(
            {
                "name": name,
                "hypotheses": hypotheses,
                "references": references,
                "bleu": {t: bleu_of(hypotheses, references, t) for t in ("13a", "intl", "char", "none")},
                "sentenceBleu": bleu_of(hypotheses[:1], references[:1], "13a", effective_order=True),
                "chrf": {order: chrf_of(hypotheses, references, order) for order in (0, 2)},
            }
        )
    text = json.dumps(goldens, ensure_ascii=False, indent=1)
    (HERE / "sacrebleu.golden.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
