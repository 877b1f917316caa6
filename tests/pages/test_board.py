"""The board: people decide, the list follows, and everybody learns what changed."""

from __future__ import annotations

from threading import Event

import pytest
from lxml.html import HtmlElement

from matcher.shortlist.decision import Decision, Verdict
from matcher.workflow.make_shortlist import shortlist_of
from service.limits import LONGEST_NOTE
from service.opened import Opened
from tests.pages.html import page_of, text_of
from tests.pages.office import Office, form_of, notice, office, one, path_of, shortlist
from tests.service.world import SETTINGS

NOTE = "Trop loin, dit le maire <b>"


@pytest.fixture
def board(opened: Opened) -> str:
    """The path of a board."""
    return f"/fr/shortlists/{shortlist(opened)}"


def pairs(page: HtmlElement) -> list[str]:
    """The pairs of the list, by name."""
    return [text_of(each) for each in page.xpath("//li[starts-with(@id, 'pair-')]//h3")]


def first_form(page: HtmlElement, number: int = 0) -> str:
    return str(page.xpath("//form[starts-with(@id, 'decide-')]/@id")[number])


def id_of(path: str) -> str:
    return path.rpartition("/")[2]


def decide(
    desk: Office, page: HtmlElement, verdict: str, note: str | None = None, number: int = 0
) -> HtmlElement:
    typed = {} if note is None else {"note": note}
    form = first_form(page, number)
    return desk.follow(desk.send(page, form, {"verdict": verdict}, typed))


def test_a_rejected_pair_leaves_the_list_and_what_changed_is_told(desk: Office, board: str) -> None:
    before = desk.shown(board)
    gone = pairs(before)[0]
    after = decide(desk, before, "rejected", NOTE)
    assert gone not in pairs(after)
    told = notice(after, "good")
    assert gone in told
    assert "écarté" in told
    new = [pair for pair in pairs(after) if pair not in pairs(before)]
    assert all(pair in told for pair in new)
    marked = [
        text_of(one(each, ".//h3"))
        for each in after.xpath("//li[starts-with(@id, 'pair-')]")
        if "nouveau" in text_of(each.xpath(".//*[contains(@class, 'marks')]")[0])
    ]
    assert marked == new
    assert gone in [
        text_of(each) for each in after.xpath("//h3[@id='rejected-h']/following-sibling::ol//h3")
    ]


def test_an_accepted_pair_stays_whatever_else_changes(desk: Office, board: str) -> None:
    page = desk.shown(board)
    kept = pairs(page)[-1]
    page = decide(desk, page, "accepted", number=len(pairs(page)) - 1)
    for _ in range(3):
        page = decide(desk, page, "rejected")
    assert kept in pairs(page)
    assert "retenu" in text_of(one(page, f"//li[.//h3[normalize-space()='{kept}']]"))


def test_a_verdict_keeps_the_note_that_was_typed_with_it(
    desk: Office, board: str, opened: Opened
) -> None:
    decide(desk, desk.shown(board), "pinned", NOTE)
    (decision,) = opened.catalogue.shortlist(id_of(board)).decisions
    assert (decision.verdict, decision.note) == (Verdict.PINNED, NOTE)


def test_a_note_alone_changes_no_list(desk: Office, board: str) -> None:
    page = desk.shown(board)
    after = desk.follow(desk.send(page, first_form(page), typed={"note": NOTE}))
    assert pairs(after) == pairs(page)
    assert "remarque modifiée" in notice(after, "good")
    assert not after.xpath("//b[starts-with(., ' ')]")


def test_the_last_decision_is_taken_back(desk: Office, board: str) -> None:
    before = desk.shown(board)
    after = decide(desk, before, "rejected")
    back = desk.follow(desk.send(after, "undo"))
    assert pairs(back) == pairs(before)
    assert "Annulé" in notice(back, "good")
    assert back.xpath("//ol[contains(@class, 'history')]/li[contains(@class, 'undone')]")


def test_taking_back_twice_from_one_page_takes_back_once(
    desk: Office, board: str, opened: Opened
) -> None:
    page = decide(desk, desk.shown(board), "rejected")
    page = decide(desk, page, "accepted")
    desk.follow(desk.send(page, "undo"))
    desk.follow(desk.send(page, "undo"))
    decisions = opened.catalogue.shortlist(id_of(board)).decisions
    assert [each.verdict for each in decisions] == [Verdict.REJECTED]


def test_of_two_who_decide_on_one_pair_the_later_one_is_told_and_loses_no_word(
    desk: Office, board: str, opened: Opened
) -> None:
    mine = desk.shown(board)
    form = first_form(mine)
    decide(desk, desk.shown(board), "rejected", "Pas prêts")
    answer = desk.send(mine, form, {"verdict": "accepted"}, {"note": "Très motivés"})
    assert answer.status_code == 409
    again = page_of(answer.text)
    assert "plus rapide" in notice(again, "bad")
    assert form_of(again, form).fields["note"].strip() == "Très motivés"
    (decision,) = opened.catalogue.shortlist(id_of(board)).decisions
    assert (decision.verdict, decision.note) == (Verdict.REJECTED, "Pas prêts")
    desk.follow(desk.send(again, form, {"verdict": "accepted"}))
    (decision,) = opened.catalogue.shortlist(id_of(board)).decisions
    assert (decision.verdict, decision.note) == (Verdict.ACCEPTED, "Très motivés")


