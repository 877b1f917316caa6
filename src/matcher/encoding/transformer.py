"""A transformer over word pieces, run from an ONNX graph of whole numbers, without torch.

The vectors of the pieces lie outside the graph, in four bits a value, and the graph takes one
text at a time: there is no padding, and a text's vector is the same to the last bit whatever is
encoded beside it. A long text is cut into windows of pieces; its vector is the mean over all.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from onnxruntime.capi import onnxruntime_pybind11_state as onnx_errors
from tokenizers import Tokenizer

from matcher.encoding.four_bits import FourBitVectors
from matcher.encoding.surrogates import without_surrogates
from matcher.encoding.threads import several_threads

_TINY = np.float32(1e-12)
_WORD_BEGINS = "\u2581"
_HALF_WIDTH_KANA = re.compile("[\uff65-\uff9f]+")
# onnxruntime's errors have no class in common.
_NO_GRAPH = (
    onnx_errors.Fail,
    onnx_errors.InvalidArgument,
    onnx_errors.InvalidGraph,
    onnx_errors.InvalidProtobuf,
    onnx_errors.NotImplemented,
    onnx_errors.RuntimeException,
    RuntimeError,
)


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

        They leave room for a piece within the frame. `graph` is an ONNX model: "x", float32
        (1, pieces, dimension), to "mean", (1, dimension). Raises `ValueError` where it is none.
        """
        self._name = name
        self._fingerprint = fingerprint
        self._tokenizer = tokenizer
        self._pieces = pieces
        self._positions = positions
        self._frame = frame
        self._word_begins = tokenizer.token_to_id(_WORD_BEGINS)
        self._session = _session(graph, pieces.dimension)

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
        """Embed `texts`: float32 (len(texts), dimension), unit rows; a blank text gives zeros.

        The row of a text is the same to the last bit whatever stands beside it.
        """
        pieces = self._pieces_of(texts)
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        said = [number for number, of_text in enumerate(pieces) if of_text]
        with several_threads() as pool:
            for number, vector in zip(
                said, pool.map(lambda n: self._meaning(pieces[n]), said), strict=True
            ):
                vectors[number] = vector
        return vectors

    def _pieces_of(self, texts: Sequence[str]) -> list[list[int]]:
        """Pieces of each text; none for a text that says nothing."""
        composed = [_composed(without_surrogates(text)) for text in texts]
        found = [
            encoding.ids
            for encoding in self._tokenizer.encode_batch_fast(composed, add_special_tokens=False)
        ]
        for ids in found:
            # White space at the end begins a word that never comes.
            while ids and ids[-1] == self._word_begins:
                ids.pop()
        return found

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


def _composed(text: str) -> str:
    """`text` with its accents and voicing marks within the letters, as the pieces are written.

    The tokenizer's own rules do not compose kana, nor do they see that ﾊﾞ is one letter.
    """
    wide = _HALF_WIDTH_KANA.sub(lambda run: unicodedata.normalize("NFKC", run[0]), text)
    return unicodedata.normalize("NFC", wide)


def _session(graph: bytes, dimension: int) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    # Each text runs in one thread; several texts run beside each other.
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 4  # what goes wrong is raised
    try:
        session = onnxruntime.InferenceSession(
            graph,
            options,
            providers=["CPUExecutionProvider"],
            disabled_optimizers=["SkipLayerNormFusion"],
        )
    except _NO_GRAPH as problem:
        raise ValueError(str(problem)) from problem
    taken, given = (
        [(value.name, *value.shape[-1:]) for value in values]
        for values in (session.get_inputs(), session.get_outputs())
    )
    if (taken, given) != ([("x", dimension)], [("mean", dimension)]):
        raise ValueError(f"a graph from {taken} to {given}")
    return session
