"""Once, also across a restart; and so many in a while."""

import asyncio
from pathlib import Path

import pytest
from ears_fakes import NOW, FakeBook
from hypothesis import given, settings
from hypothesis import strategies as st
from tinydb.table import Table

from bridge.book.channels import ChannelBook, Rules
from bridge.book.kept_ids import TABLE
from bridge.ears import claims as claims_module
from bridge.ears.claims import LocalClaims
from bridge.ears.incoming import Incoming
from bridge.ears.limits import Limits
from sel.errors import StoreError
from sel.store.store import Store


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> float:
        return self.now


async def test_the_first_has_it() -> None:
    claims = LocalClaims(FakeBook(), Clock())
    assert await claims.claim("answer:1", 60)
    assert not await claims.claim("answer:1", 60)
    assert await claims.claim("answer:2", 60)


async def test_a_claim_runs_out_and_can_be_given_back() -> None:
    clock = Clock()
    claims = LocalClaims(FakeBook(), clock)
    assert await claims.claim("answer:1", 60)
    clock.now += 61
    assert await claims.claim("answer:1", 60)
    assert await claims.held("answer:1")
    await claims.release("answer:1")
    assert not await claims.held("answer:1")
    assert await claims.claim("answer:1", 60)
    clock.now += 61
    assert not await claims.held("answer:1")


async def test_a_restart_changes_nothing(tmp_path: Path) -> None:
    clock = Clock()
    store = Store.open(tmp_path / "book")
    claims = LocalClaims(store, clock)
    assert await claims.claim("answer:1", 60)
    assert await claims.claim("answer:2", 600)
    assert await claims.claim("answer:3", 600)
    await claims.release("answer:3")
    store.close()
    store = Store.open(tmp_path / "book")
    clock.now += 61
    again = LocalClaims(store, clock)
    assert await again.claim("answer:1", 60)
    assert not await again.claim("answer:2", 60)
    assert await again.claim("answer:3", 60)
    store.close()


async def test_it_is_on_the_disk_when_it_is_granted(tmp_path: Path) -> None:
    """Whatever ends SEL right after: another one reads the folder as it is."""
    store = Store.open(tmp_path / "book")
    await LocalClaims(store, Clock()).claim("answer:1", 60)
    copy = tmp_path / "copy"
    copy.mkdir()
    for path in (tmp_path / "book").iterdir():
        if path.is_file() and "lock" not in path.name:
            (copy / path.name).write_bytes(path.read_bytes())
    store.close()
    other = Store.open(copy)
    assert [row["what"] for row in other.table(TABLE).all()] == ["answer:1"]
    other.close()


async def test_many_at_once_are_each_granted_once_and_written_together() -> None:
    book = FakeBook()
    writes = 0
    insert = Table.insert_multiple

    def counted(self: Table, documents: object) -> list[int]:
        nonlocal writes
        writes += 1
        return insert(self, documents)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Table, "insert_multiple", counted)
        claims = LocalClaims(book, Clock())
        names = [f"answer:{n % 50}" for n in range(150)]
        granted = await asyncio.gather(*(claims.claim(name, 60) for name in names))
    assert sum(granted) == 50
    assert len(book.table(TABLE)) == 50
    assert writes < 10


async def test_what_ran_out_is_swept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(claims_module, "SWEEP_AT", 10)
    clock, book = Clock(), FakeBook()
    claims = LocalClaims(book, clock)
    for n in range(40):
        clock.now += 60
        assert await claims.claim(f"answer:{n}", 90)
    assert len(book.table(TABLE)) <= 20


async def test_a_full_disk_makes_nobody_mute(monkeypatch: pytest.MonkeyPatch) -> None:
    claims = LocalClaims(FakeBook(), Clock())

    def refuse(*_: object) -> None:
        raise StoreError("The disk is full.")

    monkeypatch.setattr(Table, "insert_multiple", refuse)
    assert await claims.claim("answer:1", 60)
    assert not await claims.claim("answer:1", 60)


async def test_odd_rows_are_let_go() -> None:
    book = FakeBook()
    book.table(TABLE).insert_multiple([{"what": 5}, {"until": NOW}, {"what": "a", "until": "x"}])
    claims = LocalClaims(book, Clock())
    assert await claims.claim("a", 60)
    assert len(book.table(TABLE)) == 1


