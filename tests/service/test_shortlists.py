"""Shortlists over HTTP: made, decided on, computed again around the decisions."""

from __future__ import annotations

from collections.abc import Iterator
from math import fsum

import pytest
from starlette.testclient import TestClient

from service.opened import Opened
from tests.service import meeting, world
from tests.service.meeting import ADDRESS, Officer


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Opened:
    return meeting.opened(tmp_path_factory.mktemp("meeting"))


@pytest.fixture(scope="module")
def client(opened: Opened) -> Iterator[TestClient]:
    with meeting.client(opened) as client:
        yield client


@pytest.fixture(scope="module")
def reader(opened: Opened) -> Iterator[TestClient]:
    with meeting.client(opened, world.SETTINGS) as client:
        yield client


@pytest.fixture
def officer(client: TestClient) -> Officer:
    return Officer(client)


NATURAL = {
    ("fr-aube", "jp-asa"),
    ("fr-brise", "jp-bashi"),
    ("fr-crue", "jp-chisui"),
    ("fr-dune", "jp-dogo"),
    ("fr-etang", "jp-enseki"),
}


def test_the_natural_pairs_are_proposed_best_first_with_parts_that_add_up(
    officer: Officer,
) -> None:
    board = officer.read()
    assert board["state"] == "ready"
    assert officer.pairs() == NATURAL
    scores = [each["score"] for each in board["pairs"]]
    assert scores == sorted(scores, reverse=True)
    for each in board["pairs"]:
        assert abs(fsum(each["parts"].values()) - each["score"]) < 1e-9
        assert each["proposed"]
        assert each["choice"]["fr"] >= 1
        assert each["evidence"] is None
        assert each["decision"]["verdict"] is None


def test_who_is_left_over_is_told_why_by_name(officer: Officer) -> None:
    (left,) = officer.read("lang=en")["unserved"]
    assert left["collectivity"]["id"] == "fr-forge"
    assert left["why"] == "partners-taken"
    assert "Bashi" in left["detail"]
    french = officer.read("lang=fr")["unserved"][0]["detail"]
    assert french != left["detail"]


def test_fairness_is_told(officer: Officer) -> None:
    fairness = officer.read()["fairness"]
    assert (fairness["served"], fairness["participants"]) == (10, 11)
    assert fairness["jp"] == {"coverage": 1.0, "gini": 0.0}
    assert fairness["fr"]["coverage"] == pytest.approx(5 / 6)
    assert fairness["bound"] >= fairness["objective"] - 1e-6


def test_evidence_comes_where_it_is_asked_for(officer: Officer) -> None:
    (best, *_) = officer.read("explain=true")["pairs"]
    assert best["evidence"]["matches"]
    assert best["criteria"] == best["evidence"]["criteria"]


def test_a_rejected_pair_leaves_and_the_list_closes_around_it(officer: Officer) -> None:
    told = officer.decide("fr-brise", "jp-bashi", verdict="rejected", note="Déjà vus.")
    assert ("fr-brise", "jp-bashi") not in officer.pairs()
    assert {"fr": "fr-brise", "jp": "jp-bashi"} in told["changes"]["gone"]
    assert {"fr": "fr-forge", "jp": "jp-bashi"} in told["changes"]["new"]
    assert told["changes"]["kept"] == 4
    assert told["changes"]["gained"] == [{"id": "fr-forge", "before": 0, "after": 1}]
    assert told["changes"]["lost"] == [{"id": "fr-brise", "before": 1, "after": 0}]
    board = officer.read()
    (struck_out,) = board["rejected"]
    assert struck_out["decision"]["note"] == "Déjà vus."
    assert not struck_out["proposed"]
    assert board["decided"] == {"accepted": 0, "pinned": 0, "rejected": 1}


def test_a_pinned_pair_comes_in_and_takes_its_place(officer: Officer) -> None:
    told = officer.decide("fr-dune", "jp-asa", verdict="pinned")
    assert ("fr-dune", "jp-asa") in officer.pairs()
    assert {"fr": "fr-aube", "jp": "jp-asa"} in told["changes"]["gone"]


def test_an_accepted_pair_stays_whatever_else_changes(officer: Officer) -> None:
    officer.decide("fr-crue", "jp-chisui", verdict="accepted")
    for fr in ("fr-aube", "fr-brise", "fr-dune"):
        for jp in ("jp-asa", "jp-bashi", "jp-dogo"):
            officer.decide(fr, jp, verdict="rejected")
    assert ("fr-crue", "jp-chisui") in officer.pairs()


