"""Vocabulary: the controlled domains, their labels, and what a label as typed stands for."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from matcher.collectivity import Language
from matcher.errors import DataFileError, Fault
from matcher.lexicon import Counts, Lexicon, Meaning, is_japanese, words_of
from matcher.spelling import plain

_LATIN = ("fr", "en")
_FLAGS = ("stressed", "tohoku", "companies")


@dataclass(frozen=True, slots=True)
class Domain:
    """One entry of the vocabulary.

    `stressed`: the roadmap and the joint communiqué stress it (economic and sustainable
    development). `tohoku`: named for the reconstruction of Tōhoku. `companies`: companies of
    both sides take part beside the authorities.
    """

    id: str
    labels: Mapping[Language, str]
    stressed: bool = False
    tohoku: bool = False
    companies: bool = False


class Vocabulary:
    """The domains in their order, and the words people use for them."""

    def __init__(self, domains: tuple[Domain, ...], lexicon: Lexicon) -> None:
        self.domains = domains
        self._by_id = {domain.id: domain for domain in domains}
        self._official = {
            plain(text): domain.id for domain in domains for text in domain.labels.values()
        }
        self._lexicon = lexicon

    @property
    def ids(self) -> tuple[str, ...]:
        """All ids in the order of the vocabulary."""
        return tuple(self._by_id)

    def __getitem__(self, domain_id: str) -> Domain:
        """The domain of that id; KeyError where there is none."""
        return self._by_id[domain_id]

    def label(self, domain_id: str, language: Language) -> str:
        """The label of a domain for readers of `language`; KeyError where there is no such id."""
        return self._by_id[domain_id].labels[language]

    def map(self, label: str) -> tuple[str, ...]:
        """The ids a label as typed stands for, in the order of the vocabulary; often one or none.

        What says little by itself (« durable », 都市) counts only where nothing says more.
        """
        official = self._official.get(plain(label.strip()))
        if official is not None:
            return (official,)
        found = self._lexicon.ids(label)
        return tuple(id_ for id_ in self._by_id if id_ in found)

    def map_all(self, labels: tuple[str, ...]) -> tuple[str, ...]:
        """The ids that several labels stand for, each once, in the order of the vocabulary."""
        found = {id_ for label in labels for id_ in self.map(label)}
        return tuple(id_ for id_ in self._by_id if id_ in found)

    def is_known(self, label: str) -> bool:
        """Whether the whole label is one known phrase, so that it is not split at « et ».

        True of « échanges scientifiques et économiques », false of « culture et tourisme ».
        """
        return plain(label.strip()) in self._official or self._lexicon.is_phrase(label)


def parse_vocabulary(text: str, source: str) -> Vocabulary:
    """The vocabulary from TOML text (`data/domains.toml` says how it is written).

    Raises DataFileError with every fault: unknown ids, labels missing, one phrase with two
    meanings.
    """
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        fault = Fault(None, "TOML", str(error), "valid TOML")
        raise DataFileError(source, (fault,)) from None
    reader = _VocabularyTable(table, text)
    faults = tuple(reader.faults())
    if faults:
        raise DataFileError(source, faults)
    return reader.vocabulary()


class _VocabularyTable:
    """The table of the file: its faults, or the vocabulary it holds."""

    def __init__(self, table: dict[str, Any], text: str) -> None:
        self._lines = text.splitlines()
        self._domains: list[dict[str, Any]] = table.get("domain", [])
        self._words: list[dict[str, Any]] = table.get("words", [])
        self._spelling: dict[str, str] = table.get("spelling", {})
        self._latin: dict[tuple[str, ...], Meaning] = {}
        self._japanese: dict[str, Meaning] = {}

    def faults(self) -> Iterator[Fault]:
        """Every fault of the file."""
        ids = [domain.get("id") for domain in self._domains]
        if not ids:
            yield Fault(None, "domain", "none", "at least one [[domain]]")
        for domain in self._domains:
            id_ = str(domain.get("id"))
            for language in Language:
                if not domain.get(language):
                    yield self._fault(f'id = "{id_}"', "label", id_, f"a label in {language}")
            for name in set(domain) - {"id", *Language, *_FLAGS}:
                yield self._fault(f"{name} =", id_, name, "a known setting")
        for entry in self._words:
            unknown = [str(id_) for id_ in entry.get("ids", [None]) if id_ not in ids]
            counts = str(entry.get("counts", Counts.ALWAYS))
            for id_ in unknown:
                yield self._fault(f'"{id_}"', "ids", id_, "the id of a domain")
            if counts not in set(Counts):
                yield self._fault(f'"{counts}"', "counts", counts, " ".join(Counts))
            elif not unknown:
                yield from self._take(entry, Meaning(tuple(entry["ids"]), Counts(counts)))

    def vocabulary(self) -> Vocabulary:
        """The vocabulary, once `faults` has found none."""
        domains = tuple(
            Domain(
                id=domain["id"],
                labels={language: domain[language] for language in Language},
                **{flag: bool(domain.get(flag, False)) for flag in _FLAGS},
            )
            for domain in self._domains
        )
        return Vocabulary(domains, Lexicon(self._latin, self._japanese, self._spelling))

    def _take(self, entry: Mapping[str, Any], meaning: Meaning) -> Iterator[Fault]:
        """Take the phrases of an entry; faults for those that cannot be."""
        for phrase in (phrase for language in _LATIN for phrase in entry.get(language, ())):
            words = words_of(phrase)
            if not words:
                yield self._fault(f'"{phrase}"', "words", phrase, "a word that is not a small one")
            elif self._latin.setdefault(words, meaning) != meaning:
                yield self._fault(f'"{phrase}"', "words", phrase, "one meaning for a phrase")
        for phrase in entry.get("ja", ()):
            if not is_japanese(phrase):
                yield self._fault(f'"{phrase}"', "words", phrase, "kana and kanji only")
            elif self._japanese.setdefault(plain(phrase), meaning) != meaning:
                yield self._fault(f'"{phrase}"', "words", phrase, "one meaning for a phrase")

    def _fault(self, sought: str, place: str, found: str, expected: str) -> Fault:
        """A fault at the last line that holds `sought`."""
        lines = [at for at, line in enumerate(self._lines, 1) if sought in line]
        return Fault(lines[-1] if lines else None, place, found, expected)
