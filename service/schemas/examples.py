"""The examples of the description, drawn from the example fiches (shortened)."""

from __future__ import annotations

from typing import Any

Example = dict[str, Any]

COLLECTIVITY: Example = {
    "id": "fr-brest-metropole",
    "name": "Brest métropole",
    "country": "FR",
    "population": 210000,
    "domain_ids": ["environment", "renewable-energy", "scientific-studies"],
}

COLLECTIVITY_PAGE: Example = {
    "items": [COLLECTIVITY],
    "total": 1,
    "next": None,
}

COLLECTIVITY_DETAIL: Example = COLLECTIVITY | {
    "names": {"fr": "Brest métropole"},
    "level": "epci",
    "kind": "métropole",
    "code": "242900314",
    "parent": "Finistère",
    "position": {"lat": 48.39, "lon": -4.49},
    "website": None,
    "domains": ["Recherche", "Mer", "Énergies renouvelables"],
    "key_points": [
        {
            "number": 2,
            "language": "fr",
            "text": "Polder portuaire pour les énergies marines : assemblage d'éoliennes "
            "flottantes et d'hydroliennes.",
        }
    ],
    "seeking": None,
    "updated": "2014-01",
    "fiches": [{"id": "f-8c1f03a9d27e", "version": 1, "part": "counted"}],
    "contacts": None,
}

_GOTO: Example = {
    "id": "jp-goto",
    "name": "五島市",
    "country": "JP",
    "population": 34400,
    "domain_ids": ["spatial-planning", "renewable-energy"],
}

_FRENCH_POINT = COLLECTIVITY_DETAIL["key_points"][0]["text"]
_FRENCH_WORD, _JAPANESE_WORD = "énergies", "power"
_JAPANESE_POINT = (
    "Hydrogen made from surplus wind power used for a fuel-cell boat in trials; tidal current "
    "test in the Naru strait."
)


def _word(word: str, text: str) -> Example:
    start = text.index(word)
    return {"text": word, "start": start, "end": start + len(word)}


EVIDENCE: Example = {
    "matches": [
        {
            "fr": {
                "text": _FRENCH_POINT,
                "key_point": _FRENCH_POINT,
                "number": 2,
                "start": 0,
                "end": len(_FRENCH_POINT),
            },
            "jp": {
                "text": _JAPANESE_POINT,
                "key_point": _JAPANESE_POINT,
                "number": 2,
                "start": 0,
                "end": len(_JAPANESE_POINT),
            },
            "similarity": 0.4659854087367855,
            "serves": ["FR", "JP"],
            "words": [
                {
                    "fr": _word(_FRENCH_WORD, _FRENCH_POINT),
                    "jp": _word(_JAPANESE_WORD, _JAPANESE_POINT),
                    "similarity": 0.5069,
                }
            ],
        }
    ],
    "shared_domains": [{"id": "renewable-energy", "label": "Renewable energy"}],
    "population": {
        "fr": 210000,
        "jp": 34400,
        "fr_completed": False,
        "jp_completed": False,
        "ratio": 6.104651162790698,
        "fr_rank": 0.9983984536794146,
        "jp_rank": 0.604824813325675,
    },
    "criteria": ["specific-policy", "stressed-field", "companies"],
    "twin": None,
}

PARTNER: Example = {
    "collectivity": _GOTO,
    "score": 2.550879,
    "probability": 0.9276,
    "parts": {
        "constant": -6.01,
        "key-points": 6.31717,
        "specific-policy": 0.0,
        "domains": 1.573217,
        "stressed-field": 0.0,
        "companies": 0.0,
        "tohoku": 0.0,
        "population": 0.670492,
        "comparable-scale": 0.0,
    },
    "evidence": EVIDENCE,
    "missing": [],
}

PARTNERS: Example = {"items": [PARTNER], "nobody_fits": False, "probability_withheld": None}

FICHE_BODY: Example = {
    "name": "Brest métropole",
    "country": "FR",
    "domains": ["Mer", "Énergies renouvelables"],
    "population": "210 000 habitants",
    "key_points": [_FRENCH_POINT],
}

#: The key point is the first of this fiche, and the second of the one in the index.
_ANSWERED: Example = EVIDENCE["matches"][0]
_SUGGESTED: Example = PARTNER | {
    "score": 6.430708,
    "probability": 0.9984,
    "parts": PARTNER["parts"] | {"key-points": 9.747803, "domains": 2.022413},
    "evidence": EVIDENCE | {"matches": [_ANSWERED | {"fr": _ANSWERED["fr"] | {"number": 1}}]},
}

