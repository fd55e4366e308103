"""Every operator in NumPy, binary64, as docs/operators/ states it. Names of tensors and scalars are
those of the components of the operators' problems."""

import numpy as np

from .caches import slots


def attend(q, k, v, scale, sink=None):
    """(out, lse) of one query [E] over keys [T, E] and values [T, V]; the lse leaves the sink out."""
    if len(k) == 0:
        return np.zeros(v.shape[1]), -np.inf
    with np.errstate(all="ignore"):
        scores = scale * (k @ q)
        largest = scores.max()
        weights = np.exp(scores - largest)
        total = weights.sum()
        lse = largest + np.log(total)
        if sink is None or sink == -np.inf:
            return weights @ v / total, lse
        top = max(largest, sink) if not np.isnan(sink) else np.nan
        if top == np.inf and largest < np.inf:
            return np.zeros(v.shape[1]), lse
        weights = np.exp(scores - top)
        return weights @ v / (weights.sum() + np.exp(sink - top)), lse


def visible(keys, queries, i, causal):
    """Bottom-right: the newest query sees the newest key."""
    return max(0, keys - (queries - 1 - i if causal else 0))


def keys_of(pool, page_table, length, page_size):
    """Slots [length, ...] of one sequence, of a pool [pages · P, ...]; nothing else is touched."""
    t = np.arange(length)
    return pool[page_table[t // page_size] * page_size + t % page_size]


# ---- Attention -----------------------------------------------------------------------------------


def paged_mla_decode(case):
    query, pool, table = case.tensor("query"), slots(case), case.tensor("pageTable")
    _, tokens, heads, _ = query.shape
    latent, page_size = case.integer("latent"), case.integer("pageSize")
    out, lse = np.zeros(query.shape[:3] + (latent,)), np.zeros(query.shape[:3])
    for b, length in enumerate(case.tensor("lengths")):
        keys = keys_of(pool, table[b], length, page_size)
        for s in range(tokens):
            live = keys[: visible(length, tokens, s, case.flag("causal"))]
            for h in range(heads):
                out[b, s, h], lse[b, s, h] = attend(
                    query[b, s, h], live, live[:, :latent], case.real("scale")
                )
    return {"out": out, "lseNats": lse}


def sparse_mla_decode(case):
    query, pool, indices = case.tensor("query"), slots(case), case.tensor("indices")
    counts, sinks, width = case.tensor("counts"), case.tensor("sinks"), case.integer("valueWidth")
    out, lse = np.zeros(query.shape[:3] + (width,)), np.zeros(query.shape[:3])
    for b, s in np.ndindex(query.shape[:2]):
        chosen = indices[b, s, : counts[b, s]]
        keys = pool[chosen[(chosen >= 0) & (chosen < len(pool))]]
        for h, sink in enumerate(sinks):
            out[b, s, h], lse[b, s, h] = attend(
                query[b, s, h], keys, keys[:, :width], case.real("scale"), sink
            )
    return {"out": out, "lseNats": lse}


def mha_decode(case):
    query, table = case.tensor("query"), case.tensor("pageTable")
    key_pool, value_pool = case.tensor("keys"), case.tensor("values")
    _, tokens, heads, _ = query.shape
    _, page_size, groups, value_width = value_pool.shape
    key_pool = key_pool.reshape(-1, groups, query.shape[3])
    value_pool = value_pool.reshape(-1, groups, value_width)
    out, lse = np.zeros(query.shape[:3] + (value_width,)), np.zeros(query.shape[:3])
    for b, length in enumerate(case.tensor("lengths")):
        keys = keys_of(key_pool, table[b], length, page_size)
        values = keys_of(value_pool, table[b], length, page_size)
        for s in range(tokens):
            seen = visible(length, tokens, s, case.flag("causal"))
            for h in range(heads):
                g = h // (heads // groups)
                out[b, s, h], lse[b, s, h] = attend(
                    query[b, s, h], keys[:seen, g], values[:seen, g], case.real("scale")
                )
    return {"out": out, "lseNats": lse}


def mla_prefill(case):
    query, keys, values = case.tensor("query"), case.tensor("keys"), case.tensor("values")
    query_starts, key_starts = case.tensor("queryStarts"), case.tensor("keyStarts")
    out, lse = np.zeros(query.shape[:2] + values.shape[2:]), np.zeros(query.shape[:2])
    for b in range(len(query_starts) - 1):
        queries, first = query_starts[b + 1] - query_starts[b], key_starts[b]
        for i in range(queries):
            n = query_starts[b] + i
            last = first + visible(key_starts[b + 1] - first, queries, i, case.flag("causal"))
            for h in range(query.shape[1]):
                out[n, h], lse[n, h] = attend(
                    query[n, h], keys[first:last, h], values[first:last, h], case.real("scale")
                )
    return {"out": out, "lseNats": lse}


def combine_splits(case):
    partial, lse = case.tensor("out"), case.tensor("lseNats")
    with np.errstate(all="ignore"):
        largest = lse.max(axis=0)
        shift = np.where(largest == -np.inf, 0, largest)
        weights = np.exp(lse - shift)
        total = weights.sum(axis=0)
        merged = shift + np.log(total)
        # An empty part has no weight, whatever it holds.
        held = np.where((lse == -np.inf)[:, :, None], 0, partial)
        out = (weights[:, :, None] * held).sum(axis=0) / total[:, None]
    empty = largest == -np.inf
    return {
        "out": np.where(empty[:, None], 0, out),
        "lseNats": np.where(empty, -np.inf, merged),
    }


# ---- Linear --------------------------------------------------------------------------------------


BLOCK = 128


def weights(case):
    """W [O, I]: dense, or FP8 codes under a scale for each block of 128 x 128."""
    if "weights" in case:
        return case.tensor("weights")
    codes = case.tensor("weights.codes")
    o, i = (np.arange(extent) // BLOCK for extent in codes.shape)
    return codes * case.tensor("weights.scales")[np.ix_(o, i)]


def latent_up(case):
    """(W_UK [H, E, D], W_UV [H, V, D])"""
    heads, nope, value = (case.integer(n) for n in ("heads", "nope", "value"))
    w = weights(case)
    rows = w.reshape(heads, nope + value, w.shape[1])
    return rows[:, :nope], rows[:, nope:]


def projection(case):
    return {"y": case.tensor("x") @ weights(case).T}


def absorb_query(case):
    w_uk, _ = latent_up(case)
    query, nope = case.tensor("query"), w_uk.shape[1]
    latent = np.einsum("nhe,hed->nhd", query[:, :, :nope], w_uk)
    return {"q": np.concatenate([latent, query[:, :, nope:]], axis=2)}


def unabsorb_output(case):
    return {"out": np.einsum("nhd,hvd->nhv", case.tensor("latentOut"), latent_up(case)[1])}


def decompress_heads(case):
    w_uk, w_uv = latent_up(case)
    first, count, latent = case.integer("firstHead"), case.integer("headCount"), w_uk.shape[2]
    stored = case.tensor("slots")
    asked = slice(first, first + count)
    k = np.einsum("nd,hed->nhe", stored[:, :latent], w_uk[asked])
    shared = np.repeat(stored[:, None, latent:], count, axis=1)
    v = np.einsum("nd,hvd->nhv", stored[:, :latent], w_uv[asked])
    return {"k": np.concatenate([k, shared], axis=2), "v": v}


# ---- Norm and rotation ---------------------------------------------------------------------------


def rms_norm(case):
    x = case.tensor("x")
    with np.errstate(all="ignore"):
        root = np.sqrt(case.real("eps") + np.mean(x * x, axis=1, keepdims=True))
        return {"y": x * case.tensor("weight") / root}


def frequencies(case, width):
    """Radians a position of each pair: theta^(-2i/R), slowed where YaRN says so."""
    theta, factor = case.real("theta"), case.real("yarn.factor")
    pair = np.arange(width // 2)
    plain = theta ** (-2.0 * pair / width)
    if factor <= 1:
        return plain

    def pair_turning(turns):
        wavelength = case.real("yarn.originalPositions") / turns
        return width * np.log(wavelength / (2 * np.pi)) / (2 * np.log(theta))

    low = max(0, np.floor(pair_turning(case.real("yarn.betaFast"))))
    high = min(width - 1, np.ceil(pair_turning(case.real("yarn.betaSlow"))))
    ramp = np.clip((pair - low) / (high - low if high != low else 0.001), 0, 1)
    return plain / factor * ramp + plain * (1 - ramp)


def growth(case, weight):
    factor = case.real("yarn.factor")
    return 1 if factor <= 1 else 0.1 * case.real(weight) * np.log(factor) + 1


def rotary_embedding(case):
    return {"y": rotated(case, case.tensor("x"), case.tensor("positions"))}


def rotated(case, x, positions):
    """x [N, H, R], token n turned as far as positions[n] says."""
    width = x.shape[2]
    angle = positions[:, None, None] * frequencies(case, width)
    size = growth(case, "yarn.mscale") / growth(case, "yarn.mscaleAllDim")
    cosine, sine = size * np.cos(angle), size * np.sin(angle)
    if case.text("pairing") == "INTERLEAVED":
        first, second = slice(0, None, 2), slice(1, None, 2)
    else:
        first, second = slice(0, width // 2), slice(width // 2, None)
    y = np.empty_like(x)
    with np.errstate(all="ignore"):
        y[:, :, first] = x[:, :, first] * cosine - x[:, :, second] * sine
        y[:, :, second] = x[:, :, first] * sine + x[:, :, second] * cosine
    return y
