import ipaddress
import socket

from academy.door import network
from academy.printing import qr


def test_addresses_are_ones_a_phone_could_open():
    for address in network.candidates():
        assert not ipaddress.ip_address(address).is_loopback


def test_no_network_at_all_is_no_address(monkeypatch):
    def refuse(*_arguments):
        raise OSError

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "gethostbyname_ex", refuse)
    assert network.candidates() == []
    assert network.lan_address() is None


def test_private_addresses_come_first_and_useless_ones_not_at_all(monkeypatch):
    found = iter(["8.8.8.8", "127.0.0.1", "192.168.1.20", "169.254.3.4", "0.0.0.0"])
    monkeypatch.setattr(network, "_from", lambda _towards: next(found, None))
    monkeypatch.setattr(network, "_own_names", lambda: ["192.168.1.20"])
    assert network.candidates() == ["192.168.1.20", "8.8.8.8"]


def test_the_usual_port_need_not_be_typed():
    assert network.base_url("192.168.1.20", 8000) == "http://192.168.1.20:8000"
    assert network.base_url("192.168.1.20", 80) == "http://192.168.1.20"


def test_wifi_codes_escape_what_would_end_them():
    assert qr.wifi("Room 5", "marigold-42") == "WIFI:T:WPA;S:Room 5;P:marigold-42;;"
    assert qr.wifi('a;b:"c"', "\\x,") == 'WIFI:T:WPA;S:a\\;b\\:\\"c\\";P:\\\\x\\,;;'
    assert qr.wifi("Open") == "WIFI:T:nopass;S:Open;;"


def test_a_terminal_shows_the_code_in_half_blocks():
    drawn = qr.text("http://192.168.1.20:8000")
    assert len({len(line) for line in drawn.splitlines()}) == 1
    assert "█" in drawn
