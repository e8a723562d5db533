"""Notes beside the sayings what each of them needs, so that no start has to look for it.

    python assets/safety/note_needed.py

Run it after `sayings.toml` was changed; a test asks for it. With notes of other sayings SEL looks
for it at each start, which takes a fifth of a second.
"""

from pathlib import Path

from sel.safety.sayings import NOTED, Sayings

if __name__ == "__main__":
    folder = Path(__file__).parent
    text = (folder / "sayings.toml").read_text("utf-8")
    (folder / NOTED).write_text(Sayings.from_toml(text).noted(text), "utf-8")