def test_how_far_an_authority_is(client: TestClient) -> None:
    officer = Officer(client, meetings_each=2)
    assert officer.standing("fr-aube")["progress"] == "open"
    officer.decide("fr-aube", "jp-asa", verdict="accepted")
    standing = officer.standing("fr-aube")
    assert (standing["progress"], standing["accepted"], standing["meetings"]) == (
        "partly-placed",
        1,
        2,
    )
    officer.decide("fr-aube", "jp-enseki", verdict="pinned")
    assert officer.standing("fr-aube")["progress"] == "complete"
    assert officer.standing("fr-aube")["proposed"] == 2


def test_a_pin_of_the_wishes_is_not_accepted_yet(client: TestClient) -> None:
    officer = Officer(client, pins=[{"fr": "fr-aube", "jp": "jp-dogo"}])
    standing = officer.standing("fr-aube")
    assert (standing["progress"], standing["accepted"], standing["proposed"]) == ("open", 0, 1)
    officer.decide("fr-aube", "jp-dogo", verdict="accepted")
    assert officer.standing("fr-aube")["progress"] == "complete"


def test_undo_goes_back_step_by_step(officer: Officer) -> None:
    before = officer.read()
    officer.decide("fr-brise", "jp-bashi", verdict="rejected")
    officer.decide("fr-dune", "jp-dogo", verdict="accepted", note="oui")
    first = officer.undo()
    assert first["decision"] | {"verdict": None} == first["decision"]
    assert first["decision"]["fr"] == "fr-dune"
    second = officer.undo()
    assert second["decision"]["fr"] == "fr-brise"
    assert {"fr": "fr-brise", "jp": "jp-bashi"} in second["changes"]["new"]
    after = officer.read()
    assert (after["pairs"], after["rejected"]) == (before["pairs"], before["rejected"])
    nothing = officer.undo()
    assert (nothing["decision"], nothing["version"]) == (None, second["version"])


def test_the_history_keeps_what_was_taken_back(officer: Officer) -> None:
    officer.decide("fr-brise", "jp-bashi", verdict="rejected")
    officer.undo()
    officer.decide("fr-brise", "jp-bashi", verdict="accepted")
    history = officer.client.get(f"{officer.address}/history").json()
    assert [(each["number"], each["undone"]) for each in history["items"]] == [
        (1, True),
        (2, False),
    ]
    assert history["items"][1]["before"]["verdict"] is None
    assert history["items"][1]["after"]["verdict"] == "accepted"


def test_the_history_is_turned_over_page_by_page(officer: Officer) -> None:
    for verdict in ("accepted", "rejected", "pinned", None, "rejected"):
        officer.decide("fr-aube", "jp-asa", verdict=verdict)
    numbers, address = [], f"{officer.address}/history?limit=2"
    while address is not None:
        page = officer.client.get(address).json()
        assert page["total"] == 5
        numbers += [each["number"] for each in page["items"]]
        address = page["next"]
    assert numbers == [1, 2, 3, 4, 5]


def test_putting_says_all_and_amending_leaves_the_rest(officer: Officer) -> None:
    officer.decide("fr-aube", "jp-asa", verdict="accepted", note="À confirmer.")
    amended = officer.amend("fr-aube", "jp-asa", met=True, worth_it=True)["decision"]
    assert (amended["verdict"], amended["note"]) == ("accepted", "À confirmer.")
    cleared = officer.amend("fr-aube", "jp-asa", note=None)["decision"]
    assert (cleared["note"], cleared["worth_it"]) == ("", True)
    assert officer.amend("fr-aube", "jp-asa", met=False)["decision"]["worth_it"] is None
    put = officer.decide("fr-aube", "jp-asa", note="Reporté.")["decision"]
    assert (put["verdict"], put["note"], put["met"]) == (None, "Reporté.", None)


def test_a_note_changes_nothing_in_the_list(officer: Officer) -> None:
    told = officer.decide("fr-aube", "jp-asa", note="予算を確認する。\n次回まで。")
    assert told["changes"] == {"new": [], "gone": [], "kept": 5, "gained": [], "lost": []}
    assert told["decision"]["note"] == "予算を確認する。\n次回まで。"


def test_more_meetings_than_allowed_are_refused_before_anything_is_stored(
    officer: Officer,
) -> None:
    officer.decide("fr-aube", "jp-asa", verdict="accepted")
    before = officer.read()
    refused = officer.client.put(
        f"{officer.address}/pairs/fr-aube/jp-enseki?lang=en", json={"verdict": "accepted"}
    )
    assert refused.status_code == 409
    problem = refused.json()
    assert problem["type"] == "/problems/wishes-exclude-each-other"
    (conflict,) = problem["conflicts"]
    assert conflict["kind"] == "pins-over-limit"
    assert "Aube" in conflict["detail"] and "Enseki" in conflict["detail"]
    assert "Aube" in conflict["help"]
    assert officer.read() == before


