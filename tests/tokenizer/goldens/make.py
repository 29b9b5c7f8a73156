"""Writes the goldens of the tokenizer tests with the reference SentencePiece (pip install sentencepiece==0.2.3).

In this folder, for each ALGORITHM of bpe and unigram:
    ieum tokenizer train --input text.txt --vocabulary 1200 --coverage 0.99 --algorithm ALGORITHM \
        --output ALGORITHM.model
then `python make.py`. text.txt: 800 Korean and 800 English sentences of data/everyday/train.tsv (CC0 1.0).

goldens.jsonl has what the reference reads with these models on every third line; reference-pieces.txt the
pieces that the reference's own BPE trainer finds in the same text.
"""

import json

import sentencepiece

ALGORITHMS = ("bpe", "unigram")

lines = open("text.txt", encoding="utf-8").read().splitlines()
processors = {name: sentencepiece.SentencePieceProcessor(model_file=f"{name}.model") for name in ALGORITHMS}

with open("goldens.jsonl", "w", encoding="utf-8") as file:
    for text in lines[::3]:
        golden = {"text": text}
        for name, processor in processors.items():
            ids = processor.encode(text)
            golden[name] = {"ids": ids, "decoded": processor.decode(ids)}
        file.write(json.dumps(golden, ensure_ascii=False, separators=(",", ":")) + "\n")

sentencepiece.SentencePieceTrainer.train(
    input="text.txt",
    model_prefix="reference",
    vocab_size=1200,
    model_type="bpe",
    character_coverage=0.99,
    normalization_rule_name="identity",
    pad_id=0,
    unk_id=1,
    bos_id=2,
    eos_id=3,
)
reference = sentencepiece.SentencePieceProcessor(model_file="reference.model")
with open("reference-pieces.txt", "w", encoding="utf-8") as file:
    for index in range(reference.get_piece_size()):
        file.write(reference.id_to_piece(index) + "\n")
