"""A part of the shipped encoder: a small convolutional network over word pieces, in numpy alone.

It is the « universal sentence encoder, multilingual » in its convolutional form, Yang et al.,
« Multilingual Universal Sentence Encoder for Semantic Retrieval » (2019), arXiv:1907.04307, with
the vocabulary cut to what French, Japanese and English text needs (models/default/README.md).
For the n pieces of a text, « start » and « end » included:

    e_t = vector of piece t
    x_t = norm(P e_t + p)                      for each window, of 2, 3 and 5 pieces
    h_t = relu(A [x in the window] + a) + x_t
    c_t = relu(B [h in the window] + b) + h_t
    f_t = norm([e_t, c_t of every window])
    m   = (sum over t of C f_t + c) / sqrt(n)
    y   = relu(D1 relu(D0 m) + S1 m)
    z   = tanh(D3 relu(D2 y) + S3 y)           vector = z / |z|

norm takes off the mean of a row, divides by its standard deviation, then scales and shifts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from matcher.encoding.network import Layer, Network, Window
from matcher.encoding.products import one_thread_a_product, pattern, product
from matcher.encoding.surrogates import without_surrogates
from matcher.encoding.threads import several_threads
from matcher.matching.whole_words import TokenVectors

# A text's vector must not depend on its company, to the last bit (see `products`): heights are
# fixed, the pieces of a text begin where the pattern of rows does, and whole texts go so many at
# once that there is no pattern.
_PIECES_AT_ONCE = 48
_TEXTS_AT_ONCE = (8, 4, 2, 1)
# Pieces of one round, which one thread works on: few enough to stay in a processor's cache.
_PIECES_A_ROUND = 480

_WORD_BEGINS = "\u2581"
_TINY = np.float32(1e-12)


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Consecutive pieces of one text that are worked on together.

    `pieces` includes the neighbours that the convolutions look at: the stretch itself is
    `pieces[lead : lead + count]`.
    """

    text: int
    pieces: NDArray[np.int64]
    lead: int
    count: int