def test_decisions_against_the_wishes_are_refused(client: TestClient) -> None:
    pair = {"fr": "fr-aube", "jp": "jp-asa"}
    pinned, vetoed = Officer(client, pins=[pair]), Officer(client, vetoes=[pair])
    for officer, verdict in ((pinned, "rejected"), (vetoed, "accepted")):
        answer = client.put(f"{officer.address}/pairs/fr-aube/jp-asa", json={"verdict": verdict})
        assert answer.status_code == 409
        assert answer.json()["conflicts"][0]["kind"] == "pin-and-veto"


def test_taking_back_that_would_contradict_is_refused(officer: Officer) -> None:
    officer.decide("fr-aube", "jp-asa", verdict="accepted")
    officer.decide("fr-aube", "jp-asa", verdict=None)
    changed = officer.client.patch(
        officer.address, json={"wishes": {"vetoes": [{"fr": "fr-aube", "jp": "jp-asa"}]}}
    )
    assert changed.status_code == 200
    refused = officer.client.post(f"{officer.address}/undo")
    assert refused.status_code == 409
    assert officer.client.get(f"{officer.address}/history").json()["items"][-1]["undone"] is False


def test_wishes_that_exclude_each_other_are_refused(client: TestClient) -> None:
    pair = {"fr": "fr-aube", "jp": "jp-asa"}
    answer = client.post(
        ADDRESS, json={"name": "Non", "wishes": {"pins": [pair], "vetoes": [pair]}}
    )
    assert answer.status_code == 409
    turned = client.post(
        ADDRESS, json={"name": "Non", "wishes": {"pins": [{"fr": "jp-asa", "jp": "fr-aube"}]}}
    )
    assert turned.json()["conflicts"][0]["kind"] == "pin-wrong-order"
    assert turned.json()["conflicts"][0]["help"]


def test_a_wish_for_nobody_is_told_at_its_place(client: TestClient) -> None:
    wishes = {"vetoes": [{"fr": "fr-aube", "jp": "jp-asa"}, {"fr": "fr-aube", "jp": "jp-nulle"}]}
    answer = client.post(ADDRESS, json={"name": "x", "wishes": wishes})
    assert answer.status_code == 422
    assert [each["pointer"] for each in answer.json()["errors"]] == ["#/wishes/vetoes/1/jp"]
    unknown = client.post(ADDRESS, json={"name": "x", "wishes": {"profile": "/etc/passwd"}})
    assert [each["pointer"] for each in unknown.json()["errors"]] == ["#/wishes/profile"]


@pytest.mark.parametrize(
    "body",
    [
        {"verdict": "maybe"},
        {"note": "x" * 5001},
        {"note": "\u0000"},
        {"met": False, "worth_it": True},
        {"verdict": "accepted", "color": "red"},
        [],
    ],
)
def test_a_decision_that_is_none_is_refused(officer: Officer, body: object) -> None:
    answer = officer.client.put(f"{officer.address}/pairs/fr-aube/jp-asa", json=body)
    assert answer.status_code == 422
    assert officer.read()["version"] == 1


def test_only_those_who_come_are_paired(client: TestClient) -> None:
    coming = ["fr-aube", "fr-brise", "jp-asa", "jp-dogo"]
    officer = Officer(client, participants=coming)
    assert {id_ for pair in officer.pairs() for id_ in pair} == set(coming)
    assert [each["id"] for each in officer.read()["standings"]] == coming
    away = client.put(f"{officer.address}/pairs/fr-crue/jp-asa", json={"verdict": "accepted"})
    assert away.status_code == 409
    assert away.json()["conflicts"][0]["kind"] == "stays-away"


def test_what_becomes_of_a_decision_when_someone_comes_no_more(officer: Officer) -> None:
    officer.decide("fr-aube", "jp-asa", verdict="accepted")
    officer.client.patch(officer.address, json={"wishes": {"participants": ["fr-aube", "jp-dogo"]}})
    board = officer.read("lang=en")
    assert [(each["kind"], each["why"]) for each in board["stale"]] == [("accepted", "stays-away")]
    assert "Asa" in board["stale"][0]["detail"]
    assert officer.pairs() == {("fr-aube", "jp-dogo")}
    officer.client.patch(officer.address, json={"wishes": {"participants": None}})
    assert ("fr-aube", "jp-asa") in officer.pairs()


