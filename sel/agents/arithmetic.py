"""Sums as people write them, worked out exactly, within bounds. Never `eval`.

Text becomes an expression of Python's grammar, and only numbers, + - * / // % **, signs, brackets
and the functions below are followed in its tree. Values are fractions, so 0.1 + 0.2 is 0.3.
"""

from __future__ import annotations

import ast
import math
import operator
import re
from collections.abc import Callable
from decimal import Context, Decimal, DecimalException
from fractions import Fraction

LONGEST = 200
"""Characters of a sum."""
BITS = 4_096
"""Largest numerator or denominator on the way."""
MOST_EXPONENT = 1_000
MOST_FACTORIAL = 300
SHOWN = 12
"""Significant digits of a result that is not exact."""

_DECIMAL = Context(prec=40, Emax=999_999, Emin=-999_999)
_CONSTANTS = {
    "pi": Fraction("3.14159265358979323846264338327950288419716939937510"),
    "e": Fraction("2.71828182845904523536028747135266249775724709369995"),
}
_BINARY: dict[type[ast.operator], Callable[[Fraction, Fraction], Fraction]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: lambda left, right: Fraction(left // right),
    ast.Mod: operator.mod,
}
_FLOATS: dict[str, Callable[[float], float]] = {
    "sin": math.sin,
    "cos": math.cos,
    "tan": math.tan,
    "asin": math.asin,
    "acos": math.acos,
    "atan": math.atan,
    "exp": math.exp,
    "ln": math.log,
    "log": math.log10,
    "log2": math.log2,
}
_EXACT: dict[str, Callable[[Fraction], Fraction]] = {
    "abs": abs,
    "floor": lambda value: Fraction(math.floor(value)),
    "ceil": lambda value: Fraction(math.ceil(value)),
    "round": lambda value: Fraction(round(value)),
}
_N = r"\d+(?:\.\d+)?"
_WORDS = (
    (r"(?<=\d),(?=\d{3}(?:\D|$))", ""),
    (r"[×✕]|(?<=[\d)])\s*x\s*(?=[\d(])|\btimes\b|\bmultiplied by\b", "*"),
    (r"[÷]|\bdivided by\b|\bover\b", "/"),
    (r"−|\bminus\b", "-"),
    (r"\bplus\b", "+"),
    (r"\^|\b(?:raised )?to the power(?: of)?\b", "**"),
    (r"\bmod(?:ulo)?\b", "%"),
    (r"\bsquared\b|²", "**2"),
    (r"\bcubed\b|³", "**3"),
    (rf"\b(?:the )?square root of\s*({_N})", r"sqrt(\1)"),
    (rf"√\s*({_N})", r"sqrt(\1)"),
    (r"\b(?:the )?square root of\b|√", "sqrt"),
    (rf"\b(?:the )?cube root of\s*({_N})", r"((\1)**(1/3))"),
    (rf"\b(?:the )?factorial of ({_N})", r"factorial(\1)"),
    (rf"({_N})\s*(?:!(?!=)|\bfactorial\b)", r"factorial(\1)"),
    (r"\bpercent\b|\bper cent\b", "%"),
    (rf"({_N})\s*%\s*of\b", r"(\1/100)*"),
    (rf"({_N})\s*%\s*off\s*({_N})", r"(\2*(1-\1/100))"),
    (rf"^\s*({_N})\s*([+-])\s*({_N})\s*%\s*$", r"\1*(1\2\3/100)"),
    (rf"({_N})\s*%(?=\s*(?:[-+*/)]|$))", r"(\1/100)"),
    (r"\ba half of\b|\bhalf of\b|\bhalf\b", "(1/2)*"),
    (r"\b(?:a )?third of\b", "(1/3)*"),
    (r"\b(?:a )?quarter of\b", "(1/4)*"),
    (r"\bdouble\b|\btwice\b", "2*"),
)
_PATTERNS = tuple((re.compile(pattern, re.IGNORECASE), put) for pattern, put in _WORDS)

_SIGNS = re.compile(
    r"(?:(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?(?![\w.])|[A-Za-z_]\w*|[-+*/%() ])*+"
)
"""All a sum may be written with. Whatever else Python would read is never shown to its parser,
which prints warnings where numbers and words touch."""


_SAID = """
    times multiplied by divided over minus plus raised to the power of mod modulo squared cubed
    square root cube factorial percent per cent off a half third quarter double twice x e pi sqrt
"""
_KNOWN = {*_SAID.split(), *(name.rstrip("0123456789") for name in (*_FLOATS, *_EXACT))}
"""All words that sums are written with."""
_WORD = re.compile(r"[A-Za-z]+")


class SumError(ValueError):
    """The sum cannot be worked out; the text is a sentence."""


def work_out(text: str) -> str:
    """The result as text, with "≈" in front where it is not exact. Raises `SumError`."""
    sum_ = _Sum(expression(text))
    value = sum_.value()
    shown, exact = _shown(value)
    return shown if exact and sum_.exact else f"≈ {shown}"


def is_sum(text: str) -> bool:
    """Whether the text is a sum with something to do in it: more than a number."""
    if not all(word.lower() in _KNOWN for word in _WORD.findall(text)):
        return False  # as most sentences with a number in them
    try:
        tree = _Sum(expression(text)).tree
    except SumError:
        return False
    nodes = list(ast.walk(tree))
    return (
        any(isinstance(node, ast.BinOp | ast.Call) for node in nodes)
        and any(isinstance(node, ast.Constant) for node in nodes)
        and all(_allowed(node) for node in nodes)
    )


def expression(text: str) -> str:
    """The sum in Python's signs. Raises `SumError` for one too long."""
    if len(text) > LONGEST:
        raise SumError("This sum is too long for me.")
    text = " ".join(text.split()).rstrip("=? ").strip()
    for pattern, put in _PATTERNS:
        text = pattern.sub(put, text)
    return text.strip()


def _allowed(node: ast.AST) -> bool:
    if isinstance(node, ast.Name):
        return node.id in {*_CONSTANTS, *_FLOATS, *_EXACT, "sqrt", "factorial"}
    if isinstance(node, ast.Constant):
        return type(node.value) in (int, float)
    kinds = (ast.Expression, ast.BinOp, ast.UnaryOp, ast.Call, ast.Load, ast.operator, ast.UAdd)
    return isinstance(node, (*kinds, ast.USub))


class _Sum:
    """One expression. `exact` is false once anything in it was rounded."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.exact = True
        if not _SIGNS.fullmatch(text):
            raise SumError("I cannot read this as a sum.")
        try:
            self.tree = ast.parse(text, mode="eval")
        except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
            raise SumError("I cannot read this as a sum.") from error

    def value(self) -> Fraction:
        try:
            return self._of(self.tree.body)
        except ZeroDivisionError as error:
            raise SumError("Nothing can be divided by zero.") from error
        except RecursionError as error:
            raise SumError("This sum is nested too deeply for me.") from error

    def _of(self, node: ast.expr) -> Fraction:
        if isinstance(node, ast.Constant):
            return self._number(node)
        if isinstance(node, ast.BinOp):
            return _bounded(self._binary(node))
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.UAdd):
            value = self._of(node.operand)
            return -value if isinstance(node.op, ast.USub) else value
        if isinstance(node, ast.Name) and node.id.lower() in _CONSTANTS:
            self.exact = False
            return _CONSTANTS[node.id.lower()]
        if isinstance(node, ast.Call):
            return _bounded(self._call(node))
        raise SumError("I cannot read this as a sum.")

    def _number(self, node: ast.Constant) -> Fraction:
        """The literal as it was written: 0.1 is a tenth."""
        value = node.value
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise SumError("I cannot read this as a sum.")
        text = (ast.get_source_segment(self._text, node) or "").replace("_", "")
        _, _, exponent = text.lower().partition("e")
        if exponent and abs(int(exponent)) > MOST_EXPONENT:
            raise SumError("This is too large for me.")
        try:
            return _bounded(Fraction(text))
        except ValueError:  # 0x10 and the like
            return _bounded(Fraction(value))

    def _binary(self, node: ast.BinOp) -> Fraction:
        left, right = self._of(node.left), self._of(node.right)
        if isinstance(node.op, ast.Pow):
            return self._power(left, right)
        work = _BINARY.get(type(node.op))
        if work is None:
            raise SumError("I cannot read this as a sum.")
        return work(left, right)

    def _power(self, base: Fraction, exponent: Fraction) -> Fraction:
        if base == 0 and exponent < 0:
            raise ZeroDivisionError
        if exponent.denominator == 1:
            size = max(base.numerator.bit_length(), base.denominator.bit_length())
            if abs(exponent) * size > BITS and base not in (0, 1, -1):
                raise SumError("This is too large for me.")
            if abs(exponent) > BITS:
                return base if exponent % 2 else base * base
            return base ** int(exponent)
        if base < 0:
            raise SumError("That root is not a real number.")
        if base == 0:
            return Fraction(0)
        self.exact = False
        return _from_decimal(lambda: _DECIMAL.power(_to_decimal(base), _to_decimal(exponent)))

    def _call(self, node: ast.Call) -> Fraction:
        if not isinstance(node.func, ast.Name) or len(node.args) != 1 or node.keywords:
            raise SumError("I cannot read this as a sum.")
        name, value = node.func.id.lower(), self._of(node.args[0])
        if name in _EXACT:
            return _EXACT[name](value)
        if name == "sqrt":
            return self._root(value)
        if name == "factorial":
            return _factorial(value)
        if name not in _FLOATS:
            raise SumError("I do not know that function.")
        self.exact = False
        try:
            return Fraction(repr(_FLOATS[name](float(value))))
        except (ValueError, OverflowError) as error:
            raise SumError("That has no real result.") from error

    def _root(self, value: Fraction) -> Fraction:
        if value < 0:
            raise SumError("That root is not a real number.")
        above, below = math.isqrt(value.numerator), math.isqrt(value.denominator)
        if above**2 == value.numerator and below**2 == value.denominator:
            return Fraction(above, below)
        self.exact = False
        return _from_decimal(lambda: _DECIMAL.sqrt(_to_decimal(value)))


def _bounded(value: Fraction) -> Fraction:
    if max(value.numerator.bit_length(), value.denominator.bit_length()) > BITS:
        raise SumError("This is too large for me.")
    return value


def _factorial(value: Fraction) -> Fraction:
    if value.denominator != 1 or not 0 <= value <= MOST_FACTORIAL:
        raise SumError(f"I know the factorials of the whole numbers from 0 to {MOST_FACTORIAL}.")
    return Fraction(math.factorial(int(value)))


def _to_decimal(value: Fraction) -> Decimal:
    return _DECIMAL.divide(Decimal(value.numerator), Decimal(value.denominator))


def _from_decimal(work: Callable[[], Decimal]) -> Fraction:
    try:
        value = work()
        if abs(value.adjusted()) > MOST_EXPONENT:
            raise SumError("This is too large for me.")
        return Fraction(value)
    except DecimalException as error:
        raise SumError("This is too large for me.") from error


def _shown(value: Fraction) -> tuple[str, bool]:
    """The value in decimal, and whether all of it is shown."""
    if value.denominator == 1 and abs(value) < 10**30:
        return f"{value.numerator:,}" if abs(value) >= 10_000 else str(value.numerator), True
    rounded = _to_decimal(value).normalize(Context(prec=SHOWN))
    if -7 < rounded.adjusted() < 15:
        return f"{rounded:f}", Fraction(rounded) == value
    return f"{rounded:e}".replace("e+", "e"), Fraction(rounded) == value
