"""The environment is read once, and refused with every variable that is not usable."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.collectivity import Language
from matcher.errors import DataFileError
from matcher.settings import ANONYMOUS, LOGS, METRICS, VECTORS, Settings


def test_nothing_set_and_empty_variables_give_the_defaults() -> None:
    empty = dict.fromkeys(
        [
            *("MATCHER_LANG", "MATCHER_ENCODER", "MATCHER_PROMPT", "MATCHER_DIMENSIONS"),
            *("MATCHER_PROFILE", "MATCHER_INDEX"),
        ],
        "",
    )
    assert Settings.of({}) == Settings.of(empty) == Settings()


def test_what_is_set_counts() -> None:
    found = Settings.of(
        {
            "MATCHER_LANG": "JA",
            "MATCHER_ENCODER": "mine",
            "MATCHER_PROMPT": "query: ",
            "MATCHER_DIMENSIONS": "256",
            "MATCHER_PROFILE": "p.toml",
            "MATCHER_DOWNLOAD": "yes",
            "MATCHER_INDEX": "un index",
            "MATCHER_DEBUG": "1",
            "HOME": "/",
        }
    )
    assert found == Settings(
        encoder="mine",
        prompt="query: ",
        dimensions=256,
        language=Language.JA,
        profile="p.toml",
        download=True,
        index=Path("un index"),
        debug=True,
    )


def test_all_unusable_variables_are_told_together() -> None:
    with pytest.raises(DataFileError) as caught:
        Settings.of(
            {"MATCHER_LANG": "de", "MATCHER_DOWNLOAD": "perhaps", "MATCHER_DIMENSIONS": "0"}
        )
    places = [fault.place for fault in caught.value.faults]
    assert places == ["MATCHER_LANG", "MATCHER_DOWNLOAD", "MATCHER_DIMENSIONS"]


def test_settings_of_the_service_are_read() -> None:
    found = Settings.of(
        {
            "MATCHER_CATALOGUE": "postgresql://db/matcher",
            "MATCHER_VECTORS": "PGVECTOR",
            "MATCHER_ANONYMOUS": "none",
            "MATCHER_WORKERS": "4",
            "MATCHER_UPLOAD_MB": "5",
            "MATCHER_RATE": "0",
            "MATCHER_LOG": "json",
            "MATCHER_HOSTS": "Matcher.Example.org, , m.example",
            "MATCHER_PROXIES": "10.0.0.1",
            "MATCHER_METRICS": "all",
        }
    )
    assert found == Settings(
        catalogue="postgresql://db/matcher",
        vectors="pgvector",
        anonymous="none",
        workers=4,
        upload_mb=5,
        rate=0,
        log="json",
        hosts=("matcher.example.org", "m.example"),
        proxies=("10.0.0.1",),
        metrics="all",
    )


def test_searching_in_memory_has_another_name() -> None:
    assert Settings.of({"MATCHER_VECTORS": "faiss"}) == Settings(vectors="memory") == Settings()


def test_each_unusable_setting_of_the_service_is_told() -> None:
    unusable = {
        "MATCHER_VECTORS": "lucene",
        "MATCHER_ANONYMOUS": "admin",
        "MATCHER_LOG": "xml",
        "MATCHER_METRICS": "some",
        "MATCHER_WORKERS": "-1",
        "MATCHER_UPLOAD_MB": "0",
        "MATCHER_RATE": "many",
        "MATCHER_HOSTS": ",,,",
        "MATCHER_PROXIES": "nonsense",
    }
    with pytest.raises(DataFileError) as caught:
        Settings.of(unusable)
    found = {fault.place: (fault.found, fault.expected) for fault in caught.value.faults}
    assert {place: said for place, (said, _) in found.items()} == unusable
    assert all(expected for _, expected in found.values())


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MATCHER_UPLOAD_MB", "1001"),
        ("MATCHER_UPLOAD_MB", "9" * 5_000),
        ("MATCHER_WORKERS", "100000"),
        ("MATCHER_RATE", "-1"),
        ("MATCHER_RATE", "²"),
        ("MATCHER_DIMENSIONS", "1e3"),
        ("MATCHER_HOSTS", "matcher.example.org:8000"),
        ("MATCHER_HOSTS", "https://matcher.example.org"),
        ("MATCHER_HOSTS", "*.example.org"),
        ("MATCHER_HOSTS", "matcher.example.org."),
        ("MATCHER_PROXIES", "10.0.0.1, 10.0.0.1/8"),
        ("MATCHER_PROXIES", "*"),
    ],
)
def test_a_value_that_would_not_do_what_it_seems_to_is_refused(name: str, value: str) -> None:
    with pytest.raises(DataFileError) as caught:
        Settings.of({name: value})
    (fault,) = caught.value.faults
    assert fault.place == name
    assert fault.found[:4] in value
    assert len(fault.found) < 70


def test_networks_of_proxies_and_addresses_of_hosts_are_taken() -> None:
    found = Settings.of(
        {"MATCHER_PROXIES": "10.0.0.0/8, ::1", "MATCHER_HOSTS": "[::1], a-b.example"}
    )
    assert found.proxies == ("10.0.0.0/8", "::1")
    assert found.hosts == ("[::1]", "a-b.example")


SETTINGS = st.builds(
    Settings,
    encoder=st.sampled_from(["default", "/a folder/モデル"]),
    prompt=st.sampled_from([None, "query: "]),
    dimensions=st.none() | st.integers(1, 999),
    language=st.sampled_from(Language),
    download=st.booleans(),
    index=st.sampled_from([None, Path("/un index")]),
    debug=st.booleans(),
    catalogue=st.sampled_from(["/c.db", "postgresql://a:b@c/d"]),
    vectors=st.sampled_from(VECTORS),
    anonymous=st.sampled_from(ANONYMOUS),
    workers=st.integers(1, 9),
    upload_mb=st.integers(1, 99),
    rate=st.integers(0, 9999),
    log=st.sampled_from(LOGS),
    hosts=st.sampled_from([(), ("a.example", "b.example")]),
    proxies=st.sampled_from([(), ("::1",)]),
    metrics=st.sampled_from(METRICS),
)


@given(SETTINGS)
def test_a_process_that_is_given_the_variables_has_the_same_settings(settings: Settings) -> None:
    assert Settings.of(settings.environment()) == settings


def test_what_was_said_is_told_from_what_was_not() -> None:
    said = Settings.of({"MATCHER_ANONYMOUS": "read", "MATCHER_LOG": " ", "HOME": "/"})
    assert said == Settings()
    assert said.named == {"MATCHER_ANONYMOUS"}
