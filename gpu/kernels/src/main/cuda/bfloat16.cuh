// Numbers in bf16. Rounding is to nearest, ties to even.

#pragma once

#include <cuda_bf16.h>

#include <cstdint>

// The two of one 32-bit word; the lower address is x.
__device__ inline float2 unpack_bfloat16(uint32_t pair) {
  return make_float2(__uint_as_float(pair << 16), __uint_as_float(pair & 0xffff0000u));
}

__device__ inline uint32_t pack_bfloat16(float x, float y) {
  const __nv_bfloat162 pair = __floats2bfloat162_rn(x, y);
  return *reinterpret_cast<const uint32_t*>(&pair);
}

// Numbers at and at + 1 of a row, as far as there are any. Rows of an even width are aligned to pairs.
__device__ inline void store_pair(uint16_t* row, int width, int at, float x, float y) {
  const uint32_t pair = pack_bfloat16(x, y);
  if (width % 2 == 0) {
    if (at < width) {
      *reinterpret_cast<uint32_t*>(row + at) = pair;
    }
  } else {
    if (at < width) {
      row[at] = static_cast<uint16_t>(pair);
    }
    if (at + 1 < width) {
      row[at + 1] = static_cast<uint16_t>(pair >> 16);
    }
  }
}

// The same of f32.
__device__ inline void store_pair(float* row, int width, int at, float x, float y) {
  if (width % 2 == 0) {
    if (at < width) {
      *reinterpret_cast<float2*>(row + at) = make_float2(x, y);
    }
  } else {
    if (at < width) {
      row[at] = x;
    }
    if (at + 1 < width) {
      row[at + 1] = y;
    }
  }
}
