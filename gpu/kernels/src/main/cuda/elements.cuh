// Elements of bf16 or f32 in memory, f32 in registers. What is stored is rounded to nearest even.

#pragma once

#include <cuda_bf16.h>

__device__ inline float load(const float* from) { return *from; }

__device__ inline float load(const __nv_bfloat16* from) { return __bfloat162float(*from); }

__device__ inline void store(float* to, float x) { *to = x; }

__device__ inline void store(__nv_bfloat16* to, float x) { *to = __float2bfloat16_rn(x); }

// Two neighbours, the first at an even place.
__device__ inline void store_pair(float* to, float x, float y) {
  *reinterpret_cast<float2*>(to) = make_float2(x, y);
}

__device__ inline void store_pair(__nv_bfloat16* to, float x, float y) {
  *reinterpret_cast<__nv_bfloat162*>(to) = __floats2bfloat162_rn(x, y);
}
