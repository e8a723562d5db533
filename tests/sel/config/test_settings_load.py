from pathlib import Path

import pytest

from sel import paths as places
from sel.config.load import Loaded, load
from sel.errors import SettingError


class House:
    """A home and a working folder of one's own."""

    def __init__(self, root: Path) -> None:
        self.paths = places.find({"SEL_HOME": str(root / "home")}).ready()
        self.cwd = root / "work"
        self.cwd.mkdir()

    def load(self, environ: dict[str, str] | None = None, **flags: str) -> Loaded:
        return load(environ or {}, self.paths, flags, self.cwd)

    def config(self, text: str | bytes) -> None:
        raw = text.encode() if isinstance(text, str) else text
        self.paths.config_file.write_bytes(raw)

    def dotenv(self, text: str) -> None:
        (self.cwd / ".env").write_text(text)


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


def sentences(loaded: Loaded) -> list[str]:
    return [problem.sentence() for problem in loaded.problems]


def test_nothing_set_is_all_defaults_and_no_problems(house: House) -> None:
    loaded = house.load()
    assert loaded.settings.mode == "casual"
    assert loaded.problems == ()
    assert set(loaded.sources.values()) == {"default"}


def test_each_source_beats_the_next(house: House) -> None:
    house.config("slots = 2\nthreads = 2\ncontext = 512\nmode = 'playful'\n")
    house.dotenv("SEL_SLOTS=3\nSEL_THREADS=3\nSEL_CONTEXT=1024\n")
    loaded = house.load({"SEL_SLOTS": "4", "SEL_THREADS": "4"}, slots="5")
    settings = loaded.settings
    assert (settings.slots, settings.threads, settings.context) == (5, 4, 1024)
    assert settings.mode == "playful"
    assert [loaded.sources[key] for key in ("slots", "threads", "context", "mode")] == [
        "flag",
        "environment",
        ".env",
        "config.toml",
    ]


def test_a_refused_value_is_named_and_the_next_source_counts(house: House) -> None:
    house.config("slots = 2\n")
    loaded = house.load({"SEL_SLOTS": "many"})
    assert loaded.settings.slots == 2
    assert loaded.problems[0].where == "SEL_SLOTS"
    assert "from 1 to 64" in sentences(loaded)[0]
    assert "many" not in sentences(loaded)[0]


def test_a_refused_flag_stops(house: House) -> None:
    with pytest.raises(SettingError, match="mode"):
        house.load(mode="grumpy")


def test_an_empty_value_is_the_default(house: House) -> None:
    house.config("threads = 3\n")
    assert house.load({"SEL_THREADS": ""}).settings.threads == 0


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("mode = 'playful'\nslots = = 3\n", 2),
        ("mode = 'playful'\n\nslots = [", 3),
        (b"mode = 'playful'\nname = '\xff'\n", 2),
    ],
)
def test_a_broken_config_names_its_line_and_is_left_alone(
    house: House, text: str | bytes, line: int
) -> None:
    house.config(text)
    before = house.paths.config_file.read_bytes()
    loaded = house.load()
    assert f"line {line}" in sentences(loaded)[0]
    assert loaded.settings.mode == "casual"
    assert house.paths.config_file.read_bytes() == before


def test_a_wrong_type_in_the_config_names_line_and_range(house: House) -> None:
    house.config("# mine\n\nslots = 'eight'\n")
    said = sentences(house.load())[0]
    assert "config.toml, line 3" in said
    assert "slots" in said


def test_unknown_names_get_a_guess(house: House) -> None:
    house.config("[models]\nsmall = 1\n")
    house.dotenv("SEL_THRAEDS=2\n")
    loaded = house.load({"SEL_MODEL_GENERAL": "x", "SEL_HOME": "y", "HOME": "z"})
    said = "\n".join(sentences(loaded))
    assert "Did you mean SEL_GENERAL_MODEL?" in said
    assert "Did you mean SEL_THREADS?" in said
    assert ".env, line 1" in said
    assert "models is not a setting. (config.toml, line 1)" in said
    assert len(loaded.problems) == 3


def test_names_of_another_runtime_are_explained(house: House) -> None:
    said = sentences(house.load({"SEL_QUANT": "4bit"}))
    assert said == [
        "SEL_QUANT has no effect here. (environment) It belongs to another runtime: "
        "with GGUF the quantisation is the file's."
    ]


def test_a_config_key_in_capitals_is_pointed_to_its_name(house: House) -> None:
    house.config('SEL_MODE = "playful"\n')
    assert "Did you mean mode?" in sentences(house.load())[0]


def test_broken_dotenv_lines_are_named_and_the_rest_counts(house: House) -> None:
    house.dotenv("SEL_SLOTS=3\n'oops\nSEL_MODE=playful\n")
    loaded = house.load()
    assert loaded.settings.slots == 3
    assert any(".env, line 2" in one for one in sentences(loaded))


def test_a_folder_called_dotenv_is_no_problem(house: House) -> None:
    (house.cwd / ".env").mkdir()
    assert house.load().problems == ()


def test_a_dotenv_that_sends_words_away_is_said(house: House) -> None:
    house.dotenv("SEL_REMOTE_URL=https://elsewhere.example/v1\n")
    assert "sends what you say to elsewhere.example" in sentences(house.load())[0]


def test_a_dotenv_cannot_move_the_home(house: House) -> None:
    house.dotenv("SEL_HOME=/elsewhere\n")
    assert "no effect in a .env" in sentences(house.load())[0]


def test_a_huge_config_is_not_read(house: House) -> None:
    house.config(b"#" * ((1 << 20) + 1))
    assert "too large" in sentences(house.load())[0]


def test_secrets_stay_out_of_problems(house: House) -> None:
    loaded = house.load({"SEL_REMOTE_KEY": "hush\0hush"})
    assert loaded.problems
    assert "hush" not in "".join(sentences(loaded))
