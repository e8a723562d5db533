"""SEL's figures in words: what `tui.drawings` draws of them, a line for each thing. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from statistics import median
from typing import TYPE_CHECKING

from tui.drawings import words
from tui.drawings.kept import saved
from tui.drawings.machine import NOTHING as NO_PROCESS
from tui.drawings.speed import NOTHING as NO_REPLY
from tui.drawings.speed import made
from tui.drawings.stages import NOTHING as NOT_MEASURED
from tui.drawings.stages import place
from tui.drawings.trouble import ANSWERED, OUTCOMES, QUICK
from tui.drawings.turns import ENDINGS, LOOKS, MEMORY, MODEL, named
from tui.drawings.turns import NOTHING as NO_TURN
from tui.drawings.voice import PARTS, percentile
from tui.heard.page import CHOSEN, percent, went
from tui.mood import HORMONES

if TYPE_CHECKING:
    from sel.brain.figures import ReplyFigures
    from sel.cache.stats import KindStats
    from sel.observe.monitor import SlowOperation
    from sel.observe.processes import ProcessView
    from sel.observe.turns import Waterfall
    from sel.observe.windows import OperationStats
    from sel.voice_events import VoiceTimes, VoiceView
    from tui.drawings.machine import Track
    from tui.port import HoursView

Lines = Iterator[str]


def turn(turns: Sequence[Waterfall], back: int) -> Lines:
    """A turn's stages as they came, and whose time it was."""
    if not turns:
        yield NO_TURN
        return
    back = min(max(back, 0), len(turns) - 1)
    one = turns[-1 - back]
    title = "the last turn" if not back else f"turn {len(turns) - back} of {len(turns)}"
    ending = ENDINGS.get(one.ending, one.ending)
    yield f"{CHOSEN}{title}, at {words.clock(one.at)}: {ending}, took {words.seconds(one.seconds)}."
    shares = {"the model": 0.0, "the memory": 0.0, "my own": 0.0, "the rest": one.rest}
    whose = {MODEL: "the model", MEMORY: "the memory"}
    for stage in one.stages:
        yield f"{named(stage.name)}: {words.seconds(stage.seconds)}"
        if stage.began < one.seconds:
            name = (
                "the rest"
                if stage.name == "queue"
                else whose.get(LOOKS.get(stage.name, ""), "my own")
            )
            shares[name] += stage.seconds
    whole = sum(shares.values())
    if whole > 0:
        told = ", ".join(f"{name} {part / whole:.0%}" for name, part in shares.items())
        yield f"Whose time it was: {told}."


def rows(title: str, found: Sequence[tuple[str, str]]) -> Lines:
    """Labels and values, below a title."""
    yield f"{title}:"
    yield from (f"{label}: {value}" for label, value in found)


def stages(operations: Sequence[OperationStats]) -> Lines:
    """How long what takes."""
    if not operations:
        yield NOT_MEASURED
        return
    yield "How long what takes: half of the times, 95 of 100, 99 of 100."
    for one in sorted(operations, key=place):
        times = ", ".join(words.seconds(time) for time in (one.p50, one.p95, one.p99))
        failed = f", {one.failed:,} failed" if one.failed else ""
        whose = "" if one.subsystem == "turn" else f"{named(one.subsystem)} "
        yield f"{whose}{named(one.operation)}: {times}; {one.count:,} times{failed}"


def speed(replies: Sequence[ReplyFigures], live: float) -> Lines:
    """How fast the last replies were made, what needed no reading, how long the first word took."""
    fresh = [reply.stats for reply in made(replies)]
    if not fresh:
        yield NO_REPLY
        return
    speeds = [one.tokens_per_second for one in fresh]
    now = [*speeds, live] if live else speeds
    yield f"The last {len(fresh):,} replies."
    yield f"Tokens a second: {went(now, _whole)}; half of the replies above {median(speeds):.0f}."
    reuse = went([one.reuse for one in fresh], percent)
    yield f"Of the prompt not read again: {reuse}."
    waits = [one.first_token_seconds for one in fresh if one.first_token_seconds > 0]
    if waits:
        middle = words.seconds(median(waits))
        yield f"Until the first word: {went(waits, words.seconds)}; half of them below {middle}."


