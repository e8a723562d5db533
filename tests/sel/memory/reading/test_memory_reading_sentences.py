"""Sentences with secrets and with requests, and sixty of each that only look so.

Written unseen. At their first reading 52 of 60 secrets and 46 of 60 requests were known; none of
the 60 harmless ones was taken for a secret, and none of the 60 others for a request. The rules were
then widened, so what is held here is no longer blind.
"""

import json
from pathlib import Path

import pytest

from sel.memory.reading.candidates import candidates
from sel.memory.reading.requests import request_in
from sel.memory.reading.secrets import secret_in

HERE = Path(__file__).parent
SECRETS = json.loads((HERE / "secret_sentences.json").read_text(encoding="utf-8"))
REQUESTS = json.loads((HERE / "request_sentences.json").read_text(encoding="utf-8"))


def test_there_are_sixty_of_each() -> None:
    counts = [len(SECRETS[kind]) for kind in ("secrets", "harmless")]
    counts += [len(REQUESTS[kind]) for kind in ("asked", "only_looks_so")]
    assert counts == [60, 60, 60, 60]


def test_secrets_are_known() -> None:
    assert [said for said in SECRETS["secrets"] if not secret_in(said)] == []


def test_harmless_sentences_are_none() -> None:
    assert [(said, secret_in(said)) for said in SECRETS["harmless"] if secret_in(said)] == []


@pytest.mark.parametrize("frame", ["hey, {} ok?", "remember this: {}", "{} and I live in Porto"])
def test_a_secret_is_one_in_any_sentence(frame: str) -> None:
    missed = [said for said in SECRETS["secrets"] if not secret_in(frame.format(said))]
    assert missed == []


@pytest.mark.parametrize(("kind", "said"), REQUESTS["asked"])
def test_requests_are_known(kind: str, said: str) -> None:
    found = request_in(said)
    assert found is not None
    assert found.kind == kind


def test_others_are_no_requests() -> None:
    found = [(said, request_in(said)) for said in REQUESTS["only_looks_so"] if request_in(said)]
    assert found == []


def test_a_request_is_no_memory() -> None:
    kept = [said for _, said in REQUESTS["asked"] if candidates(said)]
    assert kept == []


@pytest.mark.parametrize(
    ("said", "about"),
    [
        ("delete what you have on my sister", "my sister"),
        ("erase everything you know about my job", "my job"),
        ("unremember what I told you about Tom", "Tom"),
        ("scrub that from your memory", ""),
        ("can you get rid of that memory", ""),
    ],
)
def test_what_to_forget(said: str, about: str) -> None:
    found = request_in(said)
    assert found is not None
    assert (found.kind, found.about) == ("forget", about)


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("PASS: qwerty!234", "a password"),
        ("the safe combination is 24 - 8 - 31", "a PIN or code"),
        ("bike lock: 0852", "a PIN or code"),
        ("my netflix login is anna@mail.com / Sunf1ower99", "a password"),
        ("use S3cureP@ss for the box, that's the root password", "a password"),
        ("my login is anna@mail.com / work", ""),
        ("the pass was 3000 metres high", ""),
        ("anna@mail.com is the account, that's the password reset address", ""),
    ],
)
def test_what_kind_of_secret(said: str, kind: str) -> None:
    assert secret_in(said) == kind
