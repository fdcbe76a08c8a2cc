"""The functions that a generated program may need; each program holds those it calls."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping

Definitions = Mapping[str, str | Callable[[], str]]
"""Name → its source text, or what makes that where it is needed."""

_THREEFRY = '''\
def threefry(key, counter):
    """Return two random words of 64 bits: Threefry-2x64-20 (Salmon et al., 2011)."""
    mask = 2**64 - 1
    keys = (*key, key[0] ^ key[1] ^ 0x1BD11BDAA9FC1A22)
    a, b = (counter[0] + key[0]) & mask, (counter[1] + key[1]) & mask
    for i in range(20):
        r = (16, 42, 12, 31, 16, 32, 24, 21)[i % 8]
        a = (a + b) & mask
        b = ((b << r | b >> 64 - r) & mask) ^ a
        if i % 4 == 3:
            j = i // 4 + 1
            a = (a + keys[j % 3]) & mask
            b = (b + keys[(j + 1) % 3] + j) & mask
    return a, b
'''

_UNIFORM = '''\
def uniform(draw, t):
    """Return two uniform random numbers: draw number `draw` of step t, always the same."""
    words = threefry((seed, draw), (int(t), start_index))
    return np.array([((word >> 12) + 0.5) / 2**52 for word in words])
'''

_NORMAL = '''\
def normal(draw, t):
    """Return two standard normal random numbers (Box and Muller, 1958)."""
    u, v = uniform(draw, t)
    angle = 2 * np.pi * v
    return np.sqrt(-2 * np.log(u)) * np.stack([np.cos(angle), np.sin(angle)])
'''

_STUDENT = '''\
def student(nu, draw, t):
    """Return two random numbers of Student's t with nu degrees of freedom (Bailey, 1994)."""
    u, v = uniform(draw, t)
    angle = 2 * np.pi * v
    return np.sqrt(nu * (u ** (-2 / nu) - 1)) * np.stack([np.cos(angle), np.sin(angle)])
'''

_EIGEN = '''\
def eigen(p):
    """Return the Hessian's eigenvalues, ascending, and unit eigenvectors as rows."""
    matrix = hessian(p)
    if not np.isfinite(matrix).all():
        return np.full((2,), np.nan), np.full((2, 2), np.nan)
    values, vectors = np.linalg.eigh(matrix)
    if values[0] == values[1]:
        return values, np.eye(2)
    # Each points to the right, or straight up.
    return values, np.stack([-v if (v[0], v[1]) < (0, 0) else v for v in vectors.T])
'''

_NUMPY = {
    "erf": "erf = np.vectorize(math.erf, otypes=[float])\n",
    "sigmoid": '''\
def sigmoid(z):
    """Return 1 / (1 + exp(-z)) without overflow."""
    return np.exp(np.minimum(z, 0.0)) / (1 + np.exp(-np.abs(z)))
''',
    "threefry": _THREEFRY,
    "uniform": _UNIFORM,
    "normal": _NORMAL,
    "student": _STUDENT,
    "eigen": _EIGEN,
}

_TORCH = {
    "cbrt": '''\
def cbrt(z):
    """Return the real cube root."""
    return torch.sign(z) * torch.abs(z) ** (1 / 3)
''',
    "softplus": '''\
def softplus(z):
    """Return log(1 + exp(z)) without the threshold of torch.nn.functional.softplus."""
    return torch.logaddexp(z, torch.zeros_like(z))
''',
    "step": '''\
def step(z):
    """Return 1 from 0 on and 0 before, with slope zero."""
    return torch.clamp(torch.sign(z) + 1, max=1)
''',
} | {
    name: source.replace("np.array", "torch.tensor").replace("np.", "torch.")
    for name, source in _NUMPY.items()
    if name not in ("erf", "sigmoid")
}


def _eigen_part(name: str) -> str:
    part, number = name[:-1], int(name[-1]) - 1
    return f"def {name}(p):\n    return eigen(p)[{int(part == 'eigenvector')}][{number}]\n"


_PARTS = ("eigenvalue1", "eigenvalue2", "eigenvector1", "eigenvector2")

NUMPY_DEFINITIONS = _NUMPY | {name: _eigen_part(name) for name in _PARTS}
TORCH_DEFINITIONS = _TORCH | {name: _eigen_part(name) for name in _PARTS}


def needed(code: str, definitions: Definitions) -> list[str]:
    """Return the definitions that some code needs, and those that they need in turn.

    They come in the order of `definitions`.
    """
    sources: dict[str, str] = {}
    pending = [code]
    while pending:
        for name in names_in(pending.pop()):
            if name in definitions and name not in sources:
                definition = definitions[name]
                sources[name] = definition if isinstance(definition, str) else definition()
                pending.append(sources[name])
    return [sources[name] for name in definitions if name in sources]


def names_in(code: str) -> list[str]:
    """Return the names that some code reads, each once."""
    nodes = ast.walk(ast.parse(code))
    return list(dict.fromkeys(node.id for node in nodes if isinstance(node, ast.Name)))
