"""Names that are no setting: what was probably meant, and what became of names others use."""

from __future__ import annotations

from sel.config.settings import TABLE
from sel.config.token import TOKEN, TOKEN_PLACE, is_token
from sel.errors import SettingError

PLACES = {"SEL_HOME": "Moves all of SEL's folders into one."}
"""Names of the environment that are no settings but known: they say where settings are."""

_OTHER_RUNTIME = "It belongs to another runtime: with GGUF the quantisation is the file's."
FOREIGN = {
    "SEL_QUANT": _OTHER_RUNTIME,
    "SEL_COMPILE": _OTHER_RUNTIME,
}
"""Names that mean something elsewhere, with what to know about them here."""


def unknown_variable(name: str, where: str) -> SettingError | None:
    """What to say about a `SEL_…` name of the environment or `.env`; None if it is known."""
    known = tuple(entry.env for entry in TABLE.values())
    if name in known or name in PLACES:
        return None
    if name in FOREIGN:
        return SettingError(f"{name} has no effect here.", where=where, hint=FOREIGN[name])
    if is_token(name):
        hint = f"Its name is {TOKEN}, in the environment or in a .env file."
        return SettingError(f"{name} is not read.", where=where, hint=hint)
    return _not_a_setting(name, where, _closest(name, (*known, *PLACES)))


def unknown_key(key: str, where: str) -> SettingError | None:
    """What to say about a key of config.toml; None if it is known."""
    if key in TABLE:
        return None
    if is_token(key):
        title = "A Discord token does not belong in config.toml, and is not read there."
        return SettingError(title, where=where, hint=TOKEN_PLACE)
    env = key.upper() if key.upper().startswith("SEL_") else f"SEL_{key.upper()}"
    if env in FOREIGN:
        return SettingError(f"{key} has no effect here.", where=where, hint=FOREIGN[env])
    by_env = {entry.env: entry.key for entry in TABLE.values()}
    return _not_a_setting(key, where, by_env.get(_closest(env, tuple(by_env)), ""))


def _not_a_setting(name: str, where: str, guess: str) -> SettingError:
    hint = f"Did you mean {guess}?" if guess else "`sel settings` lists what there is."
    return SettingError(f"{name} is not a setting.", where=where, hint=hint)


def _closest(name: str, known: tuple[str, ...]) -> str:
    import difflib  # lazy: only a mistake needs it

    by_words = {_in_order(one): one for one in known}
    near = difflib.get_close_matches(_in_order(name), by_words, n=1, cutoff=0.7)
    return by_words[near[0]] if near else ""


def _in_order(name: str) -> str:
    """The words of a name sorted, so that SEL_MODEL_GENERAL finds SEL_GENERAL_MODEL."""
    return "_".join(sorted(name.upper().split("_")))
