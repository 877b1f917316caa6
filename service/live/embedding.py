"""Fiches → their embeddings, as the catalogue keeps them: one space, made by one encoder."""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from threading import Event, Lock, Thread

import numpy as np
from numpy.typing import NDArray

from matcher.collectivity import Country, Language
from matcher.domains import Vocabulary
from matcher.errors import ModelError
from matcher.fiche import Fiche
from matcher.index.content import EncoderMark
from matcher.matching.hubs import LanguageMeans
from matcher.matching.line_up import Listed, embed, texts_of
from matcher.ports import Encoder
from matcher.reading.language import language_of
from matcher.workflow.fiche_vectors import space_of
from matcher.workflow.language_means import Means, means
from service.storage.records import FicheVectors

#: Key points whose vectors are kept for telling translations: those asked for last, some thirty
#: megabytes. They are asked for again and again while one collectivity is gathered.
_KEPT = 8_000

#: Texts encoded in one go while the means are made beforehand: then it is seen whether to go on.
_IN_ONE_GO = 32

_log = logging.getLogger("matcher.live")


class LazyMeans(Means):
    """The means of an encoder, made when they are first asked for: that takes seconds."""

    __slots__ = ("_making",)
    _making: _Making

    def __init__(self, encoder: Encoder, vocabulary: Vocabulary) -> None:
        """Encodes nothing yet."""
        object.__setattr__(self, "_making", _Making(encoder, vocabulary))  # it is a frozen class

    @property
    def passages(self) -> LanguageMeans:
        """Those of key points. Raises ModelError."""
        return self._making.made().passages

    @property
    def labels(self) -> LanguageMeans:
        """Those of labels of domains. Raises ModelError."""
        return self._making.made().labels

    def prepare(self, ended: Event) -> None:
        """Make them before they are asked for, unless `ended` is set meanwhile. Raises ModelError.

        Who asks meanwhile waits for what is left of it.
        """
        with suppress(_Ended):
            self._making.made(ended)


class _Ended(Exception):
    """What was prepared is not needed any more."""


class _UntilEnded:
    """An encoder that encodes a few texts at a time until `ended` is set, and then raises _Ended.

    A text's vector does not depend on its company, so the vectors are the same.
    """

    def __init__(self, encoder: Encoder, ended: Event) -> None:
        self._encoder = encoder
        self._ended = ended
        self.name, self.fingerprint = encoder.name, encoder.fingerprint
        self.dimension = encoder.dimension

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """As the encoder does. Raises ModelError."""
        found = [np.zeros((0, self.dimension), dtype=np.float32)]
        for begin in range(0, len(texts), _IN_ONE_GO):
            if self._ended.is_set():
                raise _Ended
            found.append(self._encoder.encode(texts[begin : begin + _IN_ONE_GO]))
        return np.concatenate(found)


class _Making:
    """Makes the means once, whoever asks first."""

    def __init__(self, encoder: Encoder, vocabulary: Vocabulary) -> None:
        self._encoder = encoder
        self._vocabulary = vocabulary
        self._made: Means | None = None
        self._lock = Lock()

    def made(self, ended: Event | None = None) -> Means:
        """The means. With `ended`, raises _Ended where that is set before they are made."""
        with self._lock:
            if self._made is None:
                encoder = self._encoder if ended is None else _UntilEnded(self._encoder, ended)
                self._made = means(encoder, self._vocabulary)
            return self._made


class Embedding:
    """What one encoder makes of fiches; any number of threads may ask."""

    def __init__(self, encoder: Encoder, vocabulary: Vocabulary, taken_out: Means | None = None):
        """`taken_out` are the means of the languages where they are known already."""
        self.encoder = encoder
        self.means: Means = taken_out or LazyMeans(encoder, vocabulary)
        self.space = space_of(encoder, vocabulary)
        self._kept: OrderedDict[str, NDArray[np.float32]] = OrderedDict()
        self._lock = Lock()
        self._ended = Event()

    @property
    def mark(self) -> EncoderMark:
        """Which encoder it is. Raises ModelError."""
        return EncoderMark.of(self.encoder)

    def prepare(self) -> Thread | None:
        """Begin to make what the first text would wait for; nobody has to wait for that thread.

        None where all is there.
        """
        if not isinstance(self.means, LazyMeans):
            return None
        thread = Thread(target=self._prepared, args=(self.means,), daemon=True)
        thread.start()
        return thread

    def close(self) -> None:
        """Leave undone what was only to be prepared."""
        self._ended.set()

    def _prepared(self, lazy: LazyMeans) -> None:
        try:
            lazy.prepare(self._ended)
        except ModelError:  # told to whoever asks, too
            _log.warning("the means of the languages cannot be made", exc_info=True)

    def of(self, fiches: Mapping[str, Fiche]) -> dict[str, FicheVectors]:
        """The vectors of `fiches` by id; all texts are encoded together. Raises ModelError."""
        if not fiches:
            return {}
        texts = {id_: texts_of(fiche) for id_, fiche in fiches.items()}
        whole = Listed(  # of both countries: what is encoded is the same
            Country.FR,
            (),
            tuple(each for passages, _ in texts.values() for each in passages),
            tuple(each for _, labels in texts.values() for each in labels),
        )
        vectors = embed(whole, self.encoder.encode, self.means.passages, self.means.labels)
        found: dict[str, FicheVectors] = {}
        passage = label = 0
        for id_, (passages, labels) in texts.items():
            to_passage, to_label = passage + len(passages), label + len(labels)
            found[id_] = FicheVectors(
                self.space,
                vectors.passage_vectors[passage:to_passage],
                vectors.label_vectors[label:to_label],
            )
            passage, label = to_passage, to_label
        return found

    def similarity(self, one: Sequence[str], other: Sequence[str]) -> NDArray[np.float32]:
        """Key points (n), key points (m) → cosines (n, m), as `gather` asks for them."""
        cosines: NDArray[np.float32] = self._points(one) @ self._points(other).T
        return cosines

    def _points(self, texts: Sequence[str]) -> NDArray[np.float32]:
        with self._lock:
            new = [text for text in dict.fromkeys(texts) if text not in self._kept]
        made: dict[str, NDArray[np.float32]] = {}
        if new:
            languages = [language_of(text, None) or Language.FR for text in new]
            rows = self.means.passages.taken_out(self.encoder.encode(new), languages)
            made = dict(zip(new, rows, strict=True))
        with self._lock:
            made |= {text: self._kept[text] for text in texts if text in self._kept}
            self._kept.update(made)
            for text in made:
                self._kept.move_to_end(text)
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        missing = [text for text in texts if text not in made]
        if missing:  # another thread's texts took their place meanwhile
            made |= dict(zip(missing, self._points(missing), strict=True))
        return np.stack([made[text] for text in texts])