def test_two_who_decide_on_two_pairs_are_not_in_each_others_way(
    desk: Office, board: str, opened: Opened
) -> None:
    mine, theirs = desk.shown(board), desk.shown(board)
    decide(desk, theirs, "accepted", number=0)
    decide(desk, mine, "accepted", number=1)
    assert len(opened.catalogue.shortlist(id_of(board)).decisions) == 2


def test_what_contradicts_is_told_with_what_helps(desk: Office, opened: Opened) -> None:
    path = f"/fr/shortlists/{shortlist(opened, meetings_each=1)}"
    page = decide(desk, desk.shown(path), "pinned")
    taken = one(form_of(page, first_form(page)), ".//input[@name='fr']").value
    other = next(
        str(each)
        for each in page.xpath("//form[starts-with(@id, 'decide-')]//input[@name='jp']/@value")
        if each != one(form_of(page, first_form(page)), ".//input[@name='jp']").value
    )
    pair = desk.shown(f"{path}/pairs/{taken}/{other}")
    answer = desk.send(pair, "decide", {"verdict": "pinned"}, {"note": "Voisins de mer"})
    assert answer.status_code == 409
    again = page_of(answer.text)
    assert "Reprenez l’un de ces entretiens" in notice(again, "bad")
    assert form_of(again, "decide").fields["note"].strip() == "Voisins de mer"
    assert len(opened.catalogue.shortlist(id_of(path)).decisions) == 1


def test_wishes_that_cannot_be_read_are_told_at_their_field(desk: Office, board: str) -> None:
    page = desk.shown(board)
    answer = desk.send(page, "wish", typed={"meetings_each": "beaucoup", "floor": "-1,2"})
    assert answer.status_code == 422
    again = page_of(answer.text)
    field = one(again, "//*[@id='wish-meetings_each']")
    assert (field.value, field.get("aria-invalid")) == ("beaucoup", "true")
    assert one(again, "//*[@id='wish-floor']").value == "-1,2"
    assert one(again, "//details[@id='wishes']").get("open") is not None


def test_other_wishes_give_another_list(desk: Office, board: str, opened: Opened) -> None:
    page = desk.shown(board)
    typed = {"name": "Rencontres", "meetings_each": "1", "floor": "-2,5", "twins": "out"}
    answer = desk.send(page, "wish", typed=typed)
    assert path_of(answer) == board
    after = desk.shown(board)
    assert text_of(one(after, "//h1")) == "Rencontres"
    assert len(pairs(after)) < len(pairs(page))
    wishes = opened.catalogue.shortlist(id_of(board)).wishes
    assert (wishes.meetings_each, wishes.floor, wishes.twins) == (1, -2.5, "out")


def test_only_those_come_who_are_ticked(desk: Office, board: str, opened: Opened) -> None:
    page = desk.shown(board)
    form = form_of(page, "wish")
    coming = [value for name, value in form.form_values() if name == "comes"][:-1]
    for box in form.xpath(".//input[@name='comes']"):
        box.checked = box.get("value") in coming
    typed = {"who": "chosen", f"meetings-{coming[0]}": "1"}
    desk.follow(desk.send(page, "wish", typed=typed))
    wishes = opened.catalogue.shortlist(id_of(board)).wishes
    assert wishes.participants == frozenset(coming)
    assert wishes.meetings == {coming[0]: 1}


def test_wishes_changed_meanwhile_are_not_overwritten(
    desk: Office, board: str, opened: Opened
) -> None:
    mine = desk.shown(board)
    desk.follow(desk.send(desk.shown(board), "wish", typed={"meetings_each": "1"}))
    answer = desk.send(mine, "wish", typed={"meetings_each": "2", "name": "Le mien"})
    assert answer.status_code == 409
    again = page_of(answer.text)
    assert one(again, "//*[@id='wish-name']").value == "Le mien"
    assert opened.catalogue.shortlist(id_of(board)).wishes.meetings_each == 1


def test_the_filters_show_what_is_asked_for(desk: Office, board: str) -> None:
    page = decide(desk, desk.shown(board), "accepted")
    everything = pairs(page)
    assert pairs(desk.get(f"{board}?state=accepted")) == [
        text_of(each) for each in page.xpath("//li[contains(@class, 'accepted')]//h3")
    ]
    by_name = pairs(desk.get(f"{board}?text=高松"))
    assert by_name and all("Takamatsu" in pair for pair in by_name)
    who = str(page.xpath("//select[@id='filter-who']//option/@value")[1])
    of_one = pairs(desk.get(f"{board}?who={who}"))
    assert 0 < len(of_one) < len(everything)
    assert pairs(desk.get(f"{board}?text=nulle+part")) == []


