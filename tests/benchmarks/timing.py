"""How long work takes, and how much longer than other work measured in the same minute."""

from __future__ import annotations

import multiprocessing
import statistics
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from time import perf_counter
from typing import TypeVar

Work = Callable[[], object]
Key = TypeVar("Key")
Value = TypeVar("Value")


def seconds(work: Work) -> float:
    """Return how long something takes once."""
    begin = perf_counter()
    work()
    return perf_counter() - begin


def interleaved(works: Mapping[Key, Work], rounds: int) -> dict[Key, float]:
    """Return the median seconds of each work, all of them done once in every round.

    What slows the machine for a while then slows all of them, and their ratios last. A
    round before the first makes ready what is made only once.
    """
    times: dict[Key, list[float]] = {key: [] for key in works}
    for number in range(rounds + 1):
        for key, work in works.items():
            time = seconds(work)
            if number:
                times[key].append(time)
    return {key: statistics.median(of_one) for key, of_one in times.items()}


def in_new_process(function: Callable[..., Value], *arguments: object) -> Value:
    """Return what a function of a module returns where nothing has been compiled yet."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        return pool.submit(function, *arguments).result()
