"""Whether a text holds a secret: such words are never stored, even with consent.

Shapes that are secret wherever they stand (keys, card numbers, IBANs), and words behind "password",
"PIN" or "token". Phone numbers, dates, ISBNs and commit hashes are none.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable

from sel.memory.reading.words.lists import words

_KEY_SHAPES = re.compile(
    r"\bsk-(?:[a-z]+-)*[A-Za-z0-9_-]{16,}|\b[sr]k_(?:live|test)_[A-Za-z0-9]{10,}|"
    r"\bgh[pousr]_[A-Za-z0-9]{20,}"
    r"|\bgithub_pat_\w{20,}|\bglpat-[\w-]{16,}|\b(?:AKIA|ASIA)[A-Z0-9]{16}\b|"
    r"\bAIza[\w-]{30,}|\bxox[abprs]-[\w-]{10,}"
    r"|\bhf_[A-Za-z0-9]{20,}|\bnpm_[A-Za-z0-9]{20,}|\bpypi-[\w-]{20,}|"
    r"\bSG\.[\w-]{16,}\.[\w-]{16,}|\bya29\.[\w-]{20,}"
    r"|\bdop_v1_[a-f0-9]{32,}|\bBearer [A-Za-z0-9._~+/-]{16,}|"
    r"\bsecret_[A-Za-z0-9]{20,}"
)
_JWT = re.compile(r"\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*")
_PEM = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----|\bAGE-SECRET-KEY-1[A-Z0-9]{20,}")
_IN_ADDRESS = re.compile(
    r"\b[a-z][a-z0-9+.-]{0,20}://[^\s/:@]{1,80}:(?P<value>[^\s/@]{3,})@", re.IGNORECASE
)
_CARD = re.compile(r"(?<![\d+.-])(?:\d[ -]?){12,18}\d(?![\d-])")
_IBAN = re.compile(r"\b[A-Za-z]{2}\d{2}(?: ?[A-Za-z0-9]{4}){2,7}(?: ?[A-Za-z0-9]{1,3})?\b")
_IS = (
    r"(?:\s*(?:[:=]|->|\bis(?: now| still)?\b|['’]s|\bare\b|\bwas\b|\bto\b)\s*|"
    r"\s+(?=[\"'`]))(?:now |still |set to |called |just )?[\"'`“]?"
)
_PASSWORD = re.compile(
    r"\b(?:password|passwort|pass ?phrase|passwd|pwd|pass ?code|passkey|senha|"
    r"contraseña|mot de passe|master pass|login pass|wi-?fi pass(?:word)?|pw)s?\b"
    r"(?:\s+(?:for|of|to|on|at|in)\s+(?:(?:my|the|our|this|his|"
    r"her)\s+)?[\w.@-]+(?:\s+(?!is\b)[\w.@-]+){0,3}?)?"
    rf"{_IS}(?P<value>[^\s\"'`”,;]+)",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_BARE_PASSWORD = re.compile(
    r"\b(?:password|passwort|passwd|pwd|passcode|pass)(?:\s*[:=]\s*|\s+(?:is\s+|used to be\s+)?)"
    r"[\"'`“]?(?P<value>[^\s\"'`”,;]+)"
    r"|\b(?:log-?in|credentials|user ?name|account)s?\b[^\n]{0,48}?[\w.@+-]+\s*[/|"
    r"]\s*(?P<paired>[^\s/,;]+)"
    r"|(?<![^\s\"'`,;])(?P<before>(?=\S*\d)(?=\S*[a-z])[^\s\"'`,;]{6,}+)[^.\n]{0,48}?\b"
    r"(?:is|that['’]?s|was|as) (?:the|my|our|his|her) "
    r"(?:[\w-]+ ){0,2}(?:password|passphrase|passcode)\b",
    re.IGNORECASE,
)
"""Where no "is" leads to it; so it must look like one: letters with figures or marks among them."""
_PHRASE = re.compile(
    rf"\bpass ?phrase\b[^:=\n]{{0,20}}{_IS}(?:[a-z]+[ -]){{3,}}[a-z]+", re.IGNORECASE
)
_TOKEN = re.compile(
    r"(?<![A-Za-z0-9])(?P<what>api[ _-]?key|api[ _-]?token|access[ _-]?(?:token|key)|"
    r"auth(?:entication)?[ _-]?token|secret(?:[ _-]?(?:key|token))?|private[ "
    r"_-]?key|client[ _-]?secret|token|bearer|"
    r"recovery[ _-]?(?:code|key)|backup[ _-]?code|licen[cs]e[ _-]?key|activation[ "
    r"_-]?code|encryption[ _-]?key|ssh[ _-]?key|webhook[ _-]?secret|credentials?|"
    r"key)s?\b"
    rf"[\w \"'-]{{0,24}}?{_IS}(?P<value>[^\s\"'`”,;]+)",
    re.IGNORECASE,
)
_PIN = re.compile(
    r"\b(?:pin|pin[ -]?(?:code|number)|cvv2?|cvc2?|security code|(?:2fa|mfa|otp|"
    r"sms|verification|one[- ]time|alarm|door|gate|safe|entry|unlock|login|card|"
    r"lock|padlock|vault) (?:pin|code|combination|password|passcode)|"
    r"combination)\b"
    r"(?:[^\d\n.!?]{0,40}?)(?<![\d.-])(?P<value>\d{3,8})(?![\d]|[-/.]\d|:\d|(?:st|"
    r"nd|rd|th|am|pm|%| ?(?:times|people|minutes|years|days|weeks|euros?|pounds|"
    r"dollars|miles|km))\b)",
    re.IGNORECASE,
)
_DIALLED = re.compile(
    r"\bcombination\b[^\d\n]{0,24}\d{1,2}\s*[-–,/ ]\s*\d{1,2}\s*[-–,/ ]\s*\d{1,2}(?!\d)"
    r"|\b(?:lock|padlock|alarm|gate|door|safe|locker)\s*[:=]\s*\d{3,8}(?![\d:])",
    re.IGNORECASE,
)
_SEED = re.compile(
    r"\b(?:seed|recovery|mnemonic|backup|secret recovery|wallet)[ -](?:phrase|"
    r"words|seed)\b[^a-z]*(?:\w+ ){0,6}?(?:is|are|"
    r":)?\s*:?\s*(?P<value>(?:[a-z]{3,8}[ ,]+){11,23}[a-z]{3,8})\b",
    re.IGNORECASE,
)
_NATIONAL = re.compile(
    r"\b(?:ssn|social security(?: number)?|national insurance(?: number)?|ni "
    r"number|nino|passport(?: number| no\.?)?|driving licen[cs]e number|"
    r"driver['’]?s licen[cs]e(?: number)?|tax (?:id|number)|nif|nie|dni|cpf|"
    r"national id(?:entity)?(?: number)?|id card(?: number)?|identity card(?: "
    r"number)?|personal(?:nummer| number)|aadhaar|sort code|account number|bank "
    r"account(?: number)?|routing number)\b"
    r"[^\d\n]{0,24}?(?P<value>[A-Z]{0,3}[ -]?\d[\d -]{4,}\d[ -]?[A-Z]?)(?![\d])",
    re.IGNORECASE,
)
_SSN = re.compile(r"(?<![\d-])(?!000|666|9\d\d)\d{3}-(?!00)\d\d-(?!0000)\d{4}(?![\d-])")
_NINO = re.compile(r"\b(?![DFIQUV])[A-CEGHJ-PR-TW-Z](?![DFIQUVO])[A-Z] ?\d\d ?\d\d ?\d\d ?[A-D]\b")
_LONG = re.compile(r"[A-Za-z0-9+/_=-]{24,}")
_NEAR = re.compile(
    r"\b(?:key|keys|token|secret|password|credential|auth|bearer|api)\b", re.IGNORECASE
)
_ISBN = re.compile(
    r"\bisbn|\b(?:order|tracking|parcel|invoice|ticket|booking|reference|serial|"
    r"phone|mobile|call me|number is \+|whatsapp)\b",
    re.IGNORECASE,
)
_HINT = re.compile(
    r"\d[ -]?\d[ -]?\d|pass|log-?in|user ?name|account|pin\b|key|token|secret|eyJ|BEGIN|seed|"
    r"mnemonic|phrase|"
    r"recovery|wallet|://|pwd|pw\b|senha|contrase|mot de|bearer|combination|code|"
    r"credential|AKIA|xox|gh[pousr]_|sk-|[A-Za-z0-9+/_=-]{24}",
    re.IGNORECASE,
)
_PLAIN = words("""a an the not no wrong right correct too so very weak strong short long bad
    good easy hard lost gone old new same different forgotten forgot expired
    invalid required incorrect missing stolen empty in on at of for to from
    with under my your his her our their this that it what which where how why
    safe secure working broken case needed always never still being been
    stored saved hidden reset changed blank null none undefined something
    somewhere key hashed protected out about because when if like there here
    important annoying obvious ridiculous terrible great fine ok okay hope
    love patience kindness practice time trust honesty success happiness
    communication happy knowledge lemon usually really only just also and or
    but as by stuck jammed rusty under behind sent private public valid unique
    complicated simple confidential shared between basically actually probably
    supposed""")
_TEN, _ENTROPY = 10, 3.4
"""Bits for each character above which a long string near a key word is no word."""


def secret_in(text: str) -> str:
    """What kind of secret `text` holds, as a person would say it ("a password"); "" for none."""
    if not _HINT.search(text):
        return ""
    return next((name for name, holds in _KINDS if holds(text)), "")


def _is_card(text: str) -> bool:
    """Thirteen to nineteen digits with a sound check digit, from a range that cards are made in."""
    for found in _CARD.finditer(text):
        digits = re.sub(r"\D", "", found.group())
        before = text[max(0, found.start() - 24) : found.start()]
        if (
            digits[0] in "23456"
            and len(set(digits)) > 1
            and luhn(digits)
            and not _ISBN.search(before)
        ):
            return True
    return False


def luhn(digits: str) -> bool:
    """Whether the last digit is the check digit that card numbers carry (ISO/IEC 7812)."""
    doubled = [int(d) * (1 + place % 2) for place, d in enumerate(reversed(digits))]
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0


def _is_iban(text: str) -> bool:
    """Country, two check digits and an account whose whole is 1 modulo 97 (ISO 13616)."""
    for found in _IBAN.finditer(text):
        words = found.group().split(" ")
        for most in range(len(words), 0, -1):
            plain = "".join(words[:most]).upper()
            if 15 <= len(plain) <= 34 and _mod97(plain):
                return True
    return False


def _mod97(iban: str) -> bool:
    turned = iban[4:] + iban[:4]
    return int("".join(str(int(char, 36)) for char in turned)) % 97 == 1


def _is_password(text: str) -> bool:
    if any(_looks_set(found["value"]) for found in _IN_ADDRESS.finditer(text)):
        return True
    if _PHRASE.search(text):
        return True
    bare = (
        found["value"] or found["paired"] or found["before"]
        for found in _BARE_PASSWORD.finditer(text)
    )
    return any(_looks_set(found["value"]) for found in _PASSWORD.finditer(text)) or any(
        _like_one(value.rstrip(".!?)")) for value in bare
    )


def _like_one(value: str) -> bool:
    """Letters with figures or marks among them, and no address."""
    if len(value) < 6 or "://" in value or _ADDRESS.fullmatch(value):
        return False
    return any(map(str.isalpha, value)) and any(map(str.isdigit, value)) and entropy(value) > 2.5


def _looks_set(value: str) -> bool:
    """Whether a word behind "password is" is one, and not a remark ("wrong", "too short")."""
    bare = value.strip(".!?()*")
    return len(bare) >= 3 and bare.lower() not in _PLAIN and not set(bare) <= {"*", "•", "x", "."}


def _is_token(text: str) -> bool:
    if any(shape.search(text) for shape in (_KEY_SHAPES, _JWT)):
        return True
    for found in _TOKEN.finditer(text):
        value = found["value"].strip(".!?()")
        if len(value) >= 8 and _mixed(value):
            return True
    return any(_is_random(found.group()) and _near(text, found) for found in _LONG.finditer(text))


def _near(text: str, found: re.Match[str]) -> bool:
    return (
        _NEAR.search(text, max(0, found.start() - 40), min(len(text), found.end() + 20)) is not None
    )


def _mixed(value: str) -> bool:
    """Letters and digits (or marks) together: no plain word, no plain number, no address."""
    if "://" in value or "@" in value or "/" in value[:1]:
        return False
    kinds = (str.isalpha, str.isdigit)
    return all(any(kind(char) for char in value) for kind in kinds) and entropy(value) > 2.5


def _is_random(value: str) -> bool:
    if not any(char.isdigit() for char in value) or not any(char.isalpha() for char in value):
        return False
    return entropy(value) >= _ENTROPY


def entropy(value: str) -> float:
    """Bits for each character, were each drawn as often as it stands in `value`."""
    counts = Counter(value).values()
    return -sum(n / len(value) * math.log2(n / len(value)) for n in counts)


def _is_pin(text: str) -> bool:
    return _DIALLED.search(text) is not None or any(
        not 1900 <= int(found["value"]) <= 2100 or "pin" in found.group().lower()
        for found in _PIN.finditer(text)
    )


def _is_national(text: str) -> bool:
    if _SSN.search(text) or _NINO.search(text):
        return True
    return any(sum(map(str.isdigit, found["value"])) >= 6 for found in _NATIONAL.finditer(text))


_KINDS: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("a private key", lambda text: _PEM.search(text) is not None),
    ("a bank account number", _is_iban),
    ("a card number", _is_card),
    ("a recovery phrase", lambda text: _SEED.search(text) is not None),
    ("a key or token", _is_token),
    ("a password", _is_password),
    ("a PIN or code", _is_pin),
    ("an identity or account number", _is_national),
)