class ConvolutionalEncoder:
    """Texts → unit vectors, by the shipped network. Holds no state but its weights."""

    def __init__(self, name: str, fingerprint: str, tokenizer: Tokenizer, network: Network) -> None:
        self._name = name
        self._fingerprint = fingerprint
        self._tokenizer = tokenizer
        self._network = network
        with one_thread_a_product():
            self._pattern = pattern(network.of_pieces, _PIECES_AT_ONCE)
            self._texts_at_once = next(
                height for height in _TEXTS_AT_ONCE if pattern(network.of_texts, height) == 1
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
        return len(self._network.pool.bias)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Embed `texts`: float32 (len(texts), dimension), unit rows; a blank text gives zeros.

        The row of a text is the same to the last bit whatever stands beside it.
        """
        pieces = self._pieces_of(texts)
        counts = np.array([len(of_text) for of_text in pieces], dtype=np.float32)
        sums = np.zeros((len(texts), len(self._network.pool.weight)), dtype=np.float32)
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        said = np.flatnonzero(counts)
        with one_thread_a_product(), several_threads() as pool:
            rounds = list(_rounds(_stretches(pieces, self._network)))
            for stretches, of_stretches in zip(rounds, pool.map(self._sums, rounds), strict=True):
                for stretch, of_stretch in zip(stretches, of_stretches, strict=True):
                    sums[stretch.text] += of_stretch
            if len(said):
                vectors[said] = self._meaning(sums[said], counts[said])
        return vectors

    def encode_tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
        """The pieces of each text with their place in it; a blank text has none.

        A piece's vector is what the network would say of a text whose pieces all had the features
        that this one has in its context.
        """
        with one_thread_a_product(), several_threads() as pool:
            return list(pool.map(self._token_vectors, texts))

    def _token_vectors(self, text: str) -> TokenVectors:
        encoding = self._tokenizer.encode(without_surrogates(text), add_special_tokens=False)
        offsets = np.array(encoding.offsets, dtype=np.int64).reshape(-1, 2)
        marks = [token == _WORD_BEGINS for token in encoding.tokens]
        offsets[marks, 1] = offsets[marks, 0]
        vectors = np.zeros((len(offsets), self.dimension), dtype=np.float32)
        ids, repeats = self._with_each_unknown(encoding.ids, encoding.tokens)
        framed = [np.array([self._network.start, *ids, self._network.end], dtype=np.int64)]
        if len(ids):
            rows = [
                row
                for stretch in _stretches(framed, self._network)
                for row in self._features([stretch])
            ]
            features = np.concatenate(rows)[1:-1]
            # A run of unknown characters is one piece with one place; its first stands for it.
            first = np.cumsum([0, *repeats[:-1]])
            vectors[:] = self._meaning(features[first], np.ones(len(offsets), dtype=np.float32))
        return TokenVectors(offsets, vectors)

    def _pieces_of(self, texts: Sequence[str]) -> list[NDArray[np.int64]]:
        """Pieces of each text between start and end; none for a text that says nothing."""
        network = self._network
        texts = [without_surrogates(text) for text in texts]
        found = [
            encoding.ids
            for encoding in self._tokenizer.encode_batch_fast(texts, add_special_tokens=False)
        ]
        # Only the slower way says which characters an unknown piece stands for.
        strange = [number for number, ids in enumerate(found) if network.unknown in ids]
        again = self._tokenizer.encode_batch([texts[i] for i in strange], add_special_tokens=False)
        for number, encoding in zip(strange, again, strict=True):
            found[number], _ = self._with_each_unknown(encoding.ids, encoding.tokens)
        return [
            np.array([network.start, *ids, network.end] if ids else [], dtype=np.int64)
            for ids in found
        ]

    def _with_each_unknown(
        self, ids: list[int], surfaces: list[str]
    ) -> tuple[list[int], list[int]]:
        """`ids` with a piece for every unknown character, and how often each id now stands there.

        The tokenizer joins neighbouring unknown characters; the network was trained without that.
        """
        unknown = self._network.unknown
        if unknown not in ids:
            return ids, [1] * len(ids)
        repeats = [
            len(surface) if piece == unknown else 1
            for piece, surface in zip(ids, surfaces, strict=True)
        ]
        return [p for p, n in zip(ids, repeats, strict=True) for _ in range(n)], repeats

    def _sums(self, stretches: Sequence[_Stretch]) -> list[NDArray[np.float32]]:
        """The sum of each stretch's features."""
        return [rows.sum(axis=0) for rows in self._features(stretches)]

    def _features(self, stretches: Sequence[_Stretch]) -> list[NDArray[np.float32]]:
        """Features of the pieces of each stretch, neighbours left out: (stretch.count, F)."""
        network = self._network
        rooms = [_rounded_up(len(stretch.pieces), self._pattern) for stretch in stretches]
        begins = np.cumsum([0, *rooms])
        # Rows between stretches and at the end are there for the shape; nobody reads them.
        height = _rounded_up(int(begins[-1]), _PIECES_AT_ONCE)
        ids = np.zeros(height, dtype=np.int64)
        first, last = np.zeros(height, dtype=np.int64), np.zeros(height, dtype=np.int64)
        for stretch, begin in zip(stretches, begins, strict=False):
            end = begin + len(stretch.pieces)
            ids[begin:end], first[begin:end], last[begin:end] = stretch.pieces, begin, end
        features = np.empty((height, len(network.pool.weight)), dtype=np.float32)
        size = network.pieces.dimension
        embedded = network.pieces.rows(ids)
        features[:, :size] = embedded
        for branch in network.branches:
            neighbours = _neighbours(first, last, branch.window)
            rows = branch.norm.apply(_affine(embedded, branch.project))
            for layer in (branch.first, branch.second):
                rows = _convolve(rows, neighbours, layer)
            features[:, size : size + rows.shape[1]] = rows
            size += rows.shape[1]
        network.norm.apply(features)
        return [
            features[begin + stretch.lead : begin + stretch.lead + stretch.count]
            for stretch, begin in zip(stretches, begins, strict=False)
        ]

    def _meaning(
        self, sums: NDArray[np.float32], counts: NDArray[np.float32]
    ) -> NDArray[np.float32]:
        """Vectors (n, D) of texts from the sums of their features (n, F) and their lengths (n,)."""
        at_once = self._texts_at_once
        pool, hidden = self._network.pool, self._network.hidden
        padded = _rounded_up(len(sums), at_once)
        rows = np.zeros((padded, sums.shape[1]), dtype=np.float32)
        rows[: len(sums)] = sums
        lengths = np.ones(padded, dtype=np.float32)
        lengths[: len(counts)] = counts
        pooled = product(rows, pool.weight, at_once)
        pooled += lengths[:, None] * pool.bias
        pooled /= np.sqrt(lengths)[:, None]
        lower = _rectified(product(pooled, hidden.d0, at_once))
        middle = product(lower, hidden.d1, at_once)
        middle += product(pooled, hidden.s1, at_once)
        _rectified(middle)
        upper = _rectified(product(middle, hidden.d2, at_once))
        out = product(upper, hidden.d3, at_once)
        out += product(middle, hidden.s3, at_once)
        np.tanh(out, out=out)
        squares = np.einsum("ij,ij->i", out, out)
        out /= np.sqrt(np.maximum(squares, _TINY))[:, None]
        return out[: len(sums)]


def _stretches(pieces: Iterable[NDArray[np.int64]], network: Network) -> Iterator[_Stretch]:
    """Cut each text at fixed places, so that a long one needs no more memory than a round.

    Every stretch carries the neighbours its own features depend on: cutting changes nothing.
    """
    for text, of_text in enumerate(pieces):
        for begin in range(0, len(of_text), _PIECES_A_ROUND):
            end = min(begin + _PIECES_A_ROUND, len(of_text))
            lead = min(begin, network.reach_before)
            seen = of_text[begin - lead : end + network.reach_after]
            yield _Stretch(text, seen, lead, end - begin)


def _rounds(stretches: Iterable[_Stretch]) -> Iterator[list[_Stretch]]:
    """Group stretches, in order, into rounds of about `_PIECES_A_ROUND` pieces."""
    group: list[_Stretch] = []
    size = 0
    for stretch in stretches:
        if group and size + len(stretch.pieces) > _PIECES_A_ROUND:
            yield group
            group, size = [], 0
        group.append(stretch)
        size += len(stretch.pieces)
    if group:
        yield group


def _rounded_up(count: int, step: int) -> int:
    return -(-count // step) * step


def _neighbours(
    first: NDArray[np.int64], last: NDArray[np.int64], window: Window
) -> NDArray[np.int64]:
    """The rows in each row's window: (n, width); n itself for what lies beyond the text.

    first, last: (n,), where the text of a row begins and ends.
    """
    around = np.arange(len(first))[:, None] + np.arange(-window.left, window.right + 1)
    inside = (around >= first[:, None]) & (around < last[:, None])
    return np.where(inside, around, len(first))


def _convolve(
    rows: NDArray[np.float32], neighbours: NDArray[np.int64], layer: Layer
) -> NDArray[np.float32]:
    """relu(weight [rows in the window] + bias) + rows: (n, K) → (n, K)."""
    beyond = np.zeros((1, rows.shape[1]), dtype=np.float32)
    seen = np.concatenate([rows, beyond])[neighbours].reshape(len(rows), -1)
    return _rectified(_affine(seen, layer)) + rows


def _affine(rows: NDArray[np.float32], layer: Layer) -> NDArray[np.float32]:
    result = product(rows, layer.weight, _PIECES_AT_ONCE)
    result += layer.bias
    return result


def _rectified(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.maximum(rows, 0, out=rows)
