"""Settings from the environment: one frozen object, read by the command line and the service.

    MATCHER_ENCODER    encoder: a shipped one, a folder, or a name of the hub  (default)
    MATCHER_PROMPT     text put before every text, or a name of the model's own (the model's)
    MATCHER_DIMENSIONS dimensions its vectors are cut to                       (all)
    MATCHER_LANG       language of answers: fr, ja or en                       (en)
    MATCHER_PROFILE    profile: a shipped one or a file                        (takamatsu)
    MATCHER_DOWNLOAD   1: encoders may be fetched from the hub                 (0)
    MATCHER_INDEX      index directory of serve, suggest and rank               (none)
    MATCHER_DEBUG      1: tracebacks of unexpected errors, and of damaged files (0)

Of the service alone:

    MATCHER_CATALOGUE  where fiches and shortlists are kept: a file (SQLite), or the
                       address of a database, postgresql://…                   (out/catalogue.db)
    MATCHER_VECTORS    what searches the embeddings: memory (also called faiss)
                       or pgvector, with a catalogue in PostgreSQL             (memory)
    MATCHER_ANONYMOUS  role of who gives no key: none, read or curate          (read)
    MATCHER_WORKERS    processes that answer beside each other                 (1)
    MATCHER_UPLOAD_MB  largest upload, in megabytes                            (20)
    MATCHER_RATE       requests a minute taken from one visitor; 0: any number (600)
    MATCHER_LOG        how the log is written: text or json                    (text)
    MATCHER_HOSTS      names the service answers to, with commas between them  (on loopback those
                       of this machine, elsewhere any)
    MATCHER_PROXIES    addresses or networks of proxies that are believed in
                       what they say of clients, with commas between them      (none)
    MATCHER_METRICS    who may read /metrics without a key: loopback, or all   (loopback)

What a command is told by an option counts more than the environment.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address, ip_network
from pathlib import Path

from matcher.collectivity import Language
from matcher.errors import DataFileError, Fault

_YES, _NO = frozenset(["1", "true", "yes", "on"]), frozenset(["", "0", "false", "no", "off"])

#: What MATCHER_VECTORS, MATCHER_ANONYMOUS, MATCHER_LOG and MATCHER_METRICS may be.
MEMORY, PGVECTOR = "memory", "pgvector"
VECTORS = (MEMORY, PGVECTOR)
ANONYMOUS = ("none", "read", "curate")
LOGS = ("text", "json")
METRICS = ("loopback", "all")

#: The largest numbers that are no slip: processes, megabytes of an upload (which lies in memory
#: while it is read), requests a minute, dimensions.
MOST_WORKERS = 256
MOST_UPLOAD_MB = 1_000
MOST_RATE = 1_000_000
MOST_DIMENSIONS = 100_000

#: A name as browsers send it, or an IPv6 address in brackets; no port.
_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9_.-]{0,251}[a-z0-9_])?|\[[0-9a-f:.]{2,45}\]")

_HOSTS_EXPECTED = "names without port, with commas between them"
_PROXIES_EXPECTED = "addresses or networks, with commas between them"

#: Characters of an unusable value that are told.
_LONGEST_SHOWN = 60

#: Further names of values.
_ALSO: Mapping[str, str] = {"faiss": MEMORY}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the environment says, or else the defaults.

    `index` is None where none is named; `prompt` and `dimensions` where they are the encoder's.
    `named` are the variables that say something.
    """

    encoder: str = "default"
    prompt: str | None = None
    dimensions: int | None = None
    language: Language = Language.EN
    profile: str = "takamatsu"
    download: bool = False
    index: Path | None = None
    debug: bool = False
    catalogue: str = "out/catalogue.db"
    vectors: str = MEMORY
    anonymous: str = "read"
    workers: int = 1
    upload_mb: int = 20
    rate: int = 600
    log: str = "text"
    hosts: tuple[str, ...] = ()
    proxies: tuple[str, ...] = ()
    metrics: str = "loopback"
    named: frozenset[str] = field(default=frozenset(), compare=False)

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> Settings:
        """The settings in `environment`. Raises DataFileError naming every unusable variable."""
        faults: list[Fault] = []
        language = _one_of(environment, "MATCHER_LANG", tuple(Language), faults)
        download = _switch(environment, "MATCHER_DOWNLOAD", faults)
        debug = _switch(environment, "MATCHER_DEBUG", faults)
        dimensions = _count(environment, "MATCHER_DIMENSIONS", MOST_DIMENSIONS, faults)
        vectors = _one_of(environment, "MATCHER_VECTORS", VECTORS, faults)
        anonymous = _one_of(environment, "MATCHER_ANONYMOUS", ANONYMOUS, faults)
        log = _one_of(environment, "MATCHER_LOG", LOGS, faults)
        metrics = _one_of(environment, "MATCHER_METRICS", METRICS, faults)
        workers = _count(environment, "MATCHER_WORKERS", MOST_WORKERS, faults)
        upload_mb = _count(environment, "MATCHER_UPLOAD_MB", MOST_UPLOAD_MB, faults)
        rate = _count(environment, "MATCHER_RATE", MOST_RATE, faults, least=0)
        hosts = _names(environment, "MATCHER_HOSTS", _is_host, _HOSTS_EXPECTED, faults)
        proxies = _names(environment, "MATCHER_PROXIES", _is_network, _PROXIES_EXPECTED, faults)
        if faults:
            raise DataFileError("environment", tuple(faults))
        index = environment.get("MATCHER_INDEX", "").strip()
        return cls(
            encoder=environment.get("MATCHER_ENCODER", "").strip() or cls().encoder,
            prompt=environment.get("MATCHER_PROMPT") or None,  # the space at its end counts
            dimensions=dimensions,
            language=Language(language) if language else cls().language,
            profile=environment.get("MATCHER_PROFILE", "").strip() or cls().profile,
            download=download,
            index=Path(index) if index else None,
            debug=debug,
            catalogue=environment.get("MATCHER_CATALOGUE", "").strip() or cls().catalogue,
            vectors=vectors or cls().vectors,
            anonymous=anonymous or cls().anonymous,
            workers=workers or cls().workers,
            upload_mb=upload_mb or cls().upload_mb,
            rate=cls().rate if rate is None else rate,
            log=log or cls().log,
            hosts=hosts,
            proxies=proxies,
            metrics=metrics or cls().metrics,
            named=frozenset(
                name
                for name, value in environment.items()
                if name.startswith("MATCHER_") and value.strip()
            ),
        )

    @property
    def names_catalogue(self) -> bool:
        """Whether `catalogue` was asked for; one asked for may lie where the default one does."""
        return "MATCHER_CATALOGUE" in self.named or self.catalogue != type(self)().catalogue

    def environment(self) -> dict[str, str]:
        """The variables that say the same: `of` gives these settings back."""
        prompt = {} if self.prompt is None else {"MATCHER_PROMPT": self.prompt}
        dimensions = {} if self.dimensions is None else {"MATCHER_DIMENSIONS": str(self.dimensions)}
        index = {} if self.index is None else {"MATCHER_INDEX": str(self.index)}
        return {
            **prompt,
            **dimensions,
            **index,
            "MATCHER_ENCODER": self.encoder,
            "MATCHER_LANG": self.language.value,
            "MATCHER_PROFILE": self.profile,
            "MATCHER_DOWNLOAD": "1" if self.download else "0",
            "MATCHER_DEBUG": "1" if self.debug else "0",
            "MATCHER_CATALOGUE": self.catalogue,
            "MATCHER_VECTORS": self.vectors,
            "MATCHER_ANONYMOUS": self.anonymous,
            "MATCHER_WORKERS": str(self.workers),
            "MATCHER_UPLOAD_MB": str(self.upload_mb),
            "MATCHER_RATE": str(self.rate),
            "MATCHER_LOG": self.log,
            "MATCHER_HOSTS": ",".join(self.hosts),
            "MATCHER_PROXIES": ",".join(self.proxies),
            "MATCHER_METRICS": self.metrics,
        }