def test_a_rejected_pair_of_who_stays_away_is_nothing_to_worry_about(officer: Officer) -> None:
    officer.decide("fr-aube", "jp-asa", verdict="rejected")
    officer.client.patch(officer.address, json={"wishes": {"participants": ["fr-aube", "jp-dogo"]}})
    board = officer.read()
    assert (board["stale"], board["rejected"]) == ([], [])


def test_changing_wishes_leaves_what_is_not_named(client: TestClient) -> None:
    officer = Officer(client, vetoes=[{"fr": "fr-aube", "jp": "jp-asa"}])
    officer.client.patch(officer.address, json={"wishes": {"meetings": {"jp-asa": 0}}})
    wishes = officer.read()["wishes"]
    assert wishes["vetoes"] == [{"fr": "fr-aube", "jp": "jp-asa"}]
    assert wishes["meetings"] == {"jp-asa": 0}
    assert all(jp != "jp-asa" for _, jp in officer.pairs())
    officer.client.put(officer.address, json={"name": "Anew", "wishes": {"floor": -100}})
    board = officer.read()
    assert (board["name"], board["wishes"]["vetoes"]) == ("Anew", [])


def test_a_change_for_an_older_version_is_refused(officer: Officer) -> None:
    old = officer.client.get(officer.address).headers["etag"]
    officer.decide("fr-aube", "jp-asa", verdict="accepted")
    pair = f"{officer.address}/pairs/fr-brise/jp-bashi"
    for answer in (
        officer.client.patch(officer.address, json={"name": "x"}, headers={"if-match": old}),
        officer.client.put(pair, json={"verdict": "accepted"}, headers={"if-match": old}),
        officer.client.post(f"{officer.address}/undo", headers={"if-match": old}),
        officer.client.delete(officer.address, headers={"if-match": old}),
    ):
        assert answer.status_code == 412
    new = officer.client.get(pair).headers["etag"]
    accepted = officer.client.put(pair, json={"verdict": "accepted"}, headers={"if-match": new})
    assert accepted.status_code == 200


def test_who_has_the_answer_is_told_so_until_something_changes(officer: Officer) -> None:
    tag = officer.client.get(officer.address).headers["etag"]
    known = {"if-none-match": tag}
    assert officer.client.get(officer.address, headers=known).status_code == 304
    officer.decide("fr-aube", "jp-asa", note="neu")
    assert officer.client.get(officer.address, headers=known).status_code == 200


def test_any_pair_can_be_looked_at(officer: Officer) -> None:
    answer = officer.client.get(f"{officer.address}/pairs/fr-aube/jp-dogo")
    pair = answer.json()
    assert (pair["proposed"], pair["choice"]) == (False, None)
    assert pair["evidence"]["matches"]
    for nobody in ("fr-aube/jp-nulle", "jp-asa/fr-aube"):
        answer = officer.client.get(f"{officer.address}/pairs/{nobody}")
        assert answer.status_code == 404


def test_the_list_of_shortlists_is_turned_over_latest_changed_first(client: TestClient) -> None:
    made = [Officer(client, name=f"Liste {number}") for number in range(3)]
    made[0].decide("fr-aube", "jp-asa", verdict="accepted")
    names, address = [], f"{ADDRESS}?limit=1"
    while address is not None and len(names) < 3:
        page = client.get(address).json()
        names += [each["name"] for each in page["items"]]
        address = page["next"]
    assert names == ["Liste 0", "Liste 2", "Liste 1"]


def test_a_removed_shortlist_is_gone(officer: Officer) -> None:
    assert officer.client.delete(officer.address).status_code == 204
    for path in ("", "/history", "/qrels", "/export.csv", "/pairs/fr-aube/jp-asa"):
        assert officer.client.get(officer.address + path).status_code == 404


def test_readers_read_without_words_and_change_nothing(
    officer: Officer, reader: TestClient
) -> None:
    officer.decide("fr-aube", "jp-asa", verdict="accepted", note="secret", follow_up="secret")
    pair = f"{officer.address}/pairs/fr-aube/jp-asa"
    for address in (officer.address, pair, f"{officer.address}/history"):
        answer = reader.get(address)
        assert answer.status_code == 200
        assert "secret" not in answer.text
        assert "accepted" in answer.text
    for answer in (
        reader.post(ADDRESS, json={"name": "x"}),
        reader.put(officer.address, json={"name": "x"}),
        reader.patch(officer.address, json={"name": "x"}),
        reader.delete(officer.address),
        reader.put(pair, json={"verdict": "rejected"}),
        reader.patch(pair, json={"verdict": "rejected"}),
        reader.post(f"{officer.address}/undo"),
    ):
        assert answer.status_code == 403
