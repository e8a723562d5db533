"""A page is fetched from the public internet or not at all, whatever names and servers say."""

import gzip
import ipaddress
import ssl
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from web_stage import LOCAL, Names, Web, door, web

from sel.agents.addresses import is_public, resolve
from sel.agents.fetch import MOST_HOPS, Door, fetch
from sel.agents.told import Refusal

EMPTY: dict[str, list[list[str]]] = {"empty.test": [[]]}
NOT_PUBLIC = "not on the public internet"


@pytest.fixture
def site() -> Iterator[Web]:
    with web() as made:
        yield made


# ---------------------------------------------------------------- addresses


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.8.8.8",
        "0.0.0.0",  # noqa: S104 - refused is what it should be
        "10.0.0.1",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "100.127.255.255",
        "192.0.0.1",
        "192.0.2.1",
        "198.18.0.1",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "239.255.255.250",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "fd12:3456::1",
        "fec0::1",
        "ff02::1",
        "2001:db8::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::ffff:7f00:1",
        "::127.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::1",
        "2002:7f00:1::1",
        "2002:c0a8:101::1",
        "2001:0:7f00:1::1",
        "localhost",
        "",
        "1.2.3",
        "0x7f.1",
        "2130706433",
    ],
)
def test_these_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "1.1.1.1",
        "93.184.216.34",
        "172.32.0.1",
        "100.128.0.1",
        "2606:4700::1111",
        "64:ff9b::808:808",
    ],
)
def test_these_are_public(address: str) -> None:
    assert is_public(address)


@given(st.ip_addresses(v=4))
def test_an_address_inside_another_is_no_more_public(address: ipaddress.IPv4Address) -> None:
    value = int(address)
    for prefix, shift in ((0xFFFF << 32, 0), (0x64FF9B << 96, 0), (0x2002 << 112, 80)):
        outer = ipaddress.IPv6Address(prefix | value << shift)
        if is_public(str(outer)):
            assert is_public(str(address))
    if not address.is_global:
        assert not is_public(str(address))


def test_the_systems_own_names() -> None:
    assert LOCAL in resolve("localhost", 80)
    assert resolve("2130706433", 80) == [LOCAL]  # which is why names are resolved before they count
    with pytest.raises(OSError, match=r".*"):
        resolve("no.such.name.invalid", 80)


# ---------------------------------------------------------------- what is fetched


def test_a_page(site: Web) -> None:
    site.page("/a?b=c", "<p>grüezi".encode())
    page = fetch(site.url("/a?b=c"), door())
    assert page.body.decode() == "<p>grüezi"
    assert (page.kind, page.charset) == ("text/html", "utf-8")
    assert page.url == site.url("/a?b=c")
    assert site.asked == [("/a?b=c", f"page.test:{site.port}")]


def test_no_cookie_no_password_no_proxy(site: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    site.page("/", b"hi")
    fetch(site.url("/"), door())
    sent = {name.lower() for name in site.headers[0]}
    assert sent <= {"host", "user-agent", "accept", "accept-encoding", "connection"}


@pytest.mark.parametrize(
    "url",
    [
        "ftp://page.test/",
        "file:///etc/passwd",
        "gopher://page.test/",
        "javascript:alert(1)",
        "data:text/html,hi",
        "//page.test/",
        "page.test",
        "",
        "http://",
        "http:///x",
        "https://" + "a" * 3000,
    ],
)
def test_other_kinds_of_addresses(url: str) -> None:
    names = Names()
    with pytest.raises(Refusal, match=r"http and https only|no address"):
        fetch(url, door(names))
    assert names.asked == []


@pytest.mark.parametrize(
    "url", ["http://[::1", "http://a:b:c/", "http://page.test:99999/", "http://\x00/"]
)
def test_what_is_no_address(url: str) -> None:
    with pytest.raises(Refusal):
        fetch(url, door())


def test_names_and_passwords_are_not_sent() -> None:
    with pytest.raises(Refusal, match="names or passwords"):
        fetch("http://me:secret@page.test/", door())


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "2130706433",
        "0x7f000001",
        "0",
        "127.1",
    ],
)
def test_this_machine_is_not_reached_under_any_name(site: Web, host: str) -> None:
    site.page("/", b"secret")
    with pytest.raises(Refusal):
        fetch(site.url("/", host=host), Door())
    assert site.asked == []


@pytest.mark.parametrize("inner", ["10.0.0.1", "169.254.169.254", "::1", "fd00::1"])
def test_a_name_with_one_private_address_is_not_reached(site: Web, inner: str) -> None:
    names = Names(**{"mixed.test": [[LOCAL, inner]]})
    with pytest.raises(Refusal, match=NOT_PUBLIC):
        fetch(site.url("/", host="mixed.test"), door(names))
    assert site.asked == []


def test_a_name_without_an_address() -> None:
    with pytest.raises(Refusal, match="cannot find"):
        fetch("http://nowhere.test/", door())
    with pytest.raises(Refusal, match=NOT_PUBLIC):
        fetch("http://empty.test/", door(Names(**EMPTY)))


def test_a_name_that_changes_its_answer_changes_nothing(site: Web) -> None:
    """It is asked once, and the connection goes to the address that was checked."""
    names = Names(**{"rebind.test": [[LOCAL], ["10.0.0.1"]]})
    site.page("/", b"hi")
    assert fetch(site.url("/", host="rebind.test"), door(names)).body == b"hi"
    assert names.asked == ["rebind.test"]
    with pytest.raises(Refusal, match=NOT_PUBLIC):
        fetch(site.url("/", host="rebind.test"), door(names))


# ---------------------------------------------------------------- where it leads


