"""Every operator in NumPy, binary64, as docs/operators/ states it. Names of tensors and scalars are
those of the components of the operators' problems."""

import numpy as np


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
    heads, latent, rope = (case.integer(n) for n in ("heads", "latent", "rope"))
    tokens, page_size = case.integer("queryTokens"), case.integer("pageSize")
    width, lengths = latent + rope, case.tensor("lengths", -1)
    query = case.tensor("query", len(lengths), tokens, heads, width)
    pool = case.tensor("slots", -1, width)
    table = case.tensor("pageTable").reshape(len(lengths), -1) if len(lengths) else None
    out, lse = np.zeros(query.shape[:3] + (latent,)), np.zeros(query.shape[:3])
    for b, length in enumerate(lengths):
        keys = keys_of(pool, table[b], length, page_size)
        for s in range(tokens):
            live = keys[: visible(length, tokens, s, case.flag("causal"))]
            for h in range(heads):
                out[b, s, h], lse[b, s, h] = attend(
                    query[b, s, h], live, live[:, :latent], case.real("scale")
                )
    return {"out": out, "lseNats": lse}


def sparse_mla_decode(case):
    heads, latent, rope = (case.integer(n) for n in ("heads", "latent", "rope"))
    batch, tokens, listed = (case.integer(n) for n in ("batch", "queryTokens", "listed"))
    width, value_width = latent + rope, case.integer("valueWidth")
    query = case.tensor("query", batch * tokens, heads, width)
    pool = case.tensor("slots", -1, width)
    indices = case.tensor("indices", batch * tokens, listed)
    counts, sinks = case.tensor("counts", -1), case.tensor("sinks", -1)
    out, lse = np.zeros(query.shape[:2] + (value_width,)), np.zeros(query.shape[:2])
    for n in range(batch * tokens):
        chosen = indices[n, : counts[n]]
        keys = pool[chosen[(chosen >= 0) & (chosen < len(pool))]]
        for h in range(heads):
            out[n, h], lse[n, h] = attend(
                query[n, h], keys, keys[:, :value_width], case.real("scale"), sinks[h]
            )
    return {"out": out, "lseNats": lse}


def mha_decode(case):
    heads, groups = case.integer("heads"), case.integer("keyValueHeads")
    key_width, value_width = case.integer("keyWidth"), case.integer("valueWidth")
    tokens, page_size = case.integer("queryTokens"), case.integer("pageSize")
    lengths = case.tensor("lengths", -1)
    query = case.tensor("query", len(lengths), tokens, heads, key_width)
    key_pool = case.tensor("keys", -1, groups, key_width)
    value_pool = case.tensor("values", -1, groups, value_width)
    table = case.tensor("entries").reshape(len(lengths), -1) if len(lengths) else None
    out, lse = np.zeros(query.shape[:3] + (value_width,)), np.zeros(query.shape[:3])
    for b, length in enumerate(lengths):
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
    heads, key_width, value_width = (
        case.integer(n) for n in ("heads", "keyWidth", "valueWidth")
    )
    query = case.tensor("query", -1, heads, key_width)
    keys = case.tensor("keys", -1, heads, key_width)
    values = case.tensor("values", -1, heads, value_width)
    query_starts, key_starts = case.tensor("queryStarts", -1), case.tensor("keyStarts", -1)
    out, lse = np.zeros(query.shape[:2] + (value_width,)), np.zeros(query.shape[:2])
    for b in range(len(query_starts) - 1):
        queries, first = query_starts[b + 1] - query_starts[b], key_starts[b]
        for i in range(queries):
            n = query_starts[b] + i
            seen = visible(key_starts[b + 1] - first, queries, i, case.flag("causal"))
            for h in range(heads):
                out[n, h], lse[n, h] = attend(
                    query[n, h],
                    keys[first : first + seen, h],
                    values[first : first + seen, h],
                    case.real("scale"),
                )
    return {"out": out, "lseNats": lse}


