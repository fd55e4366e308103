"""Numbers as they are stored: codes in, binary64 out."""

import numpy as np


def bfloat16(codes):
    return (codes.astype(np.uint32) << 16).view(np.float32).astype(np.float64)


def float8(codes, exponent_bits, bias, has_infinity):
    """Every code by arithmetic; E4M3 has no infinity and NaN at the largest code alone."""
    mantissa_bits = 7 - exponent_bits
    code = codes.astype(np.int64)
    exponent = code >> mantissa_bits & (1 << exponent_bits) - 1
    mantissa = code & (1 << mantissa_bits) - 1
    fraction = mantissa / 2.0**mantissa_bits
    normal = (1 + fraction) * 2.0 ** (exponent - bias)
    value = np.where(exponent == 0, fraction * 2.0 ** (1 - bias), normal)
    top = exponent == (1 << exponent_bits) - 1
    if has_infinity:
        value = np.where(top, np.where(mantissa == 0, np.inf, np.nan), value)
    else:
        value = np.where(top & (mantissa == (1 << mantissa_bits) - 1), np.nan, value)
    return np.where(code >> 7 == 1, -value, value)


def e4m3(codes):
    return float8(codes, 4, 7, False)


def e5m2(codes):
    return float8(codes, 5, 15, True)


def e8m0(codes):
    return np.where(codes == 255, np.nan, 2.0 ** (codes.astype(np.float64) - 127))


# What safetensors calls a type: how it is stored, and what it becomes.
DTYPES = {
    "F64": ("<f8", np.float64),
    "F32": ("<f4", np.float64),
    "F16": ("<f2", np.float64),
    "BF16": ("<u2", bfloat16),
    "F8_E4M3": ("u1", e4m3),
    "F8_E5M2": ("u1", e5m2),
    "I64": ("<i8", np.int64),
    "I32": ("<i4", np.int64),
    "U8": ("u1", np.uint8),
}