def test_a_page_that_leads_on(site: Web) -> None:
    site.leads("/old", "/new?x=1")
    site.page("/new?x=1", b"here")
    page = fetch(site.url("/old"), door())
    assert page.body == b"here"
    assert page.url == site.url("/new?x=1")


@pytest.mark.parametrize(
    "to",
    [
        "http://10.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "http://inner.test/",
        "//inner.test/",
        "file:///etc/passwd",
        "ftp://page.test/",
        "http://me:pw@page.test/",
    ],
)
def test_it_may_not_lead_home(site: Web, to: str) -> None:
    names = Names(
        **{
            "inner.test": [["192.168.0.1"]],
            "10.0.0.1": [["10.0.0.1"]],
            "169.254.169.254": [["169.254.169.254"]],
            "::1": [["::1"]],
        }
    )
    site.leads("/", to)
    with pytest.raises(Refusal):
        fetch(site.url("/"), door(names))
    assert len(site.asked) == 1


def test_each_hop_is_resolved_anew(site: Web) -> None:
    site.leads("/", "/again")
    site.page("/again", b"hi")
    names = Names(**{"turn.test": [[LOCAL], ["10.0.0.1"]]})
    with pytest.raises(Refusal, match=NOT_PUBLIC):
        fetch(site.url("/", host="turn.test"), door(names))
    assert [path for path, _ in site.asked] == ["/"]


def test_it_does_not_lead_on_for_ever(site: Web) -> None:
    site.leads("/", "/")
    with pytest.raises(Refusal, match="leads on more than"):
        fetch(site.url("/"), door())
    assert len(site.asked) == MOST_HOPS + 1


# ---------------------------------------------------------------- how much, how long, of what kind


def test_a_page_that_is_too_long(site: Web) -> None:
    site.page("/", b"x" * 200_000)
    with pytest.raises(Refusal, match="longer than 97 kB"):
        fetch(site.url("/"), door(most=100_000))


def test_a_small_page_that_unpacks_to_a_large_one(site: Web) -> None:
    packed = gzip.compress(b"x" * 8_000_000)

    def handle(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Type", "text/plain")
        request.send_header("Content-Encoding", "gzip")
        request.end_headers()
        request.wfile.write(packed)

    site.pages["/"] = handle
    assert len(packed) < 100_000
    with pytest.raises(Refusal, match="longer than 97 kB"):
        fetch(site.url("/"), door(most=100_000))


def test_a_page_without_end_is_left(site: Web) -> None:
    ticks = iter(range(10_000))

    def handle(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Type", "text/plain")
        request.end_headers()
        for _ in range(2_000):
            request.wfile.write(b"x" * 1000)

    site.pages["/"] = handle
    with pytest.raises(Refusal, match="did not come in time"):
        fetch(site.url("/"), door(seconds=5, clock=lambda: float(next(ticks))))


def test_a_server_that_says_nothing(site: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sel.agents.fetch._ONE_WAIT", 0.2)
    over = threading.Event()

    def silent(_: BaseHTTPRequestHandler) -> None:
        over.wait(60)

    site.pages["/"] = silent
    with pytest.raises(Refusal, match="did not answer in time"):
        fetch(site.url("/"), door())
    over.set()


@pytest.mark.parametrize(
    "kind", ["image/png", "application/pdf", "", "text/html2", "text/javascript"]
)
def test_what_is_no_text(site: Web, kind: str) -> None:
    site.page("/", b"x", kind)
    with pytest.raises(Refusal, match="no page of text"):
        fetch(site.url("/"), door())


def test_an_error_of_the_server(site: Web) -> None:
    with pytest.raises(Refusal, match="answered with 404"):
        fetch(site.url("/absent"), door())


@pytest.mark.parametrize(
    "raw", [b"", b"nonsense\r\n\r\n", b"HTTP/1.1 200 OK\r\nA" + b"a" * 200_000]
)
def test_a_server_that_speaks_something_else(site: Web, raw: bytes) -> None:
    def handle(request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(raw)

    site.pages["/"] = handle
    with pytest.raises(Refusal, match=r"could not be fetched|did not answer"):
        fetch(site.url("/"), door())


def test_nobody_there() -> None:
    with pytest.raises(Refusal, match="could not be fetched"):
        fetch("http://page.test:1/", door())


# ---------------------------------------------------------------- certificates


def certificate(folder: Path, name: str) -> tuple[Path, Path]:
    x509 = pytest.importorskip("cryptography.x509")
    from datetime import UTC, datetime, timedelta

    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    (folder / "cert.pem").write_bytes(made.public_bytes(pem))
    private = serialization.PrivateFormat.PKCS8
    (folder / "key.pem").write_bytes(key.private_bytes(pem, private, serialization.NoEncryption()))
    return folder / "cert.pem", folder / "key.pem"


def test_a_certificate_is_checked_against_the_name_not_the_address(tmp_path: Path) -> None:
    cert, key = certificate(tmp_path, "page.test")
    served = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    served.load_cert_chain(cert, key)
    trusted = ssl.create_default_context(cafile=str(cert))
    names = Names(**{"other.test": [[LOCAL]]})
    with web(served) as site:
        site.page("/", b"hi")
        assert fetch(site.url("/", scheme="https"), door(trusted=trusted)).body == b"hi"
        with pytest.raises(Refusal, match="could not be fetched"):
            fetch(site.url("/", "other.test", "https"), door(names, trusted=trusted))
        with pytest.raises(Refusal, match="could not be fetched"):
            fetch(site.url("/", scheme="https"), door())
        site.leads("/down", "http://page.test/")
        with pytest.raises(Refusal, match="from https to http"):
            fetch(site.url("/down", scheme="https"), door(trusted=trusted))
