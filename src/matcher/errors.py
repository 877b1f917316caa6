"""Everything that can go wrong, as facts; the sentence is made at the edge (`matcher.i18n`).

    MatcherError
    ├── InputError                 something a person gave is not usable
    │   ├── FileRefused            a whole file cannot be read as fiches
    │   ├── FicheRefused           one fiche in a request body or file is not usable
    │   ├── DataFileError          a data file (profile, pins, qrels, vocabulary) has faults
    │   ├── NothingToMatch         no fiche, or one country alone
    │   ├── ConstraintConflict     pins, vetoes and limits exclude each other
    │   ├── UnknownCollectivity    a name or id that stands for nobody
    │   ├── AmbiguousCollectivity  a name or id that stands for several
    │   ├── IdentityConflict       one id used for different authorities
    │   └── SitePlaceTaken         something else stands where a site is to be written
    ├── ModelError
    │   ├── ModelNotFound          no such encoder here
    │   ├── ModelDamaged           an encoder folder that is incomplete or altered
    │   ├── DimensionsTooMany      more dimensions asked for than the encoder has
    │   └── PromptNotTaken         a prompt for an encoder that knows none
    ├── IndexProblem
    │   ├── IndexNotFound          no index at that place
    │   ├── IndexDamaged           missing or altered files, other format version
    │   ├── IndexPlaceTaken        something else stands where an index is to be written
    │   └── IndexOfOtherEncoder    built with another encoder, prompt or dimension than in use
    ├── CatalogueProblem
    │   ├── CatalogueUnusable      the database cannot be reached, or is none of ours
    │   ├── NotInCatalogue         no fiche, shortlist or key of that id
    │   └── ChangedMeanwhile       somebody else changed it since it was read
    └── AccessProblem
        ├── NotSignedIn            no key, or one that is not valid
        ├── NotAllowed             the key does not have the role that this needs
        ├── NotFromHere            no page of the service, and no key, is behind a change
        ├── WrongHost              asked under a name that the service does not answer to
        └── TooOften               more requests than are allowed

Every class keeps its facts as fields. `code` names the message in the catalogues.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields


@dataclass(eq=False)
class MatcherError(Exception):
    """Root of the tree. Subclasses are dataclasses; `str()` lists their facts.

    They are not frozen: Python itself sets attributes of an exception while it travels.
    """

    def __str__(self) -> str:
        facts = ", ".join(f"{f.name}={getattr(self, f.name)!r}" for f in fields(self))
        return f"{type(self).__name__}({facts})"

    def __reduce__(self) -> tuple[object, ...]:
        return (type(self), tuple(getattr(self, f.name) for f in fields(self)))


class InputError(MatcherError):
    """Something a person gave is not usable as it is."""


#: Why a file was refused; each has a sentence in the catalogues.
REFUSALS: tuple[str, ...] = (
    "empty-file",
    "too-large",
    "expands-too-much",
    "encrypted",
    "scanned-without-text",
    "damaged",
    "unsafe-xml",
    "html-not-word",
    "mail-not-read",
    "unknown-format",
    "needs-libreoffice",
    "conversion-failed",
    "no-fiche-inside",
    "undecodable-text",
    "invalid-structure",
    "not-found",
    "not-readable",
    "too-many-files",
)


@dataclass(eq=False)
class FileRefused(InputError):
    """A file that cannot be read as fiches. One refused file never stops the others.

    `reason` is one of `REFUSALS`; `details` holds the facts its sentence needs
    (for example `limit_mb`, `line`, `found`, `expected`).
    """

    source: str
    reason: str
    details: Mapping[str, object] = field(default_factory=dict)


@dataclass(eq=False)
class FicheRefused(InputError):
    """One fiche that cannot take part.

    `reason` is "no-name", "no-country", "no-key-points", "too-many-key-points" or "too-long".
    """

    source: str
    reason: str
    details: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong at one place of a data file."""

    line: int | None
    place: str
    found: str
    expected: str


@dataclass(eq=False)
class DataFileError(InputError):
    """A data file with all its faults, collected before answering."""

    source: str
    faults: tuple[Fault, ...]


@dataclass(eq=False)
class NothingToMatch(InputError):
    """`reason`: "no-files", "no-fiches" or "one-country" (then `found` is that country)."""

    reason: str
    source: str
    found: str | None = None


@dataclass(eq=False)
class ConstraintConflict(InputError):
    """Hard wishes that exclude each other; `conflicts` names each of them.

    A conflict is a mapping with `kind` ("pin-and-veto", "pins-over-limit", "pin-unknown",
    "veto-unknown", "pin-same-country") and the ids concerned.
    """

    conflicts: tuple[Mapping[str, object], ...]


