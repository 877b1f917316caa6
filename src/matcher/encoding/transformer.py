"""A transformer over word pieces, run from an ONNX graph of whole numbers, without torch.

The vectors of the pieces lie outside the graph, in four bits a value, and the graph takes one
text at a time: there is no padding, and a text's vector is the same to the last bit whatever is
encoded beside it. A long text is cut into windows of pieces; its vector is the mean over all.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from matcher.encoding.four_bits import FourBitVectors
from matcher.encoding.surrogates import without_surrogates

_MOST_THREADS = 4
_TINY = np.float32(1e-12)


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around the pieces of every window: those of `before`, then `after`."""

    before: tuple[int, ...]
    after: tuple[int, ...]


class TransformerEncoder:
    """Texts → unit vectors. Holds no state but its weights."""

    def __init__(
        self,
        name: str,
        fingerprint: str,
        tokenizer: Tokenizer,
        pieces: FourBitVectors,
        positions: NDArray[np.float32],
        frame: Frame,
        graph: bytes,
    ) -> None:
        """`positions` (longest window, dimension) is added to the pieces' vectors.

        `graph` is an ONNX model: "x", float32 (1, pieces, dimension), to "mean", (1, dimension).
        Raises what onnxruntime raises where it is none.
        """
        self._name = name
        self._fingerprint = fingerprint
        self._tokenizer = tokenizer
        self._pieces = pieces
        self._positions = positions
        self._frame = frame
        options = onnxruntime.SessionOptions()
        # Each text runs in one thread; several texts run beside each other.
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            graph,
            options,
            providers=["CPUExecutionProvider"],
            disabled_optimizers=["SkipLayerNormFusion"],
        )

    @property
    def name(self) -> str:
        """What people call this encoder."""
        return self._name

    @property
    def fingerprint(self) -> str:
        """Changes whenever any vector could change."""
        return self._fingerprint

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self._pieces.dimension

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Embed `texts`: float32 (len(texts), dimension), unit rows; a blank text gives zeros."""
        cleaned = [without_surrogates(text) for text in texts]
        encodings = self._tokenizer.encode_batch_fast(cleaned, add_special_tokens=False)
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        said = [number for number, encoding in enumerate(encodings) if encoding.ids]
        with ThreadPoolExecutor(_threads()) as pool:
            for number, vector in zip(
                said, pool.map(lambda n: self._meaning(encodings[n].ids), said), strict=True
            ):
                vectors[number] = vector
        return vectors

    def _meaning(self, ids: Sequence[int]) -> NDArray[np.float32]:
        total = np.zeros(self.dimension, dtype=np.float32)
        for window in self._windows(ids):
            total += self._mean(window) * np.float32(len(window))
        length = np.sqrt(np.maximum(np.dot(total, total), _TINY))
        unit: NDArray[np.float32] = total / length
        return unit

    def _mean(self, pieces: NDArray[np.int64]) -> NDArray[np.float32]:
        """The mean of what the network makes of the pieces of one window: float32 (dimension,)."""
        rows = self._pieces.rows(pieces)
        rows += self._positions[: len(pieces)]
        (found,) = self._session.run(["mean"], {"x": rows[None]})
        mean: NDArray[np.float32] = found[0]
        return mean

    def _windows(self, ids: Sequence[int]) -> Iterator[NDArray[np.int64]]:
        before, after = self._frame.before, self._frame.after
        room = len(self._positions) - len(before) - len(after)
        for begin in range(0, len(ids), room):
            yield np.array([*before, *ids[begin : begin + room], *after], dtype=np.int64)


def _threads() -> int:
    return min(_MOST_THREADS, os.cpu_count() or 1)
