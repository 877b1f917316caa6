"""On loopback the service answers under names of this machine alone."""

from __future__ import annotations

import pytest

from service.security.hosts import answers_to, is_local, name_in

HERE, LAN = ("127.0.0.1", 8000), ("192.168.1.20", 8000)


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST:8000", "127.0.0.1:8000", "[::1]:8000", "localhost."]
)
def test_names_of_this_machine_are_answered(host: str) -> None:
    assert answers_to(host, HERE, ())
    assert answers_to(host, ("::1", 8000), ())


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "", "192.168.1.20"]
)
def test_a_name_of_another_site_that_leads_here_is_not(host: str) -> None:
    assert not answers_to(host, HERE, ())
    assert not answers_to(host, ("::1", 8000), ())


def test_names_that_are_configured_are_the_only_ones_elsewhere() -> None:
    assert answers_to("matcher.example:443", HERE, ("matcher.example",))
    assert answers_to("matcher.example", LAN, ("matcher.example",))
    assert not answers_to("evil.example", LAN, ("matcher.example",))
    assert answers_to("anything.example", LAN, ())
    assert answers_to("anything.example", None, ())


def test_a_host_is_a_name_and_a_port() -> None:
    assert name_in(" Example.ORG.:80 ") == "example.org"
    assert name_in("[FE80::1]:80") == "[fe80::1]"
    assert is_local("[::ffff:127.0.0.1]")
    assert not is_local("[fe80::1]")


@pytest.mark.parametrize(
    "host", ["127.0.0.1:80@evil.example", "[::1]evil", "localhost:evil", "a b"]
)
def test_what_is_no_name_and_port_is_no_name(host: str) -> None:
    assert name_in(host) == ""
    assert not answers_to(host, ("127.0.0.1", 80), ())