def test_a_decision_keeps_the_filters(desk: Office, board: str) -> None:
    desk.shown(board)
    page = desk.get(f"{board}?text=高松")
    after = decide(desk, page, "accepted")
    assert one(after, "//*[@id='filter-text']").value == "高松"


def test_readers_see_the_board_without_forms_and_notes(
    desk: Office, board: str, opened: Opened
) -> None:
    decide(desk, desk.shown(board), "accepted", NOTE)
    with office(opened, SETTINGS) as reading:
        page = reading.shown(board)
        assert pairs(page)
        assert {each.get("method") for each in page.forms} <= {"get"}
        assert "Trop loin" not in page.text_content()
        pair = str(page.xpath("//li[@id='pair-1']//h3/a/@href")[0])
        assert "Trop loin" not in reading.shown(pair).text_content()
        for path in (board, pair, f"{board}/removal", "/fr/shortlists"):
            assert reading.client.post(path).status_code == 403


def test_every_button_names_its_pair(desk: Office, board: str) -> None:
    page = decide(desk, desk.shown(board), "accepted")
    names = page.xpath("//form[starts-with(@id, 'decide-')]//button[@name='verdict']/@aria-label")
    assert len(names) == len(set(names)) > 3 * len(pairs(page))


def test_the_state_of_a_pair_is_a_word_and_a_sign(desk: Office, board: str) -> None:
    page = decide(desk, desk.shown(board), "pinned")
    marks = page.xpath("//li[contains(@class, 'pinned')]//*[contains(@class, 'verdict')]")
    assert text_of(marks[0]) == "imposé"
    assert marks[0].xpath(".//*[@class='sign'][@aria-hidden='true']")


def test_what_came_of_a_meeting_is_noted_and_judged(
    desk: Office, board: str, opened: Opened
) -> None:
    page = desk.shown(board)
    pair = desk.shown(str(page.xpath("//li[@id='pair-1']//h3/a/@href")[0]))
    typed = {"met": "yes", "worth_it": "yes", "follow_up": "Jumelage en vue"}
    done = desk.follow(desk.send(pair, "outcome", typed=typed))
    assert "Jumelage en vue" in done.text_content()
    (decision,) = opened.catalogue.shortlist(id_of(board)).decisions
    assert decision == Decision(
        fr=decision.fr, jp=decision.jp, met=True, worth_it=True, follow_up="Jumelage en vue"
    )
    (qrels,) = done.xpath("//a[contains(@href, 'qrels')]/@href")
    assert desk.client.get(qrels).text == f"{decision.fr} 0 {decision.jp} 3\n"


def test_the_exports_are_there_in_the_language_of_the_page(desk: Office, board: str) -> None:
    page = desk.shown(board.replace("/fr/", "/ja/"))
    links = [str(each) for each in page.xpath("//ul[@class='take']//a/@href")]
    assert {link.partition("export.")[2][:4] for link in links if "export" in link} == {
        "xlsx",
        "docx",
        "html",
        "csv?",
        "json",
    }
    assert all("lang=ja" in link for link in links if "export" in link)
    assert [desk.client.get(link).status_code for link in links] == [200] * len(links)


def test_a_shortlist_is_made_and_removed(desk: Office, opened: Opened) -> None:
    lists = desk.get("/fr/shortlists")
    empty = desk.send(lists, "new-shortlist", typed={"name": "  "})
    assert empty.status_code == 422
    made = desk.send(lists, "new-shortlist", typed={"name": "Rencontres 2026"})
    path = path_of(made)
    assert text_of(one(desk.shown(path), "//h1")) == "Rencontres 2026"
    assert "Rencontres 2026" in text_of(one(desk.get("/fr/shortlists"), "//table"))
    question = desk.get(f"{path}/removal")
    assert len(opened.catalogue.shortlists()) == 1
    desk.follow(desk.send(question, "removal"))
    assert opened.catalogue.shortlists() == ()
    assert desk.client.get(path).status_code == 404


def test_a_list_on_its_way_says_so_and_comes_by_itself(
    desk: Office, board: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = Event()

    def slow(*arguments: object) -> object:
        assert held.wait(60)
        return shortlist_of(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr("service.shortlists.boards.shortlist_of", slow)
    monkeypatch.setattr("service.pages.shortlists.board.PATIENCE", 0.05)
    answer = desk.client.get(board)
    page = page_of(answer.text)
    assert answer.headers["refresh"] == "2"
    assert page.xpath("//*[@data-poll]")
    assert page.xpath(f"//main//a[@href='{board}']")
    held.set()
    assert pairs(desk.shown(board))


def test_a_note_may_be_typed_as_long_as_it_is_taken(desk: Office, board: str) -> None:
    fields = desk.shown(board).xpath("//textarea[@name='note']")
    assert {field.get("maxlength") for field in fields} == {str(LONGEST_NOTE)}
