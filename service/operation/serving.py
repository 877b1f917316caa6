"""Serving: everything is looked at before anything listens, then the processes run."""

from __future__ import annotations

import os
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import uvicorn
from uvicorn.config import STARTUP_FAILURE
from uvicorn.supervisors import Multiprocess

from matcher.encoding.models import find_folder
from matcher.i18n.sentences import Speaker
from matcher.index.directory import index_manifest
from matcher.settings import PGVECTOR, Settings
from matcher.workflow.opening import Knowledge, open_profile
from service.operation.logs import configuration
from service.operation.metrics import FOLDER
from service.security.client import is_loopback
from service.storage.catalogue import Catalogue
from service.storage.keys import Keys
from service.storage.opening import open_catalogue
from service.storage.pgvector import refuse_without
from service.storage.records import Role
from service.storage.sessions import Sessions

#: The application, by the name under which each process finds it.
APPLICATION = "service.app:create_app"

#: Seconds in which requests that were begun may end when the service is told to end.
GRACE_S = 10
#: Seconds that a process may be silent, since it is busy, before it is taken for dead.
SILENT_S = 30

_BACKLOG = 2048

#: Who signed in with the link that is printed, in the history of what was changed.
_AT_THE_TERMINAL = "terminal"

Tell = Callable[[str], None]


def serve(settings: Settings, host: str, port: int, speaker: Speaker, tell: Tell) -> bool:
    """Serve until told to end; False where that could not begin.

    What a person should know is told: at a terminal the address of the pages, with a link to sign
    in by. Raises IndexNotFound, IndexDamaged, DataFileError (of the profile), ModelNotFound,
    CatalogueUnusable, and OSError where it cannot listen.
    """
    if settings.index is not None:
        index_manifest(settings.index)
    open_profile(Knowledge(), settings.profile)
    find_folder(settings.encoder)
    with ExitStack() as stack:
        stack.enter_context(_ending_in_peace())
        settings = closed_to_others(settings, host, speaker, tell)
        settings = _with_a_place(settings, stack, speaker, tell)
        listening = stack.enter_context(listening_on(host, port))
        with closing(open_catalogue(settings.catalogue)) as catalogue:
            if settings.vectors == PGVECTOR:
                refuse_without(catalogue.database)
            _greet(settings, catalogue, host, listening.getsockname()[1], speaker, tell)
        os.environ.update(settings.environment())
        if settings.workers > 1 and FOLDER not in os.environ:
            os.environ[FOLDER] = stack.enter_context(_folder())
        return _run(_config(settings), listening)


def closed_to_others(settings: Settings, host: str, speaker: Speaker, tell: Tell) -> Settings:
    """Those settings; who gives no key may nothing where other machines can ask, unless said so."""
    if is_here(host) or "MATCHER_ANONYMOUS" in settings.named:
        return settings
    tell(
        speaker.say(
            "Other machines can reach {host}: without a key nothing is answered there. "
            "MATCHER_ANONYMOUS=read lets everybody read.",
            host=host,
        )
    )
    return replace(settings, anonymous="none")


def is_here(host: str) -> bool:
    """Whether who listens on `host` is reached from this machine alone."""
    return host == "localhost" or is_loopback(host)


def listening_on(host: str, port: int) -> socket.socket:
    """A socket that listens. Raises OSError that names the address."""
    place = f"{host}:{port}"
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family, backlog=_BACKLOG)
    except OSError as problem:
        raise OSError(problem.errno or 0, problem.strerror or str(problem), place) from problem


def _with_a_place(settings: Settings, stack: ExitStack, speaker: Speaker, tell: Tell) -> Settings:
    """A catalogue for all processes: the one named, or one that ends with them beside an index."""
    index = None if settings.index is None else settings.index.absolute()
    place = settings.catalogue
    if index is not None and not settings.names_catalogue:
        place = str(Path(stack.enter_context(_folder()), "catalogue.db"))
        tell(
            speaker.say(
                "What is changed is forgotten when the service ends; --catalogue FILE keeps it."
            )
        )
    if "://" not in place:
        place = str(Path(place).expanduser().absolute())
    return replace(settings, index=index, catalogue=place)


def _folder() -> TemporaryDirectory[str]:
    return TemporaryDirectory(prefix="matcher-", ignore_cleanup_errors=True)


def _greet(
    settings: Settings, catalogue: Catalogue, host: str, port: int, speaker: Speaker, tell: Tell
) -> None:
    """Tell where the pages are, and how to come in."""
    address = f"http://{f'[{host}]' if ':' in host else host}:{port}/"
    tell(speaker.say("The service answers at {address}", address=address))
    if settings.anonymous == "none" and not Keys(catalogue.database).all():
        tell(
            speaker.say(
                "Nobody has a key yet. “matcher key NAME --role curate” makes one for the "
                "catalogue {place}.",
                place=catalogue.database.place.shown,
            )
        )
    if is_here(host) and settings.anonymous != "curate" and sys.stderr.isatty():
        ticket = Sessions(catalogue.database).issue(_AT_THE_TERMINAL, Role.CURATE)
        link = f"{address}{settings.language}/sign-in?ticket={ticket.secret}"
        tell(
            speaker.say(
                "To change things, sign in with this link, good once and for ten minutes: {link}",
                link=link,
            )
        )


def _config(settings: Settings) -> uvicorn.Config:
    return uvicorn.Config(
        APPLICATION,
        factory=True,
        workers=settings.workers,
        ws="none",
        log_config=configuration(settings),
        access_log=False,
        server_header=False,
        proxy_headers=bool(settings.proxies),
        forwarded_allow_ips=list(settings.proxies),
        timeout_graceful_shutdown=GRACE_S,
        timeout_worker_healthcheck=SILENT_S,
    )


def _run(config: uvicorn.Config, listening: socket.socket) -> bool:
    """Answer until told to end. False where a process could not begin; the log has said why."""
    if config.workers > 1:
        supervisor = Multiprocess(config, sockets=[listening])
        supervisor.run()
        return all(each.exitcode != STARTUP_FAILURE for each in supervisor.processes)
    server = uvicorn.Server(config)
    try:
        server.run(sockets=[listening])
    except SystemExit:
        return False
    return server.started


@contextmanager
def _ending_in_peace() -> Iterator[None]:
    """Being told to end is no failure: what was made for this run is put away first.

    The server ends its requests, and then sends itself the signal again that it was sent.
    """
    signals = (signal.SIGTERM, signal.SIGINT)
    before = [signal.signal(each, lambda *_: None) for each in signals]
    try:
        yield
    finally:
        for each, handler in zip(signals, before, strict=True):
            signal.signal(each, handler)
