"""Writes docs/settings.md from the table: `python -m sel.config.docs`; a test keeps it true."""

from __future__ import annotations

from pathlib import Path

from sel.config.names import FOREIGN, PLACES
from sel.config.settings import TABLE, Entry

PAGE = Path(__file__).resolve().parents[2] / "docs" / "settings.md"
"""Where the page is in a checkout."""

_HEAD = """\
# Settings

<!-- Made from sel/config/settings.py by `make docs`. Change it there. -->

A flag beats the environment, which beats a `.env` file in the folder SEL is started in, which beats
`config.toml` (`sel paths` says where that is). `sel settings` shows every value and where it came
from. An empty value means the default. A value that is not accepted is named and passed over.

```toml
# config.toml
mode = "playful"
max_new_tokens = 256

[keys]
log = "alt+l"
help = "f1,ctrl+e"
```

In the app `/settings` shows and changes them all. `[keys]` gives actions other keys, by their ids;
`/keys` lists them and takes a key from you. Themes of your own: [themes.md](themes.md).

| setting | in words | accepts | default |
|---|---|---|---|
"""


def page() -> str:
    """The whole page, as Markdown."""
    rows = "".join(map(_row, TABLE.values()))
    return _HEAD + rows + _names()


def _row(entry: Entry) -> str:
    flag = entry.flag.replace("--", "--[no-]") if entry.kind is bool else entry.flag
    names = [
        f"`{entry.key}`",
        *(f"`{env}`" for env in entry.envs),
        *([f"`{flag}`"] if flag else []),
    ]
    cells = ("<br>".join(names), entry.rule.help, entry.accepted, _default(entry))
    return "| " + " | ".join(cells) + " |\n"


def _default(entry: Entry) -> str:
    if isinstance(entry.default, bool):
        return "`on`" if entry.default else "`off`"
    return f"`{entry.default}`" if entry.default != "" else "empty"


def _names() -> str:
    places = "".join(f"- `{name}`: {text}\n" for name, text in PLACES.items())
    foreign = "".join(f"- `{name}`: {text}\n" for name, text in FOREIGN.items())
    secret = ", ".join(f"`{one.env}`" for one in TABLE.values() if one.rule.secret)
    return (
        f"\nSecrets ({secret}) have no flag, for other users of the machine could read it, and are"
        " never shown or logged.\n"
        f"\nOnly in the environment:\n\n{places}"
        f"\nNames from elsewhere that have no effect here:\n\n{foreign}"
    )


def main() -> None:
    """Write the page."""
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
