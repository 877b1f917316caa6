"""A shortlist for programs and spreadsheets: JSON and CSV. No contact ever stands in them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from itertools import zip_longest

from matcher.domains import Vocabulary
from matcher.gathering import Participant
from matcher.gazetteer.twins import Twin
from matcher.i18n.sentences import Speaker
from matcher.i18n.terms import part_label
from matcher.matching.carrying_words import WordLink
from matcher.matching.pairing import Evidence, KeyPointMatch, MatchedPassage, Pairing
from matcher.matching.whole_words import Span
from matcher.shortlist.decision import Decision, Decisions
from matcher.shortlist.fairness import GaveUp
from matcher.shortlist.shortlist import Shortlist, UnservedParticipant
from matcher.writing.decided import tell_decision
from matcher.writing.told import PairingTold, tell

Json = dict[str, object]

#: First characters that make a spreadsheet take a text for a formula (OWASP, CSV injection).
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


# --- JSON -----------------------------------------------------------------------------------


def shortlist_json(shortlist: Shortlist, decisions: Decisions | None = None) -> str:
    """The shortlist as JSON text, the same in every language.

    `working_group` is a position in `working_groups`, or null. `objective` is the sum of what the
    pairs score over `floor`. `gave_up` tells for either side of a pair which choice the partner
    is, and who would have been the first. `probability_withheld` says why no pair has a
    `probability`, null where they have. Where `decisions` are handed over, every pair has its
    `decision`, and `rejected` lists those that were struck out.
    """
    meeting = shortlist.profile.meeting
    document: Json = {
        "pairings": [
            pairing_dict(pairing)
            | ({"gave_up": _gave_up(given)} if given else {})
            | _decided(pairing, decisions)
            for pairing, given in zip_longest(shortlist.pairings, shortlist.gave_up)
        ],
        **_rejected(decisions),
        "unserved": [_unserved(each) for each in shortlist.unserved],
        "objective": shortlist.objective,
        "bound": shortlist.bound,
        "price_of_fairness": shortlist.price_of_fairness,
        "probability_withheld": shortlist.probability_withheld,
        "served": shortlist.served,
        "worst_off": shortlist.worst_off,
        "pins": shortlist.pins,
        "vetoes": shortlist.vetoes,
        "working_groups": [
            {
                "names": {str(code): name for code, name in group.names.items()},
                "domain_ids": list(group.domain_ids),
            }
            for group in meeting.working_groups
        ],
        "participants": [participant_dict(each) for each in shortlist.participants],
        "refusals": [
            {"source": refusal.source, "reason": refusal.reason} for refusal in shortlist.refusals
        ],
        "notes": [
            {"source": source, "code": note.code, "field": note.field}
            for source, note in shortlist.notes
        ],
        "profile": {"name": shortlist.profile.name, "fingerprint": shortlist.profile.fingerprint},
        "encoder": shortlist.encoder_name,
        "index": shortlist.index_fingerprint,
    }
    return json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _decided(pairing: Pairing, decisions: Decisions | None) -> Json:
    if decisions is None:
        return {}
    return {"decision": _decision(decisions.on(pairing.fr.id, pairing.jp.id))}


def _rejected(decisions: Decisions | None) -> Json:
    """The pairs that were struck out, in order of ids."""
    if decisions is None:
        return {}
    return {
        "rejected": [
            {"fr": fr, "jp": jp, "decision": _decision(decisions.on(fr, jp))}
            for fr, jp in sorted(decisions.rejected)
        ]
    }


def _decision(decision: Decision) -> Json:
    return {
        "verdict": None if decision.verdict is None else decision.verdict.value,
        "note": decision.note,
        "met": decision.met,
        "worth_it": decision.worth_it,
        "follow_up": decision.follow_up,
    }


def _gave_up(given: GaveUp) -> Json:
    """For either side: the partner's rank among all it could have had, and who was its best."""
    return {
        country: {"rank": side.rank, "best": side.best, "best_score": side.best_score}
        for country, side in (("fr", given.fr), ("jp", given.jp))
    }


def pairing_dict(pairing: Pairing) -> Json:
    """A pairing for JSON: ids, score with parts that add up to it, probability, evidence."""
    return {
        "fr": pairing.fr.id,
        "jp": pairing.jp.id,
        "score": pairing.score,
        "probability": pairing.probability,
        "parts": dict(pairing.parts),
        "working_group": pairing.working_group,
        "missing": list(pairing.missing),
        "evidence": evidence_dict(pairing.evidence),
    }


def evidence_dict(evidence: Evidence) -> Json:
    """The facts behind a score, for JSON."""
    population = evidence.population
    return {
        "key_points": [_match(match) for match in evidence.matches],
        "shared_domains": list(evidence.shared_domains),
        "population": {
            "fr": population.fr,
            "jp": population.jp,
            "fr_completed": population.fr_completed,
            "jp_completed": population.jp_completed,
            "ratio": population.ratio,
            "fr_rank": population.fr_rank,
            "jp_rank": population.jp_rank,
        },
        "criteria": list(evidence.criteria),
        "twin": None if evidence.twin is None else _twin(evidence.twin),
    }


def participant_dict(participant: Participant) -> Json:
    """A participant in short, for JSON; `population` as read, else of the registers."""
    return {
        "id": participant.id,
        "name": participant.name,
        "country": participant.country.value,
        "population": participant.population.value,
        "domain_ids": list(participant.domain_ids),
    }