SUGGESTIONS: Example = PARTNERS | {
    "items": [_SUGGESTED],
    "fiche": {
        "id": "fr-epci-242900314",
        "name": "Brest métropole",
        "country": "FR",
        "language": "fr",
        "kind": None,
        "code": None,
        "region": None,
        "domains": ["Mer", "Énergies renouvelables"],
        "population": 210000,
        "population_year": None,
        "website": None,
        "location": {"lat": None, "lon": None, "link": None},
        "updated": None,
        "key_points": [_FRENCH_POINT],
        "seeking": None,
        "completed": {
            "domain_ids": ["environment", "renewable-energy"],
            "id": "fr-epci-242900314",
            "level": "epci",
            "kind": "métropole",
            "code": "242900314",
            "names": {"fr": "Brest Métropole"},
            "population": 215278,
            "population_year": 2023,
            "position": {"lat": 48.4084, "lon": -4.4996},
            "parent_code": "29",
            "parent_names": {"fr": "Finistère", "ja": "フィニステール県", "en": "Finistère"},
            "intercommunality": None,
            "website": "http://www.brest.fr",
        },
        "notes": [
            {
                "code": "language-deduced",
                "field": "language",
                "text": "The language was deduced from the text: French.",
            }
        ],
    },
}

FICHE_TO_STORE: Example = FICHE_BODY | {
    "contact": "Service des relations internationales, international@ville.example",
    "source": "brest.docx",
}

_CONTENT: Example = SUGGESTIONS["fiche"] | {
    "id": None,
    "contact": None,
    "source": "brest.docx",
    "place": None,
}

STORED_FICHE: Example = {
    "id": "f-8c1f03a9d27e",
    "version": 2,
    "stored_at": "2014-03-12T09:30:00Z",
    "collectivity": "fr-epci-242900314",
    "part": "counted",
    "refused": None,
    "fiche": _CONTENT,
}

STORED_FICHES: Example = {"items": [STORED_FICHE]}

FICHE_PAGE: Example = {"items": [STORED_FICHE], "total": 1, "next": None}

UPLOAD: Example = {
    "files": [
        {
            "source": "brest.docx",
            "fiches": [
                {
                    "fiche": _CONTENT,
                    "findings": [
                        {
                            "kind": "missing",
                            "code": "field-missing",
                            "field": "website",
                            "text": "Website: not given.",
                        }
                    ],
                    "collectivity": "fr-epci-242900314",
                    "known": True,
                    "refused": None,
                    "related": [{"id": "f-8c1f03a9d27e", "relation": "replaces"}],
                    "replaces": "f-8c1f03a9d27e",
                }
            ],
            "beside": [],
        }
    ],
    "refused": [
        {"source": "old.pdf", "reason": "empty-file", "text": "The file is empty."},
    ],
}

HEALTH: Example = {
    "status": "ok",
    "version": "0.1.0",
    "index": {
        "fingerprint": "bf9f3b3d76b2892785772076701ed815a401cd23ffa8330abc8d4c52b713c381",
        "revision": 12,
        "counts": {"fr": 30, "jp": 30, "fr_passages": 93, "jp_passages": 92},
    },
    "encoder": {
        "name": "default",
        "fingerprint": "da5f26c03930",
        "dimension": 896,
    },
}

READY: Example = {
    "status": "ready",
    "version": "0.1.0",
    "fingerprint": "bf9f3b3d76b2892785772076701ed815a401cd23ffa8330abc8d4c52b713c381",
    "revision": 12,
}

PROBLEM_UNKNOWN: Example = {
    "type": "/problems/unknown-collectivity",
    "title": "No such collectivity takes part",
    "status": 404,
    "detail": "fr-brest is no participant. Similar names: fr-brest-metropole, fr-bretagne and "
    "fr-bordeaux-metropole.",
    "near": ["fr-brest-metropole", "fr-bretagne", "fr-bordeaux-metropole"],
}

PROBLEM_TYPE: Example = {name: PROBLEM_UNKNOWN[name] for name in ("type", "title", "status")}

#: What the problem of a type says besides its type, title and status.
PROBLEM_DETAILS: dict[str, Example] = {
    "unknown-collectivity": {name: PROBLEM_UNKNOWN[name] for name in ("detail", "near")},
    "invalid-request": {
        "errors": [
            {
                "parameter": "limit",
                "code": "less_than_equal",
                "detail": "This must be 100 or less.",
            },
            {"pointer": "#/key_points", "code": "missing", "detail": "This is required."},
        ]
    },
    "fiche-not-usable": {
        "detail": "The fiche has no key points.",
        "errors": [
            {
                "pointer": "#/key_points",
                "code": "no-key-points",
                "detail": "The fiche has no key points.",
            }
        ],
    },
    "wishes-exclude-each-other": {
        "detail": "五島市 is pinned to more partners (Brest métropole and Gard) than its "
        "1 meetings.",
        "conflicts": [
            {
                "kind": "pins-over-limit",
                "ids": ["jp-goto"],
                "detail": "五島市 is pinned to more partners (Brest métropole and Gard) than its "
                "1 meetings.",
                "help": "Take one of these meetings back, or allow 五島市 more than 1.",
            }
        ],
    },
    "malformed-body": {"detail": "The body is not readable JSON from character 1 on."},
    "body-too-large": {"detail": "At most 1,000,000 bytes are taken."},
}
