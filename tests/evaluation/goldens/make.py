"""Writes sacrebleu.golden.json, the scores that Ieum's BLEU, chrF and TER must equal, and comparison.golden.json,
confidence intervals and significance tests of two systems against two references.

    python -m venv venv && venv/bin/pip install sacrebleu==2.6.0
    venv/bin/python tests/evaluation/goldens/make.py

The sentences are those of data/everyday/test.tsv, bent in seeded ways, and a few written here.
"""

import json
import random
from pathlib import Path

from sacrebleu.metrics import BLEU, CHRF, TER
from sacrebleu.significance import PairedTest

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


TER_OPTIONS = {
    "plain": {},
    "normalised": {"normalized": True},
    "caseSensitive": {"case_sensitive": True},
    "noPunctuation": {"no_punct": True},
    "all": {"normalized": True, "no_punct": True, "asian_support": True, "case_sensitive": True},
    "asian": {"normalized": True, "asian_support": True},
}


def ter_of(hypotheses, references, options):
    metric = TER(**options)
    result = metric.corpus_score(hypotheses, [references])
    return {
        "score": result.score,
        "signature": str(metric.get_signature()),
        "edits": result.num_edits,
        "referenceLength": result.ref_length,
    }


SMOOTHINGS = {"exp": None, "floor": None, "add-k": None, "none": None, "floor 0.5": 0.5, "add-k 2": 2}


def smoothed(hypotheses, references, effective_order):
    scores = {}
    for name, value in SMOOTHINGS.items():
        metric = BLEU(
            lowercase=True,
            smooth_method=name.split()[0],
            smooth_value=value,
            effective_order=effective_order,
        )
        score = metric.corpus_score(hypotheses, [references]).score
        scores[name] = {"score": score, "signature": str(metric.get_signature())}
    return scores


def write(name, content):
    text = json.dumps(content, ensure_ascii=False, indent=1)
    (HERE / name).write_text(text + "\n", encoding="utf-8")


def compare():
    """Two systems against two references: 80 sentences of each language, bent in four ways."""
    pairs = [line.split("\t") for line in TEST.read_text(encoding="utf-8").splitlines()]
    rng = random.Random(11)
    lines = [line for pair in rng.sample(pairs, 80) for line in pair]
    # A long line with many repeated blocks reaches the limits of the search for shifts.
    lines.append(" ".join(rng.choice("가 나 다 라 마 바 사 아".split()) for _ in range(120)))
    lines.append(" ".join(rng.choice("a b c d e f".split()) for _ in range(70)))
    references = [[bend(line, rng) for line in lines], lines]
    systems = [[bend(bend(line, rng), rng) for line in lines], [bend(line, rng) for line in lines]]
    systems[0][-1] = " ".join(reversed(systems[0][-1].split()))
    systems[1][-2] = systems[1][-2][60:] + " " + systems[1][-2][:60]
    metrics = lambda: {"bleu": BLEU(), "chrf": CHRF(), "chrfPlusPlus": CHRF(word_order=2), "ter": TER()}
    single = []
    for system in systems:
        scores = {}
        for name, metric in metrics().items():
            result = metric.corpus_score(system, references, n_bootstrap=1000)
            scores[name] = {
                "score": result.score,
                "signature": str(metric.get_signature()),
                "mean": float(result._mean),
                "half": float(result._ci),
            }
        scores["sentences"] = {
            name: [
                metric.sentence_score(line, [reading[i] for reading in references]).score
                for i, line in enumerate(system)
            ]
            for name, metric in {"bleu": BLEU(effective_order=True), "chrf": CHRF(), "ter": TER()}.items()
        }
        single.append(scores)
    paired = {}
    for test, kind, samples in (("bootstrap", "bs", 1000), ("randomisation", "ar", 2000)):
        signatures, results = PairedTest(
            [("baseline", systems[0]), ("system", systems[1])],
            metrics(),
            references,
            test_type=kind,
            n_samples=samples,
        )()
        paired[test] = {
            name: {"p": float(results[name][1].p_value), "signature": str(signatures[name])}
            for name in ("BLEU", "chrF2", "chrF2++", "TER")
        }
        # The same comparison with hardly a difference between the two: every twentieth line differs.
        near = [a if i % 20 else b for i, (a, b) in enumerate(zip(systems[0], systems[1]))]
        _, results = PairedTest(
            [("baseline", systems[0]), ("near", near)], metrics(), references, test_type=kind, n_samples=samples
        )()
        for name in paired[test]:
            paired[test][name]["pNear"] = float(results[name][1].p_value)
    return {"references": references, "systems": systems, "single": single, "paired": paired}


def main():
    goldens = []
    for name, hypotheses, references in cases():
        goldens.append(
            {
                "name": name,
                "hypotheses": hypotheses,
                "references": references,
                "bleu": {t: bleu_of(hypotheses, references, t) for t in ("13a", "intl", "char", "none")},
                "smoothed": smoothed(hypotheses, references, False),
                "sentenceBleu": bleu_of(hypotheses[:1], references[:1], "13a", effective_order=True),
                "sentenceSmoothed": smoothed(hypotheses[:1], references[:1], True),
                "chrf": {order: chrf_of(hypotheses, references, order) for order in (0, 2)},
                "ter": {key: ter_of(hypotheses, references, o) for key, o in TER_OPTIONS.items()},
            }
        )
    write("sacrebleu.golden.json", goldens)
    write("comparison.golden.json", compare())


if __name__ == "__main__":
    main()