def _match(match: KeyPointMatch) -> Json:
    return {
        "fr": _passage(match.fr),
        "jp": _passage(match.jp),
        "similarity": match.similarity,
        "serves": [country.value for country in match.serves],
        "words": None if match.links is None else [_link(link, match) for link in match.links],
    }


def _link(link: WordLink, match: KeyPointMatch) -> Json:
    return {
        "fr": _word(link.fr, match.fr),
        "jp": _word(link.jp, match.jp),
        "similarity": link.similarity,
    }


def _word(span: Span, passage: MatchedPassage) -> Json:
    return {"text": span.of(passage.text), "start": span.start, "end": span.end}


def _passage(passage: MatchedPassage) -> Json:
    return {
        "text": passage.text,
        "key_point": passage.key_point,
        "number": passage.number,
        "start": passage.start,
        "end": passage.end,
    }


def _twin(twin: Twin) -> Json:
    return {
        "link": twin.link.value,
        "fr_name": twin.fr_name,
        "jp_name": twin.jp_name,
        "year": twin.year,
        "status": twin.status.value,
        "themes": list(twin.themes),
        "signed_as": twin.signed_as,
    }


def _unserved(unserved: UnservedParticipant) -> Json:
    return {
        "id": unserved.participant.id,
        "why": unserved.why,
        "details": {name: _plain(value) for name, value in unserved.details.items()},
    }


def _plain(value: object) -> object:
    """A fact as JSON can hold it."""
    match value:
        case None | bool() | int() | float() | str():
            return value
        case Mapping():
            return {str(key): _plain(item) for key, item in value.items()}
        case Iterable():
            return [_plain(item) for item in value]
        case _:
            return str(value)


# --- CSV ------------------------------------------------------------------------------------


def shortlist_csv(
    shortlist: Shortlist,
    vocabulary: Vocabulary,
    speaker: Speaker,
    decisions: Decisions | None = None,
) -> bytes:
    """A line a pairing: UTF-8 with BOM, commas, CRLF (RFC 4180); decimal points, so that programs
    read it alike everywhere. A text that a spreadsheet would take for a formula gets a « ' ».

    Where `decisions` are handed over, five columns about them come last.
    """
    parts = part_names(shortlist.pairings)
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    titles = [*_header(parts, speaker), *([] if decisions is None else _decision_titles(speaker))]
    writer.writerow([harmless(title) for title in titles])
    for number, pairing in enumerate(shortlist.pairings, start=1):
        told = tell(pairing, number, shortlist.profile, vocabulary, speaker)
        line = _line(pairing, told, parts, speaker)
        if decisions is not None:
            line += _decision_cells(decisions.on(pairing.fr.id, pairing.jp.id), speaker)
        writer.writerow(line)
    return b"\xef\xbb\xbf" + buffer.getvalue().encode("utf-8")


def part_names(pairings: Iterable[Pairing]) -> tuple[str, ...]:
    """The parts that occur, in the order of the first pairing that has them."""
    return tuple(dict.fromkeys(name for pairing in pairings for name in pairing.parts))


def harmless(text: str) -> str:
    """The text, with « ' » before it where a spreadsheet would take it for a formula."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _header(parts: tuple[str, ...], speaker: Speaker) -> list[str]:
    return [
        speaker.say("No."),
        speaker.say("French authority"),
        speaker.say("French id"),
        speaker.say("Japanese authority"),
        speaker.say("Japanese id"),
        speaker.say("Score"),
        *(speaker.say(part_label(name)) for name in parts),
        speaker.say("Working group"),
        speaker.say("Shared fields"),
        speaker.say("Population, France"),
        speaker.say("Population, Japan"),
        speaker.say("Ratio"),
        speaker.say("Existing partnership"),
        speaker.say("Not known"),
        speaker.say("Key point, France"),
        speaker.say("Key point, Japan"),
        speaker.say("Similarity"),
        speaker.say("Probability of being judged good"),
    ]


def _decision_titles(speaker: Speaker) -> list[str]:
    return [
        speaker.say("Decision"),
        speaker.say("Remarks"),
        speaker.say("They met"),
        speaker.say("Worth it"),
        speaker.say("To follow"),
    ]


def _decision_cells(decision: Decision, speaker: Speaker) -> list[object]:
    return [
        tell_decision(decision, speaker).verdict,
        harmless(decision.note),
        "" if decision.met is None else speaker.fact(decision.met),
        "" if decision.worth_it is None else speaker.fact(decision.worth_it),
        harmless(decision.follow_up),
    ]


def _line(
    pairing: Pairing, told: PairingTold, parts: tuple[str, ...], speaker: Speaker
) -> list[object]:
    population = pairing.evidence.population
    best = pairing.evidence.matches[0] if pairing.evidence.matches else None
    return [
        told.number,
        harmless(told.fr.name.text),
        pairing.fr.id,
        harmless(told.jp.name.text),
        pairing.jp.id,
        pairing.score,
        *(pairing.parts.get(name, 0.0) for name in parts),
        told.group,
        speaker.series(told.fields),
        "" if population.fr is None else population.fr,
        "" if population.jp is None else population.jp,
        "" if population.ratio is None else round(population.ratio, 2),
        harmless(told.partnership),
        speaker.series(told.missing),
        "" if best is None else harmless(best.fr.text),
        "" if best is None else harmless(best.jp.text),
        "" if best is None else round(best.similarity, 4),
        "" if pairing.probability is None else pairing.probability,
    ]
