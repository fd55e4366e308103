// Online softmax in base 2: scores are multiplied by log2 e once, so that a weight is 2^(score - max).

#pragma once

constexpr float kLog2E = 1.4426950408889634f;
constexpr float kLn2 = 0.6931471805599453f;

// Relative error at most 2^-22; 2^0 is 1. PTX ISA 9.7.3.21.
__device__ inline float exp2_approx(float x) {
  float y;
  asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(y) : "f"(x));
  return y;
}

// What scores are shifted by: the maximum, but where every score so far is -inf, so that a score of
// -inf beside later finite ones has weight 0.
__device__ inline float shift_of(float max) {
  return max == -INFINITY ? 0.0f : max;
}

// Over the four lanes that share a row of a matrix unit's sums.
__device__ inline float quad_max(float x) {
  x = fmaxf(x, __shfl_xor_sync(0xffffffffu, x, 1));
  return fmaxf(x, __shfl_xor_sync(0xffffffffu, x, 2));
}

__device__ inline float quad_sum(float x) {
  x += __shfl_xor_sync(0xffffffffu, x, 1);
  return x + __shfl_xor_sync(0xffffffffu, x, 2);
}
