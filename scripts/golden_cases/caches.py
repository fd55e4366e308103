"""A cache's slots as binary64 [pages · P, D + R], from docs/cache-layouts.md."""

import numpy as np

from .formats import bfloat16, e4m3, e8m0


def slots(case):
    latent, rope = case.integer("latent"), case.integer("rope")
    pool = case.tensor("slots")
    if pool.dtype == np.float64:
        return pool.reshape(-1, latent + rope)
    read = {"dense": dense, "fp8_ds_mla": tiled, "MODEL1": footer}[case.text("layout")]
    return read(case, pool, latent, rope)


def dense(case, pool, latent, rope):
    """FP8 under one scale."""
    return e4m3(pool).reshape(-1, latent + rope) * case.real("layout.tensorScale")


def tiled(case, pool, latent, rope):
    """A slot: D codes, an F32 scale for each 128 of them, R features in bf16."""
    tiles = -(-latent // 128)
    slot = pool.reshape(-1, latent + 4 * tiles + 2 * rope)
    scales = numbers(slot[:, latent : latent + 4 * tiles], "<f4").astype(np.float64)
    scales = as_read(scales, case.text("layout.reading"))
    values = e4m3(slot[:, :latent]) * np.repeat(scales, 128, axis=1)[:, :latent]
    return np.concatenate([values, roped(slot[:, latent + 4 * tiles :])], axis=1)


def footer(case, pool, latent, rope):
    """A page: P times D codes and R features in bf16, then P times a byte for each 64 codes."""
    page_size, data = case.integer("pageSize"), latent + 2 * rope
    padded, tiles = 8 * -(-latent // 512), -(-latent // 64)
    page = pool.reshape(pool.shape[0], -1)
    slot = page[:, : page_size * data].reshape(-1, data)
    after = page[:, page_size * data : page_size * (data + padded)]
    scales = e8m0(after.reshape(-1, padded)[:, :tiles])
    values = e4m3(slot[:, :latent]) * np.repeat(scales, 64, axis=1)[:, :latent]
    return np.concatenate([values, roped(slot[:, latent:])], axis=1)


def as_read(scales, reading):
    """What a reader makes of an F32 scale."""
    if reading == "F32":
        return scales
    if reading == "BF16":
        bits = scales.astype(np.float32).view(np.uint32).astype(np.uint64)
        rounded = bits + 0x7FFF + (bits >> 16 & 1)
        return bfloat16((rounded >> 16).astype(np.uint16))
    mantissa, exponent = np.frexp(scales)
    return np.ldexp(1.0, np.where(mantissa == 0.5, exponent - 1, exponent))


def roped(stored):
    return bfloat16(numbers(stored, "<u2"))


def numbers(stored, dtype):
    return np.ascontiguousarray(stored).view(dtype)
