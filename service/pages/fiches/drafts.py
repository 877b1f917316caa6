"""Fiches that are looked at before they are stored: what a page carries from one look to the next.

The server keeps nothing of them. Each travels in the form as it was read, beside the fields that
can be corrected; what comes back is read as strictly as anything that strangers send.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from matcher.errors import FileRefused
from matcher.fiche import Fiche
from matcher.i18n.sentences import Speaker
from matcher.index.codec import CodecError, pack, unpack
from matcher.workflow.correct_fiche import CORRECTABLE, Wrong
from service.limits import FICHE_ID, MOST_FICHES
from service.live.moment import Moment
from service.live.preview import PreviewedFiche, Related, Relation
from service.pages.fiches.fiche_form import Entry, entries, other_findings
from service.pages.parts.choice import Choice
from service.schemas.faults import reason_told
from service.storage.codec import is_storable

#: The target of a fiche that takes no other's place.
NEW = "new"

_DATA = re.compile(r"f(\d{1,4})-data")
_TARGET = re.compile(rf"({FICHE_ID})@(\d{{1,9}})")


class Unreadable(Exception):
    """A form that did not come from one of our pages."""


@dataclass(frozen=True, slots=True)
class Target:
    """The stored fiche whose place a draft is to take, at the version that was seen."""

    id: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnedDraft:
    """A draft as it came back: the fiche as read, what was typed, where it is to go."""

    number: int
    fiche: Fiche
    typed: Mapping[str, str]
    is_chosen: bool
    target: Target | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A fiche in the form. `data` is the fiche as read, `remarks` how it goes with the stored ones,
    `others` what to look at beside its fields. `refused` says why it cannot take part.
    """

    number: int
    title: str
    source: str
    data: str
    entries: tuple[Entry, ...]
    others: tuple[str, ...]
    remarks: tuple[str, ...]
    refused: str | None
    is_chosen: bool
    targets: tuple[Choice, ...]

    @property
    def prefix(self) -> str:
        """What the names of its fields begin with."""
        return prefix(self.number)

    @property
    def faults(self) -> tuple[Entry, ...]:
        """The fields that have to be mended."""
        return tuple(each for each in self.entries if each.faults)


def prefix(number: int) -> str:
    """What the names of the fields of draft `number` begin with."""
    return f"f{number}-"


def draft(
    previewed: PreviewedFiche,
    number: int,
    moment: Moment,
    speaker: Speaker,
    *,
    sent: ReturnedDraft | None = None,
    typed: Mapping[str, str] | None = None,
    wrong: Sequence[Wrong] = (),
) -> Draft:
    """A fiche that was looked at, as a part of the form.

    `sent` is the same as it came back; `typed` stands in place of what the fiche says, `wrong`
    tells what of it could not be taken.
    """
    fiche = previewed.fiche
    chosen = _target(previewed, moment, sent)
    return Draft(
        number=number,
        title=fiche.name.value or speaker.say("Without a name"),
        source=_source(fiche, speaker),
        data=data_of(fiche if sent is None else sent.fiche),
        entries=entries(
            fiche,
            previewed.findings,
            speaker,
            prefix=prefix(number),
            typed=typed,
            wrong=wrong,
        ),
        others=other_findings(previewed.findings, speaker),
        remarks=tuple(_remarks(previewed, moment, speaker)),
        refused=None if previewed.refused is None else reason_told(previewed.refused, speaker),
        is_chosen=_is_worth_storing(previewed) if sent is None else sent.is_chosen,
        targets=tuple(_targets(previewed, moment, chosen, speaker)),
    )


def data_of(fiche: Fiche) -> str:
    """A fiche as it travels in a form."""
    return json.dumps(pack(fiche), ensure_ascii=False, separators=(",", ":"))


def refusals_data(refusals: Sequence[FileRefused]) -> str:
    """Files that were not read, as they travel in a form."""
    told = [
        {"source": each.source, "reason": each.reason, "details": pack(each.details)}
        for each in refusals
    ]
    return json.dumps(told, ensure_ascii=False)


def refusals_of(text: str) -> tuple[FileRefused, ...]:
    """The files of `refusals_data`. Raises Unreadable."""
    try:
        told = json.loads(text or "[]")
        return tuple(
            FileRefused(str(each["source"]), str(each["reason"]), dict(each["details"]))
            for each in told
        )
    except (ValueError, TypeError, KeyError, RecursionError) as problem:
        raise Unreadable from problem


