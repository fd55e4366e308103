// Two bf16 numbers in one 32-bit word; the lower address is x. Rounding is to nearest, ties to even.

#pragma once

#include <cuda_bf16.h>

#include <cstdint>

__device__ inline float2 unpack_bfloat16(uint32_t pair) {
  return make_float2(__uint_as_float(pair << 16), __uint_as_float(pair & 0xffff0000u));
}

__device__ inline uint32_t pack_bfloat16(float x, float y) {
  const __nv_bfloat162 pair = __floats2bfloat162_rn(x, y);
  return *reinterpret_cast<const uint32_t*>(&pair);
}
