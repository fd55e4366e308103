// One block of prefill on matrix units: 64 query tokens of one head over the keys that they see.

#pragma once

#include "bfloat16.cuh"
#include "copy.cuh"
#include "matrix.cuh"
#include "softmax.cuh"
#include "swizzled_rows.cuh"

constexpr int kRows = 64;  // query tokens
constexpr int kTile = 64;  // keys
constexpr int kWarps = kRows / 16;

struct Problem {
  const uint16_t* __restrict__ query;
  const uint16_t* __restrict__ keys;
  const uint16_t* __restrict__ values;
  uint16_t* __restrict__ out;
  float* __restrict__ lse_nats;
  float scale;
  int heads, key_width, value_width;
};

// This block's part of its sequence.
struct Part {
  int64_t first_query, first_key;
  int queries;  // up to kRows
  int visible;  // keys that the first of them sees; may be negative
  int step;     // how many more each later one sees
  int end;      // keys that the last of them sees

  __device__ Part(const int32_t* query_starts, const int32_t* key_starts, const int32_t* block,
                  int causal) {
    const int b = block[0], first = block[1];
    const int all = query_starts[b + 1] - query_starts[b];
    const int keys = key_starts[b + 1] - key_starts[b];
    first_query = query_starts[b] + first;
    first_key = key_starts[b];
    queries = min(kRows, all - first);
    step = causal ? 1 : 0;
    visible = keys - step * (all - 1 - first);
    end = visible + step * (queries - 1);
  }

  __device__ int visible_to(int row) const { return visible + step * row; }
};

__device__ bool not_finite(uint32_t pair) {
  return (pair & 0x7f80u) == 0x7f80u || (pair & 0x7f800000u) == 0x7f800000u;
}

template <int kMaxValues>
struct Prefill {
  static constexpr int kChunks = kMaxValues / 16;

  const Problem& problem;
  const Part& part;
  const SwizzledRows rows, value_rows;
  const int warp, lane;
  const uint32_t query, keys, values;

  uint32_t weights[kTile / 16][4];  // of 16 keys each, as left operands
  float sums[kChunks][2][4] = {};
  float max[2] = {-INFINITY, -INFINITY};
  float weight_sum[2] = {};

  __device__ Prefill(const Problem& p, const Part& own, const unsigned char* shared)
      : problem(p),
        part(own),
        rows(p.key_width),
        value_rows(p.value_width),
        warp(threadIdx.x / 32),
        lane(threadIdx.x % 32),
        query(shared_address(shared)),
        keys(query + kRows * rows.bytes),
        values(keys + kTile * rows.bytes) {}

  // This lane's row of a block's 64, for the upper and the lower half of a matrix unit's rows.
  __device__ int sums_row(int half) const { return 16 * warp + 8 * half + lane / 4; }

  __device__ void attend() {
    copy(rows, query, problem.query, part.first_query, part.queries);
    copy_keys(0);
    copy_values(0);
    for (int first = 0; first < part.end; first += kTile) {
      wait_copies<1>();
      __syncthreads();
      float scores[kTile / 8][4] = {};
      score(scores);
      __syncthreads();
      copy_keys(first + kTile);
      weigh(scores, first);
      wait_copies<1>();
      __syncthreads();
      if (first + kTile > part.visible_to(16 * warp) && any_not_finite()) {
        add_seen(first);
      } else {
        add_values();
      }
      __syncthreads();
      copy_values(first + kTile);
    }
  }

  // One group each, even where nothing is left to copy.
  __device__ void copy_keys(int first) const {
    copy(rows, keys, problem.keys, part.first_key + first, part.end - first);
    commit_copies();
  }

  __device__ void copy_values(int first) const {
    copy(value_rows, values, problem.values, part.first_key + first, part.end - first);
    commit_copies();
  }

  // 64 tokens of this block's head; those from count on are zero.
  __device__ void copy(const SwizzledRows& to_rows, uint32_t to, const uint16_t* from,
                       int64_t token, int count) const {
    if (count <= 0) {
      return;
    }
    for (int row = warp; row < 64; row += kWarps) {
      const int64_t at = (token + (row < count ? row : 0)) * problem.heads + blockIdx.x;
      to_rows.copy(to, row, from + at * to_rows.features, row < count);
    }
  }

  __device__ void score(float (&scores)[kTile / 8][4]) const {
    const int token = 16 * warp + lane % 16;
    const int key = lane / 16 * 8 + lane % 8;
    const uint32_t left_row = query + token * rows.bytes;
    const uint32_t right_row = keys + key * rows.bytes;
    const uint32_t left_chunk = SwizzledRows::swizzle(token, lane / 16);
    const uint32_t right_chunk = SwizzledRows::swizzle(key, lane / 8 % 2);
    for (int line = 0; line < rows.bytes; line += kLine) {
#pragma unroll
      for (int step = 0; step < 4; step++) {
        uint32_t left[4], right[4];
        load_matrices(left, left_row + line + (left_chunk ^ step * 32));
#pragma unroll
        for (int i = 0; i < kTile / 16; i++) {
          load_matrices(right, right_row + 16 * i * rows.bytes + line + (right_chunk ^ step * 32));
          multiply_add(scores[2 * i], left, right[0], right[1]);
          multiply_add(scores[2 * i + 1], left, right[2], right[3]);
        }
      }
    }
  }

