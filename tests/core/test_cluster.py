"""Pieces on Dask's local cluster."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

# In a process of its own, since Dask keeps a thread for as long as its process lives.
CODE = """
from dataclasses import fields
from distributed import Client, LocalCluster
from core.axes import default_axis
from core.expression import parse_loss
from core.hyperparameter_map import Ending, map_hyperparameters
from core.landscape import Surface
from core.optimizers.momentum import Momentum
from core.scene import Entry, Noise, Scene, Start

def grids(executor=None):
    entry = Entry(Momentum(), noise=Noise("student", 0.3))
    scene = Scene(loss="(x^2 + y - 11)^2 + (x + y^2 - 7)^2", steps=70, seed=9,
                  starts=(Start(1.0, 1.0), Start(-2.0, 0.5)))
    axes = (default_axis(entry.optimizer, name) for name in ("learning_rate", "momentum"))
    *_, found = map_hyperparameters(Surface(parse_loss(scene.loss), {}), scene, entry, *axes,
                                    12, 10, executor=executor)
    return [getattr(found.ending, field.name).tobytes() for field in fields(Ending)]

if __name__ == "__main__":
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        with Client(cluster) as client:
            elsewhere = grids(client.get_executor())
    assert elsewhere == grids()
    print("the same bits")
"""


@pytest.mark.skipif(importlib.util.find_spec("distributed") is None, reason="Dask is not installed")
def test_a_cluster_gives_the_same_bits(tmp_path: Path) -> None:
    script = tmp_path / "cluster.py"
    script.write_text(f"import sys\nsys.path.insert(0, {str(ROOT)!r})\n{CODE}", "utf-8")
    done = subprocess.run(
        [sys.executable, script], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.stdout == "the same bits\n", done.stderr