def cache(kinds: Mapping[str, KindStats]) -> Lines:
    """What did not have to be made again."""
    used = {name: kind for name, kind in kinds.items() if kind.hits or kind.misses or kind.entries}
    if not used:
        yield "Nothing was asked for twice yet."
        return
    tokens, seconds = saved(kinds)
    yield f"Kept answers saved {tokens:,} tokens and {words.seconds(seconds)}."
    for name, kind in used.items():
        yield (
            f"{named(name)}: found {kind.hits:,} of {kind.hits + kind.misses:,} times, "
            f"{kind.entries:,} kept, {kind.tokens_saved:,} tokens saved"
        )


def machine(view: ProcessView, track: Track) -> Lines:
    """What each process holds and how busy it is."""
    if view.note or not view.processes:
        yield view.note or NO_PROCESS
        return
    yield f"Processes hold {words.memory(view.memory)} in all. Since this screen was opened:"
    for one in view.processes:
        memory = went(track.memory(one.name) or [one.memory], words.memory)
        busy = went(track.cpu(one.name) or [one.cpu], percent)
        yield f"{one.name}: memory {memory}; processor {busy}"
    yield from (f"{name}: gone" for name in view.gone)


def trouble(operations: Sequence[SlowOperation], reasons: Mapping[str, int], refused: int) -> Lines:
    """What took long, and what was not answered."""
    yield "What took long:" if operations else QUICK
    for one in reversed(operations):
        outcome = OUTCOMES.get(one.outcome, one.outcome)
        what = f"{named(one.subsystem)} {named(one.operation)}"
        parts = (f"{what} {words.seconds(one.seconds)}", outcome, f"at {words.clock(one.at)}")
        yield ", ".join(filter(None, parts))
    yield "Not answered:" if reasons else ANSWERED
    for reason, times in sorted(reasons.items(), key=lambda pair: (-pair[1], pair[0])):
        yield f"{times:,} times: {reason}"
    if refused:
        yield f"{refused:,} times were none: a clock jumped."


def hours(seen: HoursView | None) -> Lines:
    """How the hormones went over the hours, and what moved them."""
    if seen is None or not seen.at:
        yield "No hour was lived through yet."
        return
    yield f"Hormones over {(seen.until - seen.since) / 3600:.0f} hours:"
    for name in HORMONES:
        yield f"{name}: {went(seen.means.get(name, ()), percent)}"
    yield "What moved me, the newest first:" if seen.happenings else "Nothing moved me yet."
    for move in list(reversed(seen.happenings))[:20]:
        yield f"{words.when(move.at)}: {move.reason}"


def voice(times: Sequence[VoiceTimes], view: VoiceView) -> Lines:
    """From a last word to a first sound, part by part, and who listens and speaks."""
    if not times:
        yield "Nothing was said aloud yet. /voice switches it on."
        return
    yield f"From the last word to the first sound, over {len(times):,} turns: half, 95 of 100."
    for name, _ in PARTS:
        values = [float(getattr(one, name)) for one in times]
        yield f"{named(name)}: {_half_and_most(values)}"
    yield f"all of it: {_half_and_most([one.total for one in times])}"
    who = (("ears", view.ears), ("mouth", view.mouth), ("microphone", view.input))
    for label, value in (*who, ("speaker", view.output), ("echo", named(view.echo))):
        if value:
            yield f"{label}: {value}"


def _half_and_most(values: Sequence[float]) -> str:
    return ", ".join(words.seconds(percentile(values, share)) for share in (0.5, 0.95))


def _whole(value: float) -> str:
    return f"{value:.0f}"
