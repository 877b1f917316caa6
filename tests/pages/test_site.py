"""The public part as files: whole, closed in itself, and without anything that is not public."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from html import unescape
from pathlib import Path, PurePosixPath
from posixpath import normpath

import pytest

from matcher.collectivity import Language
from matcher.errors import SitePlaceTaken
from matcher.i18n.sentences import Speaker
from matcher.matching.pairing import Pairing
from matcher.shortlist.decision import Decision, Verdict
from matcher.writing.page import write_page
from matcher.writing.told import tell
from service.opened import Opened
from service.pages.site.files import PublishedMeeting, Site
from service.pages.site.folder import MARK, refuse_foreign, write_folder
from service.shortlists.board import Board
from service.shortlists.boards import Boards
from service.storage.records import Wishes
from tests.pages.html import addresses, page_of, text_of
from tests.pages.world import ADDRESS

Files = Mapping[str, bytes]
NOTE = "Madame la maire y tient beaucoup"


@pytest.fixture(scope="module")
def board(examples: Opened) -> Iterator[Board]:
    """A shortlist on which something was decided, and noted."""
    catalogue = examples.catalogue
    stored = catalogue.add_shortlist("Avant Takamatsu", Wishes(profile="takamatsu"))
    boards = Boards.over(examples)
    first = boards.wait(stored, 120)
    assert isinstance(first, Board)
    best, second = first.pairings[:2]
    catalogue.decide(
        stored.id,
        [
            Decision(fr=best.fr.id, jp=best.jp.id, verdict=Verdict.REJECTED, note=NOTE),
            Decision(fr=second.fr.id, jp=second.jp.id, verdict=Verdict.ACCEPTED, note=NOTE),
        ],
    )
    decided = boards.wait(catalogue.shortlist(stored.id), 120)
    assert isinstance(decided, Board)
    yield decided
    boards.close()
    catalogue.remove_shortlist(stored.id)


@pytest.fixture(scope="module")
def site(examples: Opened, board: Board) -> Files:
    """The site with the meeting."""
    meeting = PublishedMeeting(examples.words.marked(board.pairings), board.in_force.profile)
    return dict(Site(examples.follower.now(), meeting).files())


@pytest.fixture(scope="module")
def without_meeting(examples: Opened) -> Files:
    """The site without a shortlist."""
    return dict(Site(examples.follower.now(), None).files())


def pages(files: Files) -> Iterator[tuple[str, str]]:
    for name, content in files.items():
        if name.endswith(".html"):
            yield name, content.decode()


def test_it_has_every_page_in_every_language(site: Files, examples: Opened) -> None:
    people = [each.id for each in examples.follower.now().roster]
    for language in Language:
        for page in ("index", "collectivities", "fields", "meeting", "about"):
            assert f"{language}/{page}.html" in site
        assert [id_ for id_ in people if f"{language}/collectivities/{id_}.html" not in site] == []
        assert page_of(site[f"{language}/index.html"].decode()).get("lang") == language
    assert "index.html" in site


@pytest.mark.parametrize("files", ["site", "without_meeting"])
def test_every_link_leads_to_a_file_of_the_site(files: str, request: pytest.FixtureRequest) -> None:
    found: Files = request.getfixturevalue(files)
    ids = {name: set(page_of(text).xpath("//@id")) for name, text in pages(found)}
    reached = {"index.html"}
    for name, text in pages(found):
        for address in addresses(page_of(text)):
            assert not address.startswith(("http", "//", "/", "mailto:", "data:")), (name, address)
            path, _, part = address.partition("#")
            target = normpath(str(PurePosixPath(name).parent / path)) if path else name
            assert target in found, (name, address)
            assert not part or part in ids[target], (name, address)
            reached.add(target)
    assert reached == set(found)


def test_nothing_in_it_is_fetched_run_or_sent(site: Files) -> None:
    for name, text in pages(site):
        page = page_of(text)
        assert page.xpath("//script | //form | //iframe | //img | //@style") == [], name
        assert "://" not in text.replace("http://www.w3.org/2000/svg", ""), name


def test_contacts_and_what_was_decided_stay_inside(site: Files, board: Board) -> None:
    whole = b"\n".join(site.values()).decode()
    for secret in ("sentinelle", "+33 1 00", ADDRESS, NOTE, board.stored.name, board.stored.id):
        assert secret.lower() not in whole.lower()
    said = text_of(page_of(site["en/meeting.html"].decode()).xpath("//main")[0]).lower()
    assert "accepted" not in said


def plain(text: str) -> str:
    """Text with its entities resolved and its spaces plain."""
    return " ".join(unescape(text).split())


def occurring(numbers: Iterable[str], files: Files) -> set[tuple[str, str]]:
    """The numbers that stand anywhere in the files, markup included, each with the file."""
    anyone = "|".join(re.escape(each) for each in sorted(numbers))
    wanted = re.compile(rf"(?<![\d.,])(?:{anyone})(?!\d)")
    return {
        (found, name)
        for name, content in files.items()
        for found in wanted.findall(plain(content.decode()))
    }


def chances(percent: int) -> set[str]:
    """A probability as readers of each language are told it, and as a program would write it."""
    told = (Speaker(language).percent(percent / 100) for language in Language)
    return {f"{percent / 100:.2f}", *map(plain, told)}


@pytest.fixture(scope="module")
def telling(board: Board, site: Files) -> tuple[Pairing, ...]:
    """The pairings of the shortlist with scores and probabilities that the site says nowhere else:
    no population, weight or number of a fiche can be mistaken for one."""
    unsaid = (each for each in range(2, 99) if not occurring(chances(each), site))

    def made_known(pairing: Pairing, score: float) -> Pairing:
        first, *others = pairing.parts
        parts = {first: score, **dict.fromkeys(others, 0.0)}
        return replace(pairing, score=score, parts=parts, probability=next(unsaid) / 100)

    return tuple(made_known(each, 7000.25 + n) for n, each in enumerate(board.pairings))


@pytest.fixture(scope="module")
def numbers(telling: tuple[Pairing, ...], board: Board, examples: Opened) -> frozenset[str]:
    """Their scores and probabilities as readers of any language are told them."""
    profile, vocabulary = board.in_force.profile, examples.knowledge.vocabulary
    told = [
        tell(pairing, 1, profile, vocabulary, Speaker(language))
        for pairing in telling
        for language in Language
    ]
    return frozenset(plain(said) for each in told for said in (each.score, str(each.probability)))


def test_no_file_says_the_score_or_the_probability_of_a_pair(
    telling: tuple[Pairing, ...], numbers: frozenset[str], board: Board, examples: Opened
) -> None:
    meeting = PublishedMeeting(examples.words.marked(telling), board.in_force.profile)
    files = dict(Site(examples.follower.now(), meeting).files())
    as_code = {
        form for each in telling for form in (f"{each.score:.2f}", f"{each.probability:.2f}")
    }
    assert occurring(numbers | as_code, files) == set()


def test_a_page_that_says_them_would_be_noticed(
    telling: tuple[Pairing, ...], numbers: frozenset[str], board: Board, examples: Opened
) -> None:
    assert board.shortlist is not None
    inside = replace(board.shortlist, pairings=telling)
    page = write_page(inside, examples.knowledge.vocabulary, Language.FR)
    assert {found for found, _ in occurring(numbers, {"inside.html": page.encode()})} == numbers


def test_the_pairs_of_the_shortlist_are_published_and_no_others(site: Files, board: Board) -> None:
    page = page_of(site["fr/meeting.html"].decode())
    shown = [
        tuple(
            each.rpartition("/")[2].removesuffix(".html") for each in card.xpath("header//a/@href")
        )
        for card in page.xpath("//article[@class='card']")
    ]
    assert shown == [(each.fr.id, each.jp.id) for each in board.pairings]
    home = page_of(site["fr/index.html"].decode())
    arcs = home.xpath("//svg//a[contains(@href, '#pair-')]/@href")
    assert arcs == [f"meeting.html#pair-{n}" for n in range(1, len(shown) + 1)]
    (own,) = [n for n, pair in enumerate(shown, 1) if pair == shown[0]]
    theirs = page_of(site[f"fr/collectivities/{shown[0][0]}.html"].decode())
    assert f"../meeting.html#pair-{own}" in theirs.xpath("//main//a/@href")


def test_without_a_shortlist_nobody_is_joined_to_anybody(without_meeting: Files) -> None:
    assert not [name for name in without_meeting if "meeting" in name]
    home = page_of(without_meeting["ja/index.html"].decode())
    assert len(home.xpath("//figure//circle")) == 23
    assert home.xpath("//svg//path[@class='arc']") == []


def test_a_folder_is_written_and_replaced_as_a_whole(tmp_path: Path) -> None:
    place = tmp_path / "public" / "site"
    assert write_folder(place, [("a.html", b"1"), ("fr/b.html", b"2")]) == 2
    assert write_folder(place, [("a.html", b"3")]) == 1
    assert sorted(each.name for each in place.rglob("*")) == [MARK, "a.html"]
    assert (place / "a.html").read_bytes() == b"3"
    assert [each.name for each in place.parent.iterdir()] == ["site"]


def test_a_run_that_breaks_leaves_what_was_there(tmp_path: Path) -> None:
    def breaking() -> Iterator[tuple[str, bytes]]:
        yield "a.html", b"new"
        raise OSError(28, "no space left")

    place = tmp_path / "site"
    for before in ([], [("a.html", b"old")]):
        if before:
            write_folder(place, before)
        with pytest.raises(OSError, match="no space"):
            write_folder(place, breaking())
        assert [each.name for each in tmp_path.iterdir()] == (["site"] if before else [])
    assert (place / "a.html").read_bytes() == b"old"


@pytest.mark.parametrize("other", ["notes.txt", "fr/notes.txt"])
def test_other_files_are_left_alone(tmp_path: Path, other: str) -> None:
    place = tmp_path / "site"
    write_folder(place, [("a.html", b"1"), ("fr/b.html", b"2")])
    (place / other).write_text("mine", encoding="utf-8")
    with pytest.raises(SitePlaceTaken) as refused:
        write_folder(place, [("a.html", b"2")])
    assert refused.value.found == other
    assert (place / "a.html").read_bytes() == b"1"
    foreign = tmp_path / "documents"
    foreign.mkdir()
    refuse_foreign(foreign)  # an empty one may be filled
    (foreign / "letter.txt").touch()
    with pytest.raises(SitePlaceTaken):
        refuse_foreign(foreign)
    with pytest.raises(SitePlaceTaken):
        refuse_foreign(foreign / "letter.txt")


def test_two_runs_write_the_same(examples: Opened, without_meeting: Files) -> None:
    assert dict(Site(examples.follower.now(), None).files()) == without_meeting
