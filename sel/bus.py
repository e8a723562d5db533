"""Events from one brain to many subscribers, each at its own pace.

A subscriber that falls behind is handed one fresh `Snapshot` in place of what it missed; it never
blocks the publisher. What may be dropped or overtaken is said by each event's `delivery`.
All of it runs in one event loop; nothing here is thread-safe.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable
from typing import TypeVar

from sel.events import Delivery, Event, Snapshot, TextArrived

CAPACITY = 4096
"""Events a subscriber may have waiting; at 100 tokens a second this is well over half a minute."""

E = TypeVar("E", bound=Event)


class Subscription:
    """One reader's queue. Iterate it, or take all that waits at once with `take`."""

    def __init__(self, bus: Bus, capacity: int) -> None:
        self._bus = bus
        self._capacity = capacity
        self._waiting: OrderedDict[object, Event] = OrderedDict()
        self._arrived = asyncio.Event()
        self._closed = False

    def offer(self, event: Event) -> None:
        """Queue an event by its delivery rule (called by the bus)."""
        if self._closed:
            return
        if event.delivery is Delivery.REPLACEABLE:
            key: object = (type(event), event.channel)
            self._waiting.pop(key, None)
            self._waiting[key] = event
        else:
            if event.delivery is Delivery.URGENT:
                self._drop_text_of(event.turn_id)
            self._waiting[event.seq] = event
        if len(self._waiting) > self._capacity:
            self._fall_behind()
        self._arrived.set()

    def _drop_text_of(self, turn_id: str) -> None:
        """An interrupt carries the partial text, so text still queued would be shown twice."""
        stale = [
            key
            for key, event in self._waiting.items()
            if isinstance(event, TextArrived) and event.turn_id == turn_id
        ]
        for key in stale:
            del self._waiting[key]

    def _fall_behind(self) -> None:
        snapshot = self._bus.stamp(self._bus.snapshot())
        self._waiting.clear()
        self._waiting[snapshot.seq] = snapshot

    async def take(self) -> list[Event]:
        """Wait until something is there, then return all of it, in order; empty once closed."""
        while not self._waiting and not self._closed:
            self._arrived.clear()
            await self._arrived.wait()
        taken = sorted(self._waiting.values(), key=_turn_in_queue)
        self._waiting.clear()
        return taken

    async def __aiter__(self) -> AsyncIterator[Event]:
        while taken := await self.take():
            for event in taken:
                yield event

    def close(self) -> None:
        """Stop receiving; an iteration under way ends after what already waits."""
        self._closed = True
        self._bus.forget(self)
        self._arrived.set()


def _turn_in_queue(event: Event) -> float:
    """Urgent events first, in their order; all others after them, as they wait."""
    return event.seq if event.delivery is Delivery.URGENT else math.inf


class Bus:
    """Stamps events with `seq` and `at` and hands them to every subscription."""

    def __init__(
        self, snapshot: Callable[[], Snapshot], clock: Callable[[], float] = time.time
    ) -> None:
        self.snapshot = snapshot
        self._clock = clock
        self._seq = 0
        self._subscriptions: list[Subscription] = []

    def stamp(self, event: E) -> E:
        """Give the event its number and time. It is not yet shared, so writing to it is safe."""
        self._seq += 1
        object.__setattr__(event, "seq", self._seq)
        object.__setattr__(event, "at", self._clock())
        return event

    def publish(self, event: Event) -> None:
        """Hand the event to every subscriber; never waits."""
        self.stamp(event)
        for subscription in self._subscriptions:
            subscription.offer(event)

    def subscribe(self, capacity: int = CAPACITY) -> Subscription:
        """A new subscription; its first event is a `Snapshot`."""
        subscription = Subscription(self, capacity)
        subscription.offer(self.stamp(self.snapshot()))
        self._subscriptions.append(subscription)
        return subscription

    def forget(self, subscription: Subscription) -> None:
        """Take a closed subscription off the list."""
        if subscription in self._subscriptions:
            self._subscriptions.remove(subscription)
