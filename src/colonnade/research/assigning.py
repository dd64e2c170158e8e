"""Who judges what: each submission as many reviewers as are asked, and each reviewer as nearly as many as the others.

Plain counting: it knows keys of submissions and of reviewers, and who may not be given what.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Mapping
from zlib import crc32

Given = dict[int, set[int]]
"""The reviewers of each submission."""


def shared_out(
    may: Mapping[int, Collection[int]], *, needed: int, held: Mapping[int, Collection[int]], load: Mapping[int, int]
) -> Given:  # fmt: skip
    """What is to be given to whom, beside what is given already.

    ``may`` are the reviewers that each submission may be given to, ``held`` those who have it, ``load`` how many each
    reviewer has. A submission that too few may judge is given to those who may. No other way of giving leaves the loads
    nearer to each other.
    """
    loads = dict(load)
    new: Given = {}
    for one in sorted(may, key=lambda key: (len(may[key]), key)):
        free = [judge for judge in may[one] if judge not in held.get(one, ())]
        free.sort(key=lambda judge, one=one: (loads.get(judge, 0), crc32(f"{one}/{judge}".encode())))  # type: ignore[misc]
        new[one] = set(free[: max(0, needed - len(held.get(one, ())))])
        for judge in new[one]:
            loads[judge] = loads.get(judge, 0) + 1
    while _even_out(may, held, new, loads):
        pass
    return new


def _even_out(
    may: Mapping[int, Collection[int]], held: Mapping[int, Collection[int]], new: Given, loads: dict[int, int]
) -> bool:  # fmt: skip
    """Pass one submission on from somebody who has much, over others, to somebody who has at least two fewer."""
    ways: dict[int, dict[int, int]] = {}
    for one, judges in new.items():
        for judge in judges:
            for other in may[one]:
                if other not in judges and other not in held.get(one, ()):
                    ways.setdefault(judge, {}).setdefault(other, one)
    for most in sorted(loads, key=lambda judge: -loads[judge]):
        path = _way_down(most, ways, loads)
        if path:
            for giver, taker in zip(path, path[1:], strict=False):
                one = ways[giver][taker]
                new[one].discard(giver)
                new[one].add(taker)
            loads[path[0]] -= 1
            loads[path[-1]] = loads.get(path[-1], 0) + 1
            return True
    return False


def _way_down(begin: int, ways: Mapping[int, Mapping[int, int]], loads: Mapping[int, int]) -> list[int]:
    """From one reviewer by steps of passing on to one who has at least two fewer; empty where there is none.

    No two steps of the shortest way pass on the same submission: a step over would be shorter.
    """
    before: dict[int, int] = {begin: begin}
    queue = deque([begin])
    while queue:
        here = queue.popleft()
        if loads.get(here, 0) <= loads[begin] - 2:
            path = [here]
            while path[-1] != begin:
                path.append(before[path[-1]])
            return path[::-1]
        for there in ways.get(here, ()):
            if there not in before:
                before[there] = here
                queue.append(there)
    return []
