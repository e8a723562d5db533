"""Many threads at one cache: nothing is lost count of, nothing waits for ever."""

import threading
from pathlib import Path

from cache_stage import key

from sel.cache.cache import ResponseCache
from sel.cache.disk import FileDisk
from sel.cache.timing import measure

THREADS, ROUNDS = 8, 400


def test_eight_threads_at_once(tmp_path: Path) -> None:
    cache = ResponseCache(capacity=50, disk=FileDisk(tmp_path / "replies.cache"))
    keys = [key(str(n)) for n in range(100)]
    errors: list[BaseException] = []

    def work(number: int) -> None:
        for step in range(ROUNDS):
            one = keys[(step * 7 + number) % len(keys)]
            if cache.get(one) is None:
                cache.put(one, [step])
            if step % 100 == number:
                cache.forget("somebody", [], ["nothing that is there"])
                cache.save({"you"})
                cache.stats()

    def guarded(number: int) -> None:
        try:
            work(number)
        except BaseException as error:
            errors.append(error)
            raise

    threads = [threading.Thread(target=guarded, args=(n,)) for n in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads)
    assert errors == []
    total = cache.stats().total
    assert total.hits + total.misses == THREADS * ROUNDS
    assert total.entries == 50


def test_measuring_gives_figures_of_the_right_kind() -> None:
    times = measure(rounds=300, entries=20)
    assert times.entries == 20
    assert 0 < times.dict_p50 <= times.dict_p99
    assert 0 < times.hit_p50 <= times.hit_p99
    assert 0 < times.key_p50 <= times.key_p99
    assert times.dict_p50 < times.hit_p50
