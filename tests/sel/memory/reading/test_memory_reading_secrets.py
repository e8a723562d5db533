"""Secrets are seen, and what looks like one is let through."""

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sel.memory.reading.secrets import luhn, secret_in


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("my password is hunter2", "a password"),
        ("remember that the wifi password is correct-horse", "a password"),
        ("password: S3cret!", "a password"),
        ("my netflix password is bananas42", "a password"),
        ("the password for the router is gandalf", "a password"),
        ("pw: abc123", "a password"),
        ("my pin is 4821", "a PIN or code"),
        ("the PIN for my card is 0042", "a PIN or code"),
        ("cvv 123", "a PIN or code"),
        ("alarm code is 7788", "a PIN or code"),
        ("the door code is 2580#", "a PIN or code"),
        ("my card is 4111 1111 1111 1111", "a card number"),
        ("5500005555555559", "a card number"),
        ("4111-1111-1111-1111", "a card number"),
        ("my iban is DE89 3704 0044 0532 0130 00", "a bank account number"),
        ("GB82WEST12345698765432 is where you send it", "a bank account number"),
        ("PT50 0002 0123 1234 5678 9015 4", "a bank account number"),
        ("sk-proj-abcdefghijklmnopqrstuvwx1234567890", "a key or token"),
        ("ghp_abcdefghijklmnopqrstuvwxyz0123456789", "a key or token"),
        ("AKIAIOSFODNN7EXAMPLE", "a key or token"),
        (
            "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjMifQ.dozjgNryP4J3jVmNHl0w5N",
            "a key or token",
        ),
        ("-----BEGIN RSA " + "PRIVATE KEY-----", "a private key"),
        ("the api key is 9f8a7b6c5d4e3f2a1b0c", "a key or token"),
        ("my token = a8f5f167f44f4964e6c998dee827110c", "a key or token"),
        ("postgres://admin:hunter2@db.local/prod", "a password"),
        (
            "seed phrase: abandon ability able about above absent absorb "
            "abstract absurd abuse access accident",
            "a recovery phrase",
        ),
        ("my SSN is 078-05-1120", "an identity or account number"),
        ("my passport number is X1234567", "an identity or account number"),
        ("national insurance number QQ 12 34 56 C", "an identity or account number"),
        ("my national insurance number is AB 12 34 56 C", "an identity or account number"),
        ("my account number is 12345678 and sort code 12-34-56", "an identity or account number"),
        ("my passphrase is correct horse battery staple", "a password"),
        ("my 2fa code is 123456", "a PIN or code"),
    ],
)
def test_secrets(said: str, kind: str) -> None:
    assert secret_in(said) == kind


@pytest.mark.parametrize(
    "said",
    [
        "my phone number is 07700 900123",
        "call me on +351 912 345 678",
        "I was born on 12/03/1990",
        "the meeting is 2026-05-03 at 14:30",
        "commit 9f8a7b6c5d4e3f2a1b0c9d8e7f6a5b4c3d2e1f0a broke it",
        "ISBN 978-0-306-40615-7",
        "isbn 9780306406157",
        "I forgot my password",
        "my password is wrong",
        "the password is too short",
        "change your password to something strong",
        "the key is to practise every day",
        "the key to happiness is gratitude",
        "the secret is out",
        "my secret is that I love him",
        "I lost my keys, the key is under the mat",
        "the token is expired",
        "we have 1234 people",
        "I live at 1200 Main Street",
        "pin it to the board, 3000 people saw it",
        "my order number is 4539578763621486",
        "the code is in main.py line 1234",
        "https://example.com/a/very/long/path/with-many-words-0123456789",
        "I ran 12000 steps and 8000 the day before",
        "my birthday is 19900312",
        "1234567890123456",
        "the year 1984 is my favourite book",
        "the area code is 0114",
        "zip code 90210",
        "the dress code is casual",
        "is the password case sensitive?",
        "password managers are great",
        "what is a private key?",
        "the wifi password is on the fridge",
        "supercalifragilisticexpialidocious-and-then-some",
        "the answer key is on page 300",
        "my favourite key is C sharp minor",
    ],
)
def test_no_secrets(said: str) -> None:
    assert secret_in(said) == ""


def with_check(digits: str) -> str:
    """The digits with the one behind them that makes them sound."""
    return next(digits + last for last in string.digits if luhn(digits + last))


@settings(deadline=None)
@given(
    st.sampled_from(["4", "51", "55", "37", "6011"]),
    st.text("0123456789", min_size=15, max_size=15),
)
def test_cards(start: str, more: str) -> None:
    length = 15 if start == "37" else 16
    card = with_check((start + more)[: length - 1])
    assert secret_in(f"pay with {card} please") == "a card number"
    wrong = card[:-1] + str((int(card[-1]) + 1) % 10)
    assert secret_in(f"pay with {wrong} please") == ""


@settings(deadline=None)
@given(st.text("0123456789", min_size=18, max_size=18))
def test_ibans(account: str) -> None:
    check = 98 - int(account + "131400") % 97  # D is 13, E is 14
    iban = f"DE{check:02}{account}"
    assert secret_in(f"my account: {iban}") == "a bank account number"
    spaced = " ".join(iban[at : at + 4] for at in range(0, len(iban), 4))
    assert secret_in(f"send it to {spaced} by Friday") == "a bank account number"


@settings(deadline=None)
@given(st.dates(), st.times())
def test_dates_and_times_are_none(day: object, hour: object) -> None:
    assert secret_in(f"we met on {day} at {hour}") == ""


@settings(deadline=None)
@given(st.from_regex(r"\+?[1-9][0-9]{1,2} [0-9]{3} [0-9]{3} [0-9]{3}", fullmatch=True))
def test_phone_numbers_are_none(number: str) -> None:
    assert secret_in(f"call me on {number}") == ""


@settings(deadline=None)
@given(st.text("0123456789abcdef", min_size=40, max_size=40))
def test_commit_hashes_are_none(name: str) -> None:
    assert secret_in(f"it broke in commit {name}") in {"", "a card number"}


@settings(deadline=None)
@given(
    st.text(string.ascii_letters + string.digits, min_size=24, max_size=40).filter(
        lambda t: len(set(t)) > 11
    )
)
def test_random_strings_behind_a_key_word(value: str) -> None:
    mixed = f"a1B2c3D4{value}"
    assert secret_in(f"api_key={mixed}")


@settings(deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    assert isinstance(secret_in(text), str)


@pytest.mark.timeout(60)  # read over and over from every letter on, this would take hours
@pytest.mark.parametrize("part", ["x", "x1", "a@b", "http://a:", "login ", "pass ", "1234 "])
def test_long_runs_are_read_once(part: str) -> None:
    secret_in(part * (300_000 // len(part)))
