"""Single answers: made once, whoever asks."""

import asyncio
import itertools
import math

import pytest
from cache_stage import key, settled

from sel.cache.cache import ResponseCache
from sel.cache.policy import CLASSIFICATION
from sel.cache.stats import Cost
from sel.cache.values import Values


class Classifier:
    """Says what something is, once it is let."""

    def __init__(self, fails: int = 0) -> None:
        self.asked, self.fails = 0, fails
        self.go_on = asyncio.Event()

    async def __call__(self) -> dict[str, object]:
        self.asked += 1
        mine = self.asked
        await self.go_on.wait()
        if mine <= self.fails:
            raise ValueError(f"failure {mine}")
        return {"intent": "code", "sure": [0.9, mine]}


KEY = key(kind=CLASSIFICATION)


async def test_it_is_asked_once_and_kept() -> None:
    cache, classify = ResponseCache(), Classifier()
    values = Values(cache, timer=itertools.count(step=2).__next__)
    classify.go_on.set()
    first = await values.ask(KEY, classify, tokens=lambda answer: len(answer))
    assert (first.source, first.cost) == ("made", Cost(tokens=2, seconds=2))
    second = await values.ask(KEY, classify)
    assert (second.value, second.source) == (first.value, "cached")
    assert classify.asked == 1
    row = cache.stats().kinds[CLASSIFICATION]
    assert (row.hits, row.tokens_saved, row.seconds_saved) == (1, 2, 2)


async def test_at_the_same_time_too_and_each_has_a_copy() -> None:
    values, classify = Values(ResponseCache()), Classifier()
    asking = [asyncio.create_task(values.ask(KEY, classify)) for _ in range(3)]
    await settled()
    classify.go_on.set()
    answers = [await one for one in asking]
    assert sorted(one.source for one in answers) == ["made", "shared", "shared"]
    answers[0].value["sure"].append("changed")
    assert answers[1].value == answers[2].value == {"intent": "code", "sure": [0.9, 1]}
    assert classify.asked == 1


async def test_the_failure_of_one_is_not_that_of_all() -> None:
    cache = ResponseCache()
    values, classify = Values(cache), Classifier(fails=2)
    asking = [asyncio.create_task(values.ask(KEY, classify)) for _ in range(5)]
    await settled()
    classify.go_on.set()
    ended = await asyncio.gather(*asking, return_exceptions=True)
    failed = [str(one) for one in ended if isinstance(one, ValueError)]
    assert sorted(failed) == ["failure 1", "failure 2"]
    assert classify.asked == 3
    assert cache.stats().kinds[CLASSIFICATION].entries == 1


async def test_cancelling_one_leaves_the_others_theirs() -> None:
    values, classify = Values(ResponseCache()), Classifier()
    asking = [asyncio.create_task(values.ask(KEY, classify)) for _ in range(3)]
    await settled()
    asking[0].cancel()
    await settled()
    classify.go_on.set()
    assert (await asking[1]).value == (await asking[2]).value
    assert classify.asked == 1
    with pytest.raises(asyncio.CancelledError):
        await asking[0]


async def test_an_answer_that_is_no_json_number_is_given_but_not_kept() -> None:
    cache = ResponseCache()

    async def make() -> float:
        return float("nan")

    answer = await Values(cache).ask(KEY, make)
    assert math.isnan(answer.value)
    assert cache.get(KEY) is None


async def test_without_keeping_each_has_it_made() -> None:
    values, classify = Values(ResponseCache()), Classifier()
    classify.go_on.set()
    for _ in range(2):
        assert (await values.ask(KEY, classify, keep=False)).source == "made"
    assert classify.asked == 2