@settings(max_examples=50)
@given(st.lists(st.floats(0, 30), max_size=40), st.integers(1, 5))
async def test_never_more_than_the_limit_in_a_while(gaps: list[float], limit: int) -> None:
    clock = Clock()
    claims = LocalClaims(FakeBook(), clock)
    taken: list[float] = []
    for gap in gaps:
        clock.now += gap
        before = sum(1 for at in taken if at > clock.now - 60)
        granted = await claims.take("k", limit, 60)
        assert granted == (before < limit)
        if granted:
            taken.append(clock.now)


async def test_counters_do_not_grow_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(claims_module, "MOST_KEYS", 5)
    claims = LocalClaims(FakeBook(), Clock())
    for n in range(20):
        assert await claims.take(f"k{n}", 1, 60)
    assert len(claims._taken) == 5


# ---------------------------------------------------------------- limits


def said(author: int, id_: int, guild: int | None = 7) -> Incoming:
    return Incoming(
        id=id_, channel_id=5, guild_id=guild, author_id=author, name="P", text="hi", at=NOW
    )


async def test_a_person_over_the_limit_is_told_once_and_others_go_on() -> None:
    limits = Limits(LocalClaims(FakeBook(), Clock()), person=2, guild=100)
    for n in range(2):
        found = await limits.admit([said(1, n)], addressed=True)
        assert len(found.messages) == 1
    found = await limits.admit([said(1, 10), said(2, 11), said(1, 12)], addressed=True)
    assert [one.id for one in found.messages] == [11]
    assert [one.id for one in found.over] == [10, 12]
    [(message, sentence)] = found.refusals
    assert message.id == 12
    assert "a minute" in sentence
    found = await limits.admit([said(1, 13)], addressed=True)
    assert (found.messages, found.refusals) == ((), ())


async def test_several_messages_answered_together_are_one_answer() -> None:
    limits = Limits(LocalClaims(FakeBook(), Clock()), person=1, guild=1)
    found = await limits.admit([said(1, n) for n in range(5)], addressed=True)
    assert len(found.messages) == 5


async def test_a_server_has_a_limit_and_direct_messages_have_not() -> None:
    limits = Limits(LocalClaims(FakeBook(), Clock()), person=100, guild=1)
    assert (await limits.admit([said(1, 1)], addressed=True)).messages
    found = await limits.admit([said(2, 2)], addressed=True)
    assert not found.messages
    assert len(found.refusals) == 1
    assert not (await limits.admit([said(3, 3)], addressed=True)).refusals
    assert (await limits.admit([said(2, 4, None)], addressed=True)).messages
    assert (await limits.admit([said(2, 5, 8)], addressed=True)).messages


async def test_chatter_takes_nobodys_answers_and_is_refused_without_words() -> None:
    limits = Limits(LocalClaims(FakeBook(), Clock()), person=100, guild=2)
    for n in range(2):
        assert (await limits.admit([said(1, n)], addressed=False)).messages
    found = await limits.admit([said(1, 3)], addressed=False)
    assert (found.messages, found.refusals) == ((), ())
    assert (await limits.admit([said(1, 4)], addressed=True)).messages


# ---------------------------------------------------------------- managers' settings


async def test_what_managers_decide_is_kept(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "book")
    book = ChannelBook(store)
    assert book.rules(500) == Rules()
    await book.set_policy(500, "allow")
    await book.set_paused(500, True)
    await book.set_policy(501, "deny")
    await book.set_policy(501, "")
    store.close()
    store = Store.open(tmp_path / "book")
    book = ChannelBook(store)
    assert book.rules(500) == Rules("allow", True)
    assert book.rules(501) == Rules()
    assert len(store.table("discord_channels")) == 1
    store.close()


async def test_a_thread_has_its_parents_rules_unless_it_has_its_own() -> None:
    book = ChannelBook(FakeBook())
    await book.set_policy(500, "deny")
    assert book.rules(801, 500).policy == "deny"
    await book.set_policy(801, "allow")
    assert book.rules(801, 500).policy == "allow"
    await book.set_paused(500, True)
    assert book.rules(801, 500).paused


async def test_what_was_decided_in_another_process_is_seen_with_a_second_look() -> None:
    shared = FakeBook()
    here, there = ChannelBook(shared), ChannelBook(shared)
    await there.set_policy(500, "deny")
    here.look_again()
    assert here.rules(500).policy == "deny"
    await there.set_policy(500, "")
    here.look_again()
    assert here.rules(500) == Rules()


async def test_odd_settings_are_none() -> None:
    book = FakeBook()
    book.table("discord_channels").insert({"policy": "loud", "paused": 3})
    assert ChannelBook(book).rules(1) == Rules()