@dataclass(eq=False)
class UnknownCollectivity(InputError):
    """`asked` stands for nobody; `near` are ids of similar name."""

    asked: str
    near: tuple[str, ...] = ()


@dataclass(eq=False)
class AmbiguousCollectivity(InputError):
    """`asked` may stand for each of `options` (ids or names with their parent)."""

    asked: str
    options: tuple[str, ...]


@dataclass(eq=False)
class IdentityConflict(InputError):
    """The same id is claimed by different authorities in different fiches."""

    id: str
    sources: tuple[str, ...]
    names: tuple[str, ...]


@dataclass(eq=False)
class SitePlaceTaken(InputError):
    """A site is to be written to `path`, where `found` stands that is none; it is left alone."""

    path: str
    found: str


class ModelError(MatcherError):
    """An encoder cannot be used."""


@dataclass(eq=False)
class ModelNotFound(ModelError):
    """No encoder of that name or in that folder; `looked_in` lists where it was sought."""

    name: str
    looked_in: tuple[str, ...] = ()


@dataclass(eq=False)
class ModelDamaged(ModelError):
    """An encoder folder with a file missing or altered."""

    name: str
    file: str
    found: str
    expected: str


@dataclass(eq=False)
class DimensionsTooMany(ModelError):
    """Vectors of `asked` dimensions are wanted of an encoder that makes `most`."""

    name: str
    asked: int
    most: int


@dataclass(eq=False)
class PromptNotTaken(ModelError):
    """`prompt` is to be put before texts, and the encoder was made without any."""

    name: str
    prompt: str


class IndexProblem(MatcherError):
    """An index directory cannot be used."""


@dataclass(eq=False)
class IndexNotFound(IndexProblem):
    """Nothing at `path` is an index."""

    path: str


@dataclass(eq=False)
class IndexDamaged(IndexProblem):
    """A file of the index is missing, altered or of another format version."""

    path: str
    file: str
    found: str
    expected: str


@dataclass(eq=False)
class IndexPlaceTaken(IndexProblem):
    """An index is to be written to `path`, where `found` stands that is none; it is left alone."""

    path: str
    found: str


#: In what an encoder can differ from that of an index; each has a sentence in the catalogues.
DIFFERENCES: tuple[str, ...] = ("dimension", "prompt", "pooling", "files")


@dataclass(frozen=True, slots=True)
class Difference:
    """In one of `DIFFERENCES`, the index has `found`, the encoder in use `expected`."""

    what: str
    found: str
    expected: str


@dataclass(eq=False)
class IndexOfOtherEncoder(IndexProblem):
    """The index was built with `found` (name and fingerprint), the encoder in use is `expected`.

    `differences` names what of it differs, as far as it can be told.
    """

    path: str
    found: str
    expected: str
    differences: tuple[Difference, ...] = ()


class CatalogueProblem(MatcherError):
    """Something about the stored fiches, shortlists and keys."""


@dataclass(eq=False)
class CatalogueUnusable(CatalogueProblem):
    """The catalogue at `place` (an address without password) cannot be used.

    `reason` is one of "unreachable", "newer", "foreign", "damaged", "old-pgvector", "no-pgvector",
    "pgvector-in-file", "replaced", "taken", or says what is wrong with a backup at `place`:
    "no-backup", "backup-newer", "backup-damaged". `details` holds the facts its sentence needs.
    """

    place: str
    reason: str
    details: Mapping[str, object] = field(default_factory=dict)


@dataclass(eq=False)
class NotInCatalogue(CatalogueProblem):
    """Nothing of that `kind` ("fiche", "shortlist", "key", "collectivity") has the id `asked`."""

    kind: str
    asked: str


@dataclass(eq=False)
class ChangedMeanwhile(CatalogueProblem):
    """`id` of that `kind` is at version `found`, the change was made for version `expected`."""

    kind: str
    id: str
    found: int
    expected: int


class AccessProblem(MatcherError):
    """Somebody may not do what was asked."""


@dataclass(eq=False)
class NotSignedIn(AccessProblem):
    """No key was given, or one that is unknown, expired or withdrawn."""


@dataclass(eq=False)
class NotAllowed(AccessProblem):
    """What was asked needs the role `needed`."""

    needed: str


@dataclass(eq=False)
class NotFromHere(AccessProblem):
    """A change was asked for by no page that the service has shown to who asks, and without key."""


@dataclass(eq=False)
class WrongHost(AccessProblem):
    """The service does not answer to the name `host`."""

    host: str


@dataclass(eq=False)
class TooOften(AccessProblem):
    """More requests than are allowed; the next one is taken after `wait_s` seconds."""

    wait_s: int
