"""The examples of the description of shortlists, drawn from the example fiches (shortened)."""

from __future__ import annotations

from service.schemas.examples import COLLECTIVITY, PARTNER, Example

_PAIR = ("fr-brest-metropole", "jp-goto")
_IDS: Example = {"fr": _PAIR[0], "jp": _PAIR[1]}

WISHES: Example = {
    "profile": "takamatsu",
    "meetings_each": 3,
    "floor": None,
    "twins": "in",
    "pins": [_IDS],
    "vetoes": [{"fr": "fr-gard", "jp": "jp-goto"}],
    "meetings": {"jp-goto": 2},
    "participants": None,
}

NEW: Example = {"name": "Takamatsu 2014", "wishes": WISHES}

CHANGE: Example = {"wishes": {"meetings_each": 2}}

DECISION_BODY: Example = {"verdict": "accepted", "note": "Asked for by both sides."}

DECISION: Example = _IDS | {
    "verdict": "accepted",
    "note": "Asked for by both sides.",
    "met": None,
    "worth_it": None,
    "follow_up": "",
}

_OPEN: Example = _IDS | {
    "verdict": None,
    "note": "",
    "met": None,
    "worth_it": None,
    "follow_up": "",
}

SUMMARY: Example = {
    "id": "s-5d0e8a41c3b7",
    "version": 4,
    "name": "Takamatsu 2014",
    "created_at": "2014-03-12T09:30:00Z",
    "changed_at": "2014-03-14T16:05:00Z",
    "wishes": WISHES,
    "decided": {"accepted": 1, "pinned": 0, "rejected": 0},
}

PAGE: Example = {"items": [SUMMARY], "total": 1, "next": None}

PAIR: Example = {
    "fr": COLLECTIVITY,
    "jp": PARTNER["collectivity"],
    "score": PARTNER["score"],
    "probability": PARTNER["probability"],
    "parts": PARTNER["parts"],
    "missing": [],
    "criteria": PARTNER["evidence"]["criteria"],
    "working_group": "Environment and energy",
    "proposed": True,
    "choice": {"fr": 1, "jp": 2},
    "decision": DECISION,
    "evidence": PARTNER["evidence"],
}

BOARD: Example = SUMMARY | {
    "state": "ready",
    "revision": 57,
    "profile": {
        "name": "takamatsu",
        "fingerprint": "4f6b0c7d",
        "meetings_each": 3,
        "floor": 0.5,
    },
    "pairs": [PAIR | {"evidence": None}],
    "rejected": [],
    "unserved": [
        {
            "collectivity": COLLECTIVITY | {"id": "fr-gard", "name": "Gard"},
            "why": "nobody-above-floor",
            "detail": "Nobody suits it well enough: the best, 五島市, scores −1.20, "
            "under the floor of 0.50.",
        }
    ],
    "standings": [
        {
            "id": _PAIR[0],
            "country": "FR",
            "progress": "partly-placed",
            "meetings": 3,
            "accepted": 1,
            "proposed": 1,
        }
    ],
    "fairness": {
        "served": 2,
        "participants": 3,
        "worst_off": 2.550879,
        "objective": 2.050879,
        "bound": 2.050879,
        "price_of_fairness": 0.0,
        "fr": {"coverage": 0.5, "gini": 0.5},
        "jp": {"coverage": 1.0, "gini": 0.0},
    },
    "probability_withheld": None,
    "conflicts": [],
    "stale": [],
    "remarks": [],
}

COMPUTING: Example = {
    "id": SUMMARY["id"],
    "version": 4,
    "state": "computing",
    "seconds": 1.5,
}

CHANGES: Example = {
    "new": [],
    "gone": [{"fr": "fr-gard", "jp": "jp-goto"}],
    "kept": 12,
    "gained": [],
    "lost": [{"id": "fr-gard", "before": 1, "after": 0}],
}

DECIDED: Example = {
    "id": SUMMARY["id"],
    "version": 5,
    "decision": DECISION,
    "state": "ready",
    "changes": CHANGES,
}

EVENT: Example = {
    "number": 1,
    "at": "2014-03-14T16:05:00Z",
    "by": "bureau",
    "before": _OPEN,
    "after": DECISION,
    "undone": False,
}

HISTORY: Example = {"items": [EVENT], "total": 1, "next": None}

_SAID: Example = {name: DECISION[name] for name in DECISION if name not in _IDS}

DOCUMENT: Example = {
    "pairings": [
        _IDS
        | {
            "score": PARTNER["score"],
            "probability": PARTNER["probability"],
            "parts": PARTNER["parts"],
            "decision": _SAID,
        }
    ],
    "rejected": [],
    "unserved": [],
    "participants": [COLLECTIVITY, PARTNER["collectivity"]],
    "objective": 2.050879,
    "bound": 2.050879,
    "price_of_fairness": 0.0,
}
