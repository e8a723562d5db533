import pytest
from hypothesis import given
from hypothesis import strategies as st

from sel.config.settings import MODES, TABLE, Settings


def test_defaults_pass_their_own_rule() -> None:
    for entry in TABLE.values():
        raw = entry.default if isinstance(entry.default, bool) else str(entry.default)
        assert entry.parse(raw) == entry.default


def test_repr_never_shows_a_secret() -> None:
    settings = Settings(remote_key="hush-hush")
    assert "hush" not in repr(settings)
    assert "hush" not in str(TABLE["remote_key"].shown(settings))
    assert TABLE["remote_key"].shown(settings) == "set, not shown"


def test_secrets_have_no_flag() -> None:
    assert TABLE["remote_key"].flag == ""
    assert TABLE["max_new_tokens"].flag == "--max-new-tokens"


@pytest.mark.parametrize(
    ("key", "raw", "value"),
    [
        ("mode", "Deep-Focus", "deep_focus"),
        ("stream", "0", False),
        ("stream", "Yes", True),
        ("stream", True, True),
        ("batch_seconds", "0.5", 0.5),
        ("batch_seconds", 2, 2.0),
        ("context", "0", 0),
        ("gpu_layers", "12", "12"),
        ("gpu_layers", 12, "12"),
        ("timezone", "Europe/Zurich", "Europe/Zurich"),
        ("region", "ch", "ch"),
        ("remote_url", "http://[::1]:8000/v1", "http://[::1]:8000/v1"),
        ("threads", "", 0),
    ],
)
def test_accepted(key: str, raw: object, value: object) -> None:
    assert TABLE[key].parse(raw) == value


@pytest.mark.parametrize(
    ("key", "raw"),
    [
        ("mode", "grumpy"),
        ("mode", True),
        ("stream", "perhaps"),
        ("batch_seconds", "nan"),
        ("batch_seconds", -1),
        ("max_new_tokens", 0),
        ("max_new_tokens", 1.5),
        ("max_new_tokens", True),
        ("context", "12"),
        ("gpu_layers", "-1"),
        ("gpu_layers", "most"),
        ("timezone", "Mars/Olympus"),
        ("region", "Switzerland"),
        ("region", "C1"),
        ("timezone", "../../etc/passwd"),
        ("remote_url", "ftp://example.org"),
        ("remote_url", "http://name:word@example.org"),
        ("remote_url", "http://[half"),
        ("general_model", "a\0b"),
        ("general_model", ["a"]),
    ],
)
def test_refused(key: str, raw: object) -> None:
    with pytest.raises((ValueError, TypeError)):
        TABLE[key].parse(raw)


@given(st.text())
def test_any_text_is_accepted_or_refused_but_never_breaks(raw: str) -> None:
    for entry in TABLE.values():
        try:
            value = entry.parse(raw)
        except (ValueError, TypeError, OverflowError):
            continue
        assert isinstance(value, entry.kind)


@given(st.integers() | st.floats(allow_nan=True))
def test_numbers_that_pass_are_in_range(raw: float) -> None:
    entry = TABLE["batch_seconds"]
    try:
        value = entry.parse(raw)
    except (ValueError, OverflowError):
        return
    assert 0.0 <= value <= 10.0


def test_every_row_says_what_it_accepts() -> None:
    assert all(entry.rule.help and entry.accepted for entry in TABLE.values())
    for mode in MODES:
        assert mode in TABLE["mode"].accepted