def language_in(environment: Mapping[str, str]) -> Language:
    """The language that `environment` asks for; where it asks for none there is, the default."""
    said = environment.get("MATCHER_LANG", "").strip().lower()
    return Language(said) if said in set(Language) else Settings().language


def _names(
    environment: Mapping[str, str],
    name: str,
    is_usable: Callable[[str], bool],
    expected: str,
    faults: list[Fault],
) -> tuple[str, ...]:
    said = environment.get(name, "").strip()
    found = tuple(each.strip() for each in said.lower().split(",") if each.strip())
    unusable = [each for each in found if not is_usable(each)]
    if unusable or (said and not found):  # commas alone would ask for what an empty one does
        faults.append(Fault(None, name, _shown(", ".join(unusable) or said), expected))
    return found


def _is_host(name: str) -> bool:
    return _HOST.fullmatch(name) is not None


def _is_network(said: str) -> bool:
    try:
        _ = ip_network(said) if "/" in said else ip_address(said)
    except ValueError:
        return False
    return True


def _shown(value: str) -> str:
    """A value as it is told: its beginning, where it is long."""
    return value if len(value) <= _LONGEST_SHOWN else f"{value[:_LONGEST_SHOWN]}…"


def _switch(environment: Mapping[str, str], name: str, faults: list[Fault]) -> bool:
    value = environment.get(name, "").strip().lower()
    if value not in _YES | _NO:
        faults.append(Fault(None, name, _shown(value), "1 / 0"))
    return value in _YES


def _count(
    environment: Mapping[str, str], name: str, most: int, faults: list[Fault], *, least: int = 1
) -> int | None:
    value = environment.get(name, "").strip()
    if not value:
        return None
    # Counted first: Python makes no number of thousands of digits.
    is_number = value.isascii() and value.isdigit() and len(value) <= len(str(most))
    if not is_number or not least <= int(value) <= most:
        faults.append(Fault(None, name, _shown(value), f"{least}…{most}"))
        return None
    return int(value)


def _one_of(
    environment: Mapping[str, str], name: str, choices: tuple[str, ...], faults: list[Fault]
) -> str | None:
    value = environment.get(name, "").strip().lower()
    if _ALSO.get(value) in choices:
        return _ALSO[value]
    if value and value not in choices:
        faults.append(Fault(None, name, _shown(value), " / ".join(choices)))
        return None
    return value or None
