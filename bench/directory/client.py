"""Ask a server at a steady rate, whatever its answers, from a process of its own.

python -m bench.directory.client PORT RATE < addresses

Waits are counted from the instant each request was due, so that a server that falls behind is not forgiven.
Prints one JSON object: waits in milliseconds, sorted, and how many answers were not 200.
"""

import asyncio
import json
import sys
from time import perf_counter
from urllib.parse import quote

PATIENCE = 30.0


async def status_of(port: int, address: str) -> int:
    """Return the status of one address, read to its end; 0 when nothing answers in time."""
    try:
        async with asyncio.timeout(PATIENCE):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            path = quote(address, safe="/?=&")
            writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode())
            first = await reader.readline()
            await reader.read()
            writer.close()
            return int(first.split()[1])
    except (OSError, TimeoutError, IndexError, ValueError):
        return 0


async def ask(port: int, rate: int, addresses: list[str]) -> dict[str, object]:
    """Ask each address when it is due; return the waits and the failures."""
    waits: list[float] = []
    failed = 0

    async def one(address: str, due: float) -> None:
        nonlocal failed
        status = await status_of(port, address)
        waits.append((perf_counter() - due) * 1000)
        failed += status != 200

    started = perf_counter()
    async with asyncio.TaskGroup() as group:
        for number, address in enumerate(addresses):
            due = started + number / rate
            await asyncio.sleep(max(0.0, due - perf_counter()))
            group.create_task(one(address, due))
    return {"waits": sorted(waits), "failed": failed}


if __name__ == "__main__":
    port, rate = map(int, sys.argv[1:])
    print(json.dumps(asyncio.run(ask(port, rate, sys.stdin.read().splitlines()))))
