// What a block of a decode does with its split, and how splits of a row are merged.

#pragma once

#include "merge.cuh"
#include "tensor_decode.cuh"

// What a head's sink adds to the sum of weights that are shifted by max, in base 2.
__device__ inline float sink_weight(const float* sinks, int head, float max) {
  return sinks == nullptr ? 0.0f : exp2_approx(sinks[head] * kLog2E - shift_of(max));
}

// What this lane holds of a row: pairs of neighbouring features. to is out or partial_out.
template <class Decode, class Number>
__device__ void write_row(const Decode& decode, int64_t row, int half, float inverse, Number* to) {
  const int width = decode.problem.value_width;
  to += row * width;
#pragma unroll
  for (int i = 0; i < 2 * Decode::kChunks; i++) {
    const int chunk = i / 2 * Decode::kColumns + decode.column_warp;
    const float* sums = &decode.sums[i / 2][i % 2][2 * half];
    store_pair(to, width, chunk * 16 + i % 2 * 8 + decode.lane % 4 * 2, sums[0] * inverse,
               sums[1] * inverse);
  }
}

// Of a split whose scores are all -inf nothing is left; of a whole row of them NaN, as 0/0 is.
template <class Decode>
__device__ void write(const Decode& decode, int split, bool whole) {
  const Problem& problem = decode.problem;
  const int64_t rows = static_cast<int64_t>(gridDim.z) * gridDim.y * problem.heads;
#pragma unroll
  for (int half = 0; half < 2; half++) {
    const int head = decode.heads.first + decode.sums_row(half);
    if (head < decode.heads.end) {
      const float sum = decode.weight_sum[half];
      const bool none = whole ? !decode.any : sum == 0.0f;
      const float sink = whole ? sink_weight(problem.sinks, head, decode.max[half]) : 0.0f;
      const float inverse = none ? 0.0f : 1.0f / (sum + sink);
      const float lse = none ? -INFINITY : sum == 0.0f ? NAN : decode.max[half] * kLn2 + logf(sum);
      const int64_t row = first_row(problem.heads) + head + (whole ? 0 : split * rows);
      if (whole) {
        write_row(decode, row, half, inverse, problem.out);
      } else {
        write_row(decode, row, half, inverse, problem.partial_out);
      }
      if (decode.column_warp == 0 && decode.lane % 4 == 0) {
        (whole ? problem.lse_nats : problem.partial_lse)[row] = lse;
      }
    }
  }
}

// Split number split of count keys, by a Decode over Keys. One past a token's last key has nothing to do.
template <class Decode, class Keys>
__device__ void decode_split(const Problem& problem, const Keys& keys, Heads heads, int split,
                             int count) {
  extern __shared__ __align__(kLine) unsigned char shared[];
  const int first = split * problem.keys_per_split;
  if (split > 0 && first >= count) {
    return;
  }
  Decode decode(problem, keys, heads, shared);
  if (first < count) {
    decode.attend(first, min(first + problem.keys_per_split, count));
  }
  if (decode.has_heads()) {
    decode.gather_weight_sums();
    write(decode, split, count <= problem.keys_per_split);
  }
}

// Whether any of count keys is there; what is split has some.
template <class Keys>
__device__ bool any_key(const Keys& keys, int count) {
  if constexpr (!Keys::kAllThere) {
    for (int first = 0; first < count; first += kTile) {
      if (keys.valid(first, count) != 0) {
        return true;
      }
    }
    return false;
  }
  return true;
}

// Merges what the splits of one row made of it. Where all their scores are -inf, there being keys, the
// row is NaN.
template <class Keys>
__device__ void combine_splits(const Problem& problem, const Keys& keys, int count) {
  const int splits = (count + problem.keys_per_split - 1) / problem.keys_per_split;
  __builtin_assume(splits > 1);
  const int head = blockIdx.x, width = problem.value_width;
  const int64_t row = first_row(problem.heads) + head;
  const int64_t rows = static_cast<int64_t>(gridDim.z) * gridDim.y * problem.heads;
  const float* lse = problem.partial_lse + row;
  const float* parts = problem.partial_out + row * width;

  const float largest = largest_lse(lse, rows, splits);
  const bool empty = largest == -INFINITY && !any_key(keys, count);
  const float sink = sink_weight(problem.sinks, head, largest * kLog2E);
  for (int at = 2 * threadIdx.x; at < width; at += 2 * blockDim.x) {
    float2 sum = {};
    float weight_sum;
    if (width % 2 == 0) {
      weight_sum = add_parts(lse, rows, splits, largest,
                             reinterpret_cast<const float2*>(parts + at), rows * width / 2, sum);
    } else {
      weight_sum = add_parts(lse, rows, splits, largest, parts + at, rows * width, sum.x);
      if (at + 1 < width) {
        add_parts(lse, rows, splits, largest, parts + at + 1, rows * width, sum.y);
      }
    }
    const float inverse = empty ? 0.0f : 1.0f / (weight_sum + sink);
    store_pair(problem.out + row * width, width, at, sum.x * inverse, sum.y * inverse);
    if (at == 0) {
      problem.lse_nats[row] =
          empty ? -INFINITY : weight_sum == 0.0f ? NAN : largest + logf(weight_sum);
    }
  }
}
