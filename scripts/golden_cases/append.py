"""append-latent-cache in NumPy, every byte: layouts from docs/cache-layouts.md."""

import numpy as np

from .formats import e4m3

MAGNITUDES = e4m3(np.arange(0x7F))


def append_latent_cache(case):
    pool = case.tensor("pool").copy()
    write = {"dense": dense, "fp8_ds_mla": tiled, "MODEL1": footer}[case.text("layout")]
    size, page_size = pool.shape[1], case.integer("pageSize")
    for n, slot in enumerate(case.tensor("slots")):
        if slot >= 0:
            page, place = divmod(int(slot), page_size)
            latent, rope = case.tensor("latent")[n], case.tensor("rope")[n]
            write(case, pool[page], place, latent, rope)
    return {"pool": pool.reshape(-1, size).astype(np.float64)}


def dense(case, page, place, latent, rope):
    values, form = np.concatenate([latent, rope]), case.text("layout.format")
    if form == "FP8_E4M3":
        code = codes(values, np.float32(case.real("layout.tensorScale")))
    else:
        code = {"BF16": bfloat16, "FP16": half}[form](values)
    put(page, place * code.size, code)


def tiled(case, page, place, latent, rope):
    scale = scales(case, latent, 128)
    code = codes(latent, np.repeat(scale, 128))
    row = [code, scale.astype("<f4").view(np.uint8), bfloat16(rope)]
    put(page, place * sum(part.size for part in row), *row)


def footer(case, page, place, latent, rope):
    scale = scales(case, latent, 64)
    row = [codes(latent, np.repeat(scale, 64)), bfloat16(rope)]
    data = sum(part.size for part in row)
    put(page, place * data, *row)
    after, padded = case.integer("pageSize") * data, 8 * -(-latent.size // 512)
    exponents = (np.log2(scale.astype(np.float64)) + 127).astype(np.uint8)
    put(page, after + place * padded, exponents)


def put(page, at, *parts):
    for part in parts:
        page[at : at + part.size] = part
        at += part.size


def scales(case, latent, width):
    """One for each tile, in F32."""
    largest = np.abs(latent.astype(np.float32)).reshape(-1, width).max(axis=1)
    least = largest / np.float32(448)
    if case.text("scaleRule") == "ARBITRARY":
        return np.maximum(least, np.float32(2.0**-126))
    fraction, exponent = np.frexp(np.maximum(least, np.float32(1e-4)))
    return np.ldexp(np.float32(1), np.where(fraction == 0.5, exponent - 1, exponent))


def codes(values, scale):
    """E4M3 of value / scale in F32: nearest, of two the even code, saturating."""
    quotient = (values.astype(np.float32) / scale).astype(np.float64)
    magnitude = np.minimum(np.abs(quotient), 448)
    above = np.searchsorted(MAGNITUDES, magnitude)
    below = np.maximum(above - 1, 0)
    up, down = MAGNITUDES[above] - magnitude, magnitude - MAGNITUDES[below]
    code = np.where((down < up) | ((down == up) & (below % 2 == 0)), below, above)
    return np.where(np.signbit(quotient), code | 0x80, code).astype(np.uint8)


def bfloat16(values):
    """From F32, which holds every number here; nearest, of two the even code."""
    bits = values.astype("<f4").view("<u4").astype(np.uint64)
    return (bits + 0x7FFF + (bits >> 16 & 1) >> 16).astype("<u2").view(np.uint8)


def half(values):
    with np.errstate(over="ignore"):
        return values.astype("<f2").view(np.uint8)
