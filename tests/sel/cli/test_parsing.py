"""What the command line says of itself, and to who writes something else."""

import json
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from sel.cli.main import COMMANDS, main
from sel.config.settings import TABLE

Said = Callable[..., tuple[int, str, str]]


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Said:
    """Runs a command: its exit code, what it printed, and what it said beside."""

    def run(*arguments: str) -> tuple[int, str, str]:
        try:
            code = main(arguments)
        except SystemExit as left:
            code = int(left.code or 0)
        return (code, *capsys.readouterr())

    return run


def test_the_first_help_fits_a_screen_and_begins_with_the_commands(said: Said) -> None:
    _, out, _ = said("--help")
    assert len(out.splitlines()) <= 45
    assert out.index("commands:") < out.index("options:")
    for name in COMMANDS:
        assert f"    {name} " in out


@pytest.mark.parametrize("name", [one for one in COMMANDS if one != "settings"])
def test_the_help_of_a_command_is_about_that_command(name: str, said: Said) -> None:
    _, out, _ = said(name, "--help")
    assert len(out.splitlines()) <= 40
    assert "--discord-shards" not in out


def test_the_flags_of_all_settings_are_listed_in_one_place(said: Said) -> None:
    _, out, _ = said("settings", "--help")
    for entry in TABLE.values():
        assert not entry.flag or entry.flag in out
    assert "sel settings --help" in said("chat", "--help")[1]


def test_help_is_a_word_too(said: Said) -> None:
    assert said("help") == said("--help")
    assert said("help", "models") == said("models", "--help")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["mdels"], "sel: there is no command 'mdels'. Did you mean models?"),
        (["models", "lst"], "sel models: there is no action 'lst'. Did you mean list?"),
        (["models", "info"], "sel models info: NAME is missing."),
        (["models", "list", "--jsn"], "sel models list: --jsn is not known here. Did you mean"),
        (["--modle", "x"], "sel: --modle is not known here. Did you mean --mode?"),
        (["pull", "a/b"], "sel: there is no command 'pull'. It is `sel models pull` here."),
        (["models", "rm", "x"], "It is `sel models remove` here."),
        (["memory", "forget"], "sel memory forget: One of ID --about --all is needed."),
        (["memory", "consent", "onn"], "'onn' is none of on, off, status. Did you mean on?"),
        (["chat", "--once"], "sel chat: --once needs a value."),
        (["models", "search", "--limit", "x", "y"], "--limit: 'x' is no whole number."),
    ],
)
def test_a_mistake_is_one_sentence(arguments: list[str], sentence: str, said: Said) -> None:
    code, out, err = said(*arguments)
    assert (code, out) == (2, "")
    assert sentence in err
    assert err.count("\n") == 1


def test_a_mistake_prints_nothing_a_terminal_obeys(said: Said) -> None:
    assert "\x1b" not in said("models", "list", "--x\x1b]0;a\x07")[2]


@pytest.mark.parametrize(
    ("command", "action"),
    [("models", "list"), ("sessions", "list"), ("persona", "list"), ("agents", "list")],
)
def test_a_command_alone_lists(command: str, action: str, said: Said) -> None:
    assert said(command) == said(command, action)
    assert said(command)[0] == 0


def test_one_setting_is_told_whole(said: Said) -> None:
    code, out, _ = said("settings", "slots")
    assert code == 0
    for words in ("slots = 8", "KV cache", "from 1 to 64", "SEL_SLOTS", "--slots"):
        assert words in out


def test_a_word_finds_the_settings_it_has_to_do_with(said: Said) -> None:
    _, out, _ = said("settings", "microphone")
    assert "voice_input" in out
    assert "theme" not in out
    assert set(json.loads(said("settings", "microphone", "--json")[1])) <= set(TABLE)


def test_a_setting_is_changed_and_let_go_again(said: Said, home: Path) -> None:
    file = home / "config" / "config.toml"
    assert said("settings", "slots", "3")[0] == 0
    assert tomllib.loads(file.read_text()) == {"slots": 3}
    assert said("settings", "slots", "--default")[0] == 0
    assert tomllib.loads(file.read_text()) == {}


def test_a_flag_may_stand_between_the_words(said: Said, home: Path) -> None:
    """Also where some of the words may be left out; what is wrong is told as ever."""
    assert said("settings", "theme", "--slots", "4", "sel-light")[0] == 0
    assert tomllib.loads((home / "config" / "config.toml").read_text()) == {"theme": "sel-light"}
    assert "Did you mean vision?" in said("models", "use", "vison", "--slots", "4", "mine")[2]
    assert "c is not known here" in said("settings", "a", "--slots", "4", "b", "c")[2]
    assert "e2 is not known here" in said("memory", "forget", "e1", "--lexical", "e2")[2]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["slots", "900"], "It takes a whole number from 1 to 64."),
        (["slotz", "9"], "Did you mean slots?"),
        (["qqqq"], "`sel settings` lists"),
        (["remote_key", "hush"], "a secret"),
        (["--default"], "Which setting?"),
    ],
)
def test_what_cannot_be_set_is_said(
    arguments: list[str], sentence: str, said: Said, home: Path
) -> None:
    code, _, err = said("settings", *arguments)
    assert code == 2
    assert sentence in err
    assert not (home / "config" / "config.toml").exists()
    assert "hush" not in err


def test_a_change_that_does_not_count_says_so(said: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEL_SLOTS", "4")
    assert "environment" in said("settings", "slots", "3")[1]