  // Scores become weights; what was summed is rescaled.
  __device__ void weigh(float (&scores)[kTile / 8][4], int first) {
    const float factor = problem.scale * kLog2E;
#pragma unroll
    for (int half = 0; half < 2; half++) {
      const int seen = part.visible_to(sums_row(half)) - first - lane % 4 * 2;
      float largest = -INFINITY;
#pragma unroll
      for (int i = 0; i < kTile / 4; i++) {
        float& score = scores[i / 2][2 * half + i % 2];
        score = i / 2 * 8 + i % 2 < seen ? score * factor : -INFINITY;
        largest = fmaxf(largest, score);
      }
      largest = fmaxf(max[half], quad_max(largest));
      const float shift = shift_of(largest);
      const float rescale = exp2_approx(max[half] - shift);
      max[half] = largest;
      weight_sum[half] *= rescale;
#pragma unroll
      for (int i = 0; i < kTile / 8; i++) {
        const float x = exp2_approx(scores[i][2 * half] - shift);
        const float y = exp2_approx(scores[i][2 * half + 1] - shift);
        weight_sum[half] += x + y;
        weights[i / 2][half + i % 2 * 2] = pack_bfloat16(x, y);
      }
#pragma unroll
      for (int i = 0; i < 4 * kChunks; i++) {
        sums[i / 4][i / 2 % 2][2 * half + i % 2] *= rescale;
      }
    }
  }

  // 16 features of the values of 16 keys, transposed on the way.
  __device__ void load_values(uint32_t (&to)[4], int step, int chunk) const {
    const int key = 16 * step + lane % 16;
    const uint32_t at = 32 * chunk / kLine * kLine +
                        (SwizzledRows::swizzle(key, lane / 16) ^ 32 * chunk % kLine);
    load_transposed(to, values + key * value_rows.bytes + at);
  }

  __device__ void add_values() {
#pragma unroll
    for (int step = 0; step < kTile / 16; step++) {
#pragma unroll
      for (int chunk = 0; chunk < kChunks; chunk++) {
        if (16 * chunk < problem.value_width) {
          uint32_t right[4];
          load_values(right, step, chunk);
          multiply_add(sums[chunk][0], weights[step], right[0], right[1]);
          multiply_add(sums[chunk][1], weights[step], right[2], right[3]);
        }
      }
    }
  }

  // Whether any value of the tile is no finite number: then a weight of 0 is not enough to hide it
  // from tokens that do not see it.
  __device__ bool any_not_finite() const {
    bool any = false;
#pragma unroll 1
    for (int step = 0; step < kTile / 16; step++) {
#pragma unroll 1
      for (int chunk = 0; 16 * chunk < problem.value_width; chunk++) {
        uint32_t pairs[4];
        load_values(pairs, step, chunk);
        any = any || not_finite(pairs[0]) || not_finite(pairs[1]) || not_finite(pairs[2]) ||
              not_finite(pairs[3]);
      }
    }
    return __any_sync(0xffffffffu, any);
  }

  // The same sums key by key, each for the tokens that see it alone.
  __device__ void add_seen(int first) {
#pragma unroll
    for (int chunk = 0; chunk < kChunks; chunk++) {
#pragma unroll 1
      for (int key = 0; key < kTile && 16 * chunk < problem.value_width; key++) {
        uint32_t left[4], right[4];
        pick_weights(key / 16, left);
        load_values(right, key / 16, chunk);
        const uint32_t half = lane % 4 == key % 8 / 2 ? 0xffffu << key % 2 * 16 : 0;
        const uint32_t lower = key % 16 < 8 ? half : 0, upper = half ^ lower;
        const uint32_t own[4] = {left[0] & lower, left[1] & lower, left[2] & upper, left[3] & upper};
#pragma unroll
        for (int side = 0; side < 2; side++) {
          float products[4] = {};
          multiply_add(products, own, right[2 * side] & lower, right[2 * side + 1] & upper);
          add_where_seen(sums[chunk][side], products, first + key);
        }
      }
    }
  }

  // Of a step that is not known when this is compiled.
  __device__ void pick_weights(int step, uint32_t (&to)[4]) const {
#pragma unroll
    for (int i = 0; i < kTile / 4; i++) {
      to[i % 4] = i < 4 || i / 4 == step ? weights[i / 4][i % 4] : to[i % 4];
    }
  }

  __device__ void add_where_seen(float (&to)[4], const float (&products)[4], int key) const {
#pragma unroll
    for (int i = 0; i < 4; i++) {
      to[i] += key < part.visible_to(sums_row(i / 2)) ? products[i] : 0.0f;
    }
  }

  // Of a row whose scores are all -inf nothing is left but NaN, as 0/0 is.
  __device__ void write() {
#pragma unroll
    for (int half = 0; half < 2; half++) {
      const float sum = quad_sum(weight_sum[half]);
      const int row = sums_row(half);
      if (row < part.queries) {
        const bool none = part.visible_to(row) <= 0;
        const float inverse = none ? 0.0f : 1.0f / sum;
        const int64_t at = (part.first_query + row) * problem.heads + blockIdx.x;
        uint16_t* to = problem.out + at * problem.value_width;
#pragma unroll
        for (int i = 0; i < 2 * kChunks; i++) {
          const float* pair = &sums[i / 2][i % 2][2 * half];
          store_pair(to, problem.value_width, 8 * i + lane % 4 * 2, pair[0] * inverse,
                     pair[1] * inverse);
        }
        if (lane % 4 == 0) {
          problem.lse_nats[at] =
              none ? -INFINITY : sum == 0.0f ? NAN : max[half] * kLn2 + logf(sum);
        }
      }
    }
  }
};
