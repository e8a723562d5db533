"""A process that runs shards as its leases say and answers what comes in on them: once.

What comes in is a directory of files `SHARD-NUMBER`, as a gateway would hand them to whoever has
the shard. Each answer is a line of the log, with this process's name.

    shard_worker.py NAME ADDRESS FOLDER SHARDS SECONDS
"""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

from sel.scale.leases import Leases
from sel.scale.valkey import ValkeyClaims

PAUSE = 0.01


async def main(name: str, address: str, folder: Path, shards: int, seconds: float) -> None:
    """Run for ever."""
    prefix = folder.name
    claims, leases = ValkeyClaims(address, prefix), Leases(address, prefix, seconds=seconds)
    running: dict[int, asyncio.Task[None]] = {}
    log = os.open(folder / "answers", os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def tell(line: str) -> None:
        os.write(log, f"{name} {line}\n".encode())

    async def shard(number: int) -> None:
        seen: set[str] = set()
        while True:
            for path in sorted((folder / "in").glob(f"{number}-*")):
                # As a gateway does after a gap, a new holder is told of what came before, too.
                if path.name not in seen:
                    seen.add(path.name)
                    if await claims.claim(path.name, 60):
                        tell(f"answers {path.name}")
            await asyncio.sleep(PAUSE)

    async for mine in leases.hold(shards):
        for number in running.keys() - mine:
            running.pop(number).cancel()
        for number in mine - running.keys():
            running[number] = asyncio.create_task(shard(number))
        tell(f"holds {','.join(map(str, sorted(mine)))}")


if __name__ == "__main__":
    asyncio.run(
        main(sys.argv[1], sys.argv[2], Path(sys.argv[3]), int(sys.argv[4]), float(sys.argv[5]))
    )