def combine_splits(case):
    parts, width = case.integer("parts"), case.integer("width")
    partial = case.tensor("out", parts, -1, width)
    lse = case.tensor("lseNats", parts, -1)
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
    outputs, inputs = case.integer("outputs"), case.integer("inputs")
    if "codes" not in case:
        return case.tensor("values", outputs, inputs)
    codes = case.tensor("codes", outputs, inputs)
    scales = case.tensor("scales", -(-outputs // BLOCK), -(-inputs // BLOCK))
    o, i = np.arange(outputs) // BLOCK, np.arange(inputs) // BLOCK
    return codes * scales[np.ix_(o, i)]


def latent_up(case):
    """(W_UK [H, E, D], W_UV [H, V, D])"""
    heads, nope, value = (case.integer(n) for n in ("heads", "nope", "value"))
    rows = weights(case).reshape(heads, nope + value, -1)
    return rows[:, :nope], rows[:, nope:]


def projection(case):
    w = weights(case)
    return {"y": case.tensor("x", -1, w.shape[1]) @ w.T}


def absorb_query(case):
    w_uk, _ = latent_up(case)
    heads, nope, _ = w_uk.shape
    query = case.tensor("query", -1, heads, nope + case.integer("rope"))
    latent = np.einsum("nhe,hed->nhd", query[:, :, :nope], w_uk)
    return {"q": np.concatenate([latent, query[:, :, nope:]], axis=2)}


def unabsorb_output(case):
    _, w_uv = latent_up(case)
    latent_out = case.tensor("latentOut", -1, w_uv.shape[0], w_uv.shape[2])
    return {"out": np.einsum("nhd,hvd->nhv", latent_out, w_uv)}


def decompress_heads(case):
    w_uk, w_uv = latent_up(case)
    first, count, rope = (case.integer(n) for n in ("firstHead", "headCount", "rope"))
    latent = w_uk.shape[2]
    slots = case.tensor("slots", -1, latent + rope)
    asked = slice(first, first + count)
    k = np.einsum("nd,hed->nhe", slots[:, :latent], w_uk[asked])
    shared = np.repeat(slots[:, None, latent:], count, axis=1)
    v = np.einsum("nd,hvd->nhv", slots[:, :latent], w_uv[asked])
    return {"k": np.concatenate([k, shared], axis=2), "v": v}


# ---- Norm and rotation ---------------------------------------------------------------------------


def rms_norm(case):
    x = case.tensor("x", -1, case.integer("width"))
    with np.errstate(all="ignore"):
        root = np.sqrt(case.real("eps") + np.mean(x * x, axis=1, keepdims=True))
        return {"y": x * case.tensor("weight", -1) / root}


def frequencies(case):
    """Radians a position of each pair: theta^(-2i/R), slowed where YaRN says so."""
    width, theta, factor = case.integer("width"), case.real("theta"), case.real("factor")
    pair = np.arange(width // 2)
    plain = theta ** (-2.0 * pair / width)
    if factor <= 1:
        return plain

    def pair_turning(turns):
        wavelength = case.real("originalPositions") / turns
        return width * np.log(wavelength / (2 * np.pi)) / (2 * np.log(theta))

    low = max(0, np.floor(pair_turning(case.real("betaFast"))))
    high = min(width - 1, np.ceil(pair_turning(case.real("betaSlow"))))
    ramp = np.clip((pair - low) / (high - low if high != low else 0.001), 0, 1)
    return plain / factor * ramp + plain * (1 - ramp)


def growth(case, weight):
    factor = case.real("factor")
    return 1 if factor <= 1 else 0.1 * case.real(weight) * np.log(factor) + 1


def rotary_embedding(case):
    width, positions = case.integer("width"), case.tensor("positions", -1)
    x = case.tensor("x", len(positions), case.integer("heads"), width)
    angle = positions[:, None, None] * frequencies(case)
    size = growth(case, "mscale") / growth(case, "mscaleAllDim")
    cosine, sine = size * np.cos(angle), size * np.sin(angle)
    if case.text("pairing") == "INTERLEAVED":
        first, second = slice(0, None, 2), slice(1, None, 2)
    else:
        first, second = slice(0, width // 2), slice(width // 2, None)
    y = np.empty_like(x)
    with np.errstate(all="ignore"):
        y[:, :, first] = x[:, :, first] * cosine - x[:, :, second] * sine
        y[:, :, second] = x[:, :, first] * sine + x[:, :, second] * cosine
    return {"y": y}


OPERATORS = {
    "rms-norm": rms_norm,
    "rotary-embedding": rotary_embedding,
    "projection": projection,
    "absorb-query": absorb_query,
    "unabsorb-output": unabsorb_output,
    "decompress-heads": decompress_heads,
    "paged-mla-decode": paged_mla_decode,
    "combine-splits": combine_splits,
    "mla-prefill": mla_prefill,
    "sparse-mla-decode": sparse_mla_decode,
    "mha-decode": mha_decode,
}
