// Merging attention over parts of the keys: parts are weighed by e^lse, relative to the largest.

#pragma once

#include "softmax.cuh"

__device__ inline void add_weighted(float& sum, float weight, float value) {
  sum = fmaf(weight, value, sum);
}

__device__ inline void add_weighted(float2& sum, float weight, float2 value) {
  sum.x = fmaf(weight, value.x, sum.x);
  sum.y = fmaf(weight, value.y, sum.y);
}

// The largest lse of the parts of one row; lse [parts, rows], from the row's first.
__device__ inline float largest_lse(const float* lse, int64_t rows, int parts) {
  float largest = -INFINITY;
  for (int part = 0; part < parts; part++) {
    largest = fmaxf(largest, lse[part * rows]);
  }
  return largest;
}

// Adds to sum what the parts have at one place, part_stride apart, times their weights, and answers
// the sum of the weights. A part whose lse is -inf has no weight, whatever it holds.
template <class Value>
__device__ float add_parts(const float* lse, int64_t rows, int parts, float largest,
                           const Value* values, int64_t part_stride, Value& sum) {
  float weight_sum = 0.0f;
  for (int part = 0; part < parts; part++) {
    const float part_lse = lse[part * rows];
    if (part_lse != -INFINITY) {
      const float weight = exp2_approx((part_lse - largest) * kLog2E);
      weight_sum += weight;
      add_weighted(sum, weight, values[part * part_stride]);
    }
  }
  return weight_sum;
}
