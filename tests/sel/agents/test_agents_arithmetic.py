"""Sums: exact, bounded, and nothing else than sums."""

import re
import warnings
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sel.agents import arithmetic
from sel.agents.arithmetic import LONGEST, SumError, is_sum, work_out


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("0.1 + 0.2", "0.3"),
        ("1/3 + 1/3 + 1/3", "1"),
        ("2 + 3 * 4", "14"),
        ("(2 + 3) * 4", "20"),
        ("-2**2", "-4"),
        ("2^10", "1024"),
        ("15% of 80", "12"),
        ("20% off 50", "40"),
        ("80 + 15%", "92"),
        ("80 - 15%", "68"),
        ("50%", "0.5"),
        ("10 % 3", "1"),
        ("7 mod 4", "3"),
        ("1,234,567 + 1", "1,234,568"),
        ("9999 + 0", "9999"),
        ("3 x 4", "12"),
        ("3 × 4 ÷ 2", "6"),
        ("12 divided by 5", "2.4"),
        ("3 times 4 plus 1", "13"),
        ("5 squared", "25"),
        ("2 to the power of 0", "1"),
        ("the square root of 16", "4"),
        ("√16 + 1", "5"),
        ("the cube root of 27", "≈ 3"),
        ("sqrt(9/4)", "1.5"),
        ("5!", "120"),
        ("factorial(5)", "120"),
        ("half of 9", "4.5"),
        ("7 // 2", "3"),
        ("abs(-3)", "3"),
        ("1e-9 * 3", "3e-9"),
        ("10**40", "1e40"),
        ("1e400", "1e400"),
        ("0 ** 0", "1"),
        ("(-1) ** 999999", "-1"),
        ("1 ** 999999999", "1"),
        ("2 + 2 =", "4"),
    ],
)
def test_a_sum(text: str, result: str) -> None:
    assert work_out(text) == result


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("1/3", "≈ 0.3333"),
        ("sqrt(2)", "≈ 1.41421356237"),
        ("2 ** 0.5", "≈ 1.41421356237"),
        ("pi * 2", "≈ 6.28318530718"),
        ("ln(e)", "≈ 1"),
        ("log(1000)", "≈ 3"),
        ("2 ** -0.5", "≈ 0.7071"),
        ("300!", "≈ 3.06057512216e614"),
    ],
)
def test_what_is_rounded_says_so(text: str, begins: str) -> None:
    assert work_out(text).startswith(begins)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("9**9**9", "too large"),
        ("9**9**9**9", "too large"),
        ("2**99999", "too large"),
        ("2**-99999", "too large"),
        ("1e9999", "too large"),
        ("1e999 * 1e999", "too large"),
        ("10**1000 * 10**1000", "too large"),
        ("301!", "factorials"),
        ("factorial(-1)", "factorials"),
        ("factorial(1.5)", "factorials"),
        ("1/0", "zero"),
        ("1 % 0", "zero"),
        ("0 ** -1", "zero"),
        ("0 ** -99999", "zero"),
        ("sqrt(-1)", "real"),
        ("(-8) ** 0.5", "real"),
        ("ln(0)", "real"),
        ("exp(99999)", "real"),
        ("float(1)", "function"),
        ("", "read"),
        ("hello", "read"),
        ("2 +", "read"),
        ("'a' * 9", "read"),
        ("[1] * 9", "read"),
        ("True + 1", "read"),
        ("1j * 1", "read"),
        ("1 if 1 else 2", "read"),
        ("(1).real", "read"),
        ("abs(1, 2)", "read"),
        ("abs(x=1)", "read"),
        ("1 < 2", "read"),
        ("~1", "read"),
        ("1 << 9999", "read"),
        ("(" * 190, "read"),
        ("1" + "+1" * 200, "too long"),
        ("\0", "read"),
    ],
)
def test_what_is_refused_says_why(text: str, says: str) -> None:
    with pytest.raises(SumError, match=says):
        work_out(text)


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os').system('true')",
        "open('/etc/passwd')",
        "(lambda: 1)()",
        "().__class__",
        "exec('1')",
        "[x for x in (1,)]",
        "a := 1",
        "f'{1}'",
    ],
)
def test_nothing_of_python_but_sums(text: str) -> None:
    with pytest.raises(SumError):
        work_out(text)
    assert not is_sum(text)


@pytest.mark.parametrize(
    "text", ["1if 2else 3", "0x1for x in (1,)", "'\\d' + 1", "1_000 + 1", "5is 5"]
)
def test_pythons_parser_has_nothing_to_warn_of(text: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert not is_sum(text)


def test_a_number_alone_is_no_sum() -> None:
    assert not is_sum("42")
    assert not is_sum("-42")
    assert not is_sum("pi")
    assert is_sum("4 + 2")
    assert is_sum("sqrt(2)")


@given(st.data(), st.sampled_from(arithmetic._WORDS))
def test_every_word_of_a_sum_is_known(data: st.DataObject, words: tuple[str, str]) -> None:
    said = data.draw(st.from_regex(re.compile(words[0], re.ASCII), fullmatch=True))
    assert all(word in arithmetic._KNOWN for word in re.findall("[A-Za-z]+", said))


def test_deep_nesting_is_a_sentence() -> None:
    with pytest.raises(SumError):
        work_out("-" * (LONGEST - 1) + "1" + "(")
    assert work_out("-" * 100 + "1") == "1"


decimals = st.decimals(-10_000, 10_000, allow_nan=False, places=2)


@given(decimals, decimals, st.sampled_from("+-*"))
def test_sums_of_decimals_are_exact(left: object, right: object, sign: str) -> None:
    result = work_out(f"({left}) {sign} ({right})").replace(",", "")
    a, b = Fraction(str(left)), Fraction(str(right))
    assert Fraction(result) == {"+": a + b, "-": a - b, "*": a * b}[sign]


@given(st.text(alphabet="0123456789+-*/().%^! esqrtx", max_size=60))
def test_any_text_is_a_result_or_a_sentence(text: str) -> None:
    try:
        said = work_out(text)
    except SumError as error:
        said = str(error)
    assert re.fullmatch(r"(≈ )?-?[\d,.]+(e-?\d+)?|[A-Z].*\.", said)
