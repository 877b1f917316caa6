"""The log: one record a line, as text or JSON, on standard error.

It tells who asked what kind of thing and how it went, never what was asked or answered: no
address but that of the route, no name of a key, no text. Tracebacks tell places, not messages,
since messages quote what they are about; MATCHER_DEBUG=1 shows them whole.
"""

from __future__ import annotations

import copy
import json
import logging
import logging.config
import sys
import traceback
from collections.abc import Mapping, MutableMapping
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO

import structlog

from matcher.settings import Settings
from service.http import request_id

Event = MutableMapping[str, Any]

#: Whose lines are written. Others may quote what they are about.
_OURS = ("matcher", "uvicorn", "asyncio")

_ROOT = Path(__file__).parents[2]


class RequestLog:
    """Writes a line a request."""

    def __init__(self, settings: Settings, stream: TextIO | None = None) -> None:
        """Write to `stream`, or else to standard error."""
        renderer = json_line if settings.log == "json" else text_line
        self._log = structlog.wrap_logger(
            structlog.WriteLogger(stream or sys.stderr),
            processors=[_begun, renderer],
            wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
            cache_logger_on_first_use=True,
        )

    def answered(self, **facts: object) -> None:
        """Note that a request was answered."""
        self._log.info("request", **facts)


class LineFormatter(structlog.stdlib.ProcessorFormatter):
    """Brings what the standard library's loggers say into the same lines."""

    def __init__(self, log: str, *, debug: bool = False) -> None:
        """`log` is "text" or "json"; with `debug`, tracebacks are whole."""
        super().__init__(
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                json_line if log == "json" else text_line,
            ],
            foreign_pre_chain=[
                structlog.stdlib.add_logger_name,
                _begun,
                _whole_fault if debug else _place_of_fault,
            ],
        )

    def format(self, record: logging.LogRecord) -> str:
        """The line of a record; what it tells of an error is for our own steps alone."""
        record = copy.copy(record)
        record.__dict__["fault"] = record.exc_info
        record.exc_info = record.exc_text = None
        return super().format(record)


def configuration(settings: Settings) -> dict[str, Any]:
    """For `logging.config.dictConfig`, and for uvicorn, which applies it in every process."""
    ours = {"handlers": ["lines"], "level": "INFO", "propagate": False}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "lines": {
                "()": "service.operation.logs.LineFormatter",
                "log": settings.log,
                "debug": settings.debug,
            }
        },
        "handlers": {
            "lines": {
                "class": "logging.StreamHandler",
                "formatter": "lines",
                "stream": "ext://sys.stderr",
            },
            "nowhere": {"class": "logging.NullHandler"},
        },
        "root": {"handlers": ["lines" if settings.debug else "nowhere"], "level": "WARNING"},
        "loggers": {
            **dict.fromkeys(_OURS, ours),
            "uvicorn.error": {"handlers": [], "level": "INFO", "propagate": True},
            # Its lines hold whole addresses; ours stand for them.
            "uvicorn.access": {"handlers": ["nowhere"], "propagate": False},
        },
    }


def set_up(settings: Settings) -> RequestLog:
    """Write the log of this process as `settings` say."""
    logging.config.dictConfig(configuration(settings))
    return RequestLog(settings)


def json_line(_logger: object, _name: str, event: Event) -> str:
    """A record as a JSON object."""
    return json.dumps(dict(event), ensure_ascii=False, default=str)


def text_line(_logger: object, _name: str, event: Event) -> str:
    """A record as time, level, event and its facts."""
    head = f"{event.pop('time')} {event.pop('level'):<7} {_one_line(event.pop('event'))}"
    facts = " ".join(f"{name}={_one_line(value)}" for name, value in event.items())
    return f"{head} {facts}" if facts else head


def fault_in(error: BaseException) -> Mapping[str, str]:
    """What may be told of an error that nobody foresaw: its kind, and where it came up."""
    return {"kind": type(error).__name__, "at": _places(error.__traceback__)}


def _begun(_logger: object, name: str, event: Event) -> Event:
    """Moment and level before all else, and the request that is being answered."""
    id_ = request_id.current()
    facts = {"time": _moment(), "level": name, **event}
    if id_ and "request_id" not in facts:
        facts["request_id"] = id_
    return facts


def _moment() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")[:-6] + "Z"


def _place_of_fault(_logger: object, _name: str, event: Event) -> Event:
    error = _error_of(event)
    return event if error is None else {**event, **fault_in(error)}


def _whole_fault(_logger: object, _name: str, event: Event) -> Event:
    error = _error_of(event)
    if error is not None:
        event["traceback"] = "".join(traceback.format_exception(error))
    return event


def _error_of(event: Event) -> BaseException | None:
    """The error that a record of the standard library tells of."""
    found: object = event["_record"].__dict__["fault"]
    error = found[1] if isinstance(found, tuple) else None
    return error if isinstance(error, BaseException) else None


def _places(trace: TracebackType | None) -> str:
    """The innermost places of a traceback, the last one first."""
    frames = traceback.extract_tb(trace)[-6:]
    return " < ".join(
        f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in reversed(frames)
    )


def _short(filename: str) -> str:
    path = Path(filename)
    return str(path.relative_to(_ROOT)) if path.is_relative_to(_ROOT) else "/".join(path.parts[-3:])


def _one_line(value: object) -> str:
    """A value as it may stand in a line: nobody writes further lines into the log."""
    text = str(value)
    return text if text.isprintable() else text.encode("unicode_escape").decode("ascii")
