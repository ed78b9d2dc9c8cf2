"""Tests reach no other computer, and can reach this one."""

import socket
import urllib.request

import pytest

from tests.support.network import NetworkBlockedError


@pytest.mark.parametrize("host", ["192.0.2.1", "example.org"])
def test_a_connection_to_another_computer_is_refused(host: str) -> None:
    with pytest.raises(NetworkBlockedError, match=host):
        socket.create_connection((host, 80), timeout=1)


def test_a_numeric_address_is_refused_without_a_look_up() -> None:
    with socket.socket() as connection, pytest.raises(NetworkBlockedError):
        connection.connect(("192.0.2.1", 80))


def test_libraries_are_held_back_too() -> None:
    with pytest.raises(NetworkBlockedError):
        urllib.request.urlopen("http://example.org/", timeout=1)


def test_this_computer_can_be_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname(), timeout=5).close()