def sent_drafts(form: Mapping[str, str]) -> tuple[ReturnedDraft, ...]:
    """The drafts in a form that came back, in order. Raises Unreadable."""
    numbers = sorted(int(found[1]) for key in form if (found := _DATA.fullmatch(key)))
    if len(numbers) > MOST_FICHES:
        raise Unreadable
    return tuple(_sent(form, number) for number in numbers)


def typed_in(form: Mapping[str, str], before: str) -> dict[str, str]:
    """What was typed into the fields whose names begin with `before`."""
    return {field: form[before + field] for field in CORRECTABLE if before + field in form}


def _sent(form: Mapping[str, str], number: int) -> ReturnedDraft:
    before = prefix(number)
    target = _TARGET.fullmatch(form.get(f"{before}target", ""))
    return ReturnedDraft(
        number=number,
        fiche=_fiche(form[f"{before}data"]),
        typed=typed_in(form, before),
        is_chosen=f"{before}store" in form,
        target=None if target is None else Target(target[1], int(target[2])),
    )


def _fiche(text: str) -> Fiche:
    try:
        told = json.loads(text)
        # A JSON escape can hold what no text can: half a character.
        if not is_storable(json.dumps(told, ensure_ascii=False)):
            raise Unreadable
        return unpack(Fiche, told)
    except (ValueError, RecursionError, CodecError) as problem:
        raise Unreadable from problem


def not_taken(sent: ReturnedDraft, wrong: Sequence[Wrong]) -> Mapping[str, str]:
    """What was typed and could not be taken: it is shown as it was typed."""
    fields = {each.field for each in wrong}
    return {field: text for field, text in sent.typed.items() if field in fields}


def _source(fiche: Fiche, speaker: Speaker) -> str:
    if fiche.place is None:
        return fiche.source
    return speaker.say("{source}, part {place}", source=fiche.source, place=fiche.place)


# --- beside what is stored ---------------------------------------------------------------------


def _is_worth_storing(previewed: PreviewedFiche) -> bool:
    relations = {each.relation for each in previewed.related}
    return previewed.refused is None and not relations & {Relation.REPEATS, Relation.OLDER}


def _target(previewed: PreviewedFiche, moment: Moment, sent: ReturnedDraft | None) -> str:
    if sent is not None:
        stored = None if sent.target is None else moment.stored.get(sent.target.id)
        return NEW if stored is None else f"{stored.id}@{stored.version}"
    stored = None if previewed.replaces is None else moment.stored.get(previewed.replaces)
    return NEW if stored is None else f"{stored.id}@{stored.version}"


def _targets(
    previewed: PreviewedFiche, moment: Moment, chosen: str, speaker: Speaker
) -> Iterator[Choice]:
    first = speaker.say("as a further fiche") if previewed.known else speaker.say("as a new fiche")
    yield Choice(NEW, first, chosen == NEW)
    for each in previewed.related:
        stored = moment.stored[each.id]
        value = f"{stored.id}@{stored.version}"
        text = speaker.say("in place of {fiche}", fiche=_stored(each, moment, speaker))
        yield Choice(value, text, chosen == value)


def _remarks(previewed: PreviewedFiche, moment: Moment, speaker: Speaker) -> Iterator[str]:
    if previewed.collectivity is not None and not previewed.known:
        yield speaker.say("This authority takes part for the first time.")
    for each in previewed.related:
        yield _remark(each, _stored(each, moment, speaker), speaker)


def _remark(related: Related, fiche: str, speaker: Speaker) -> str:
    match related.relation:
        case Relation.REPEATS:
            return speaker.say("It says the same as {fiche}, which is stored.", fiche=fiche)
        case Relation.REPLACES:
            return speaker.say("It is a later version of {fiche}.", fiche=fiche)
        case Relation.OLDER:
            return speaker.say("It is an older version of {fiche}, which is stored.", fiche=fiche)
        case Relation.BESIDE:
            return speaker.say("It stands beside {fiche}.", fiche=fiche)


def _stored(related: Related, moment: Moment, speaker: Speaker) -> str:
    """What to call a stored fiche: its file, and the date it bears."""
    fiche = moment.stored[related.id].fiche
    updated = fiche.updated.value
    if updated is None:
        return speaker.say("the fiche {source}", source=fiche.source)
    return speaker.say("the fiche {source} of {date}", source=fiche.source, date=updated)
