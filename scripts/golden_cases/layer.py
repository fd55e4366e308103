"""mla-layer in NumPy: no cache and no steps, keys and values rebuilt for all tokens of a sequence."""

import numpy as np

from .operators import attend, rotated


def mla_layer(case):
    counts, steps = case.tensor("stepCounts"), case.tensor("steps")
    lengths = [int(part.sum()) for part in np.split(steps, np.cumsum(counts)[:-1])]
    hidden, first = case.tensor("hidden"), 0
    out, cache = np.zeros_like(hidden), np.zeros((len(hidden), width(case)))
    for length in filter(None, lengths):
        rows = slice(first, first + length)
        out[rows], cache[rows] = sequence(case, hidden[rows])
        first += length
    return {"out": out, "cache": cache}


def width(case):
    return case.integer("latent") + case.integer("rope")


def sequence(case, hidden):
    heads, nope, latent = (case.integer(name) for name in ("heads", "nope", "latent"))
    query, stored = queries(case, hidden), slots(case, hidden)
    up = case.tensor("kv_b_proj").reshape(heads, -1, latent)
    keys = np.einsum("td,hed->the", stored[:, :latent], up[:, :nope])
    values = np.einsum("td,hvd->thv", stored[:, :latent], up[:, nope:])
    out = np.zeros((len(hidden), heads, values.shape[2]))
    for n, h in np.ndindex(out.shape[:2]):
        seen = np.concatenate([keys[: n + 1, h], stored[: n + 1, latent:]], axis=1)
        out[n, h], _ = attend(query[n, h], seen, values[: n + 1, h], case.real("softmaxScale"))
    return out.reshape(len(hidden), -1) @ case.tensor("o_proj").T, stored


def queries(case, hidden):
    """[T, H, E + R]"""
    if "q_proj" in case:
        q = hidden @ case.tensor("q_proj").T
    else:
        low = norm(case, hidden @ case.tensor("q_a_proj").T, "q_a_layernorm")
        q = low @ case.tensor("q_b_proj").T
    q = q.reshape(len(hidden), case.integer("heads"), -1)
    nope = case.integer("nope")
    return np.concatenate([q[:, :, :nope], turned(case, q[:, :, nope:])], axis=2)


def slots(case, hidden):
    """[T, D + R] as the cache rounds them."""
    down, latent = hidden @ case.tensor("kv_a_proj_with_mqa").T, case.integer("latent")
    normed = norm(case, down[:, :latent], "kv_a_layernorm")
    keys = turned(case, down[:, None, latent:])[:, 0]
    return rounded(np.concatenate([normed, keys], axis=1), case.text("store"))


def norm(case, x, weight):
    root = np.sqrt(case.real("normEps") + np.mean(x * x, axis=1, keepdims=True))
    return x / root * case.tensor(weight)


def turned(case, x):
    """As far as token n has come; not at all in a layer without rope."""
    return rotated(case, x, np.arange(len(x))) if "theta" in case.scalars else x


def rounded(x, form):
    """Once, to nearest even: what is left of 8, 24 or 53 bits."""
    bits = {"BF16": 8, "F32": 24, "F64": 53}[form]
    exponent = np.maximum(np.frexp(x)[1], -125) - bits
    return np.ldexp(np.rint(np.ldexp(x, -exponent)), exponent)
