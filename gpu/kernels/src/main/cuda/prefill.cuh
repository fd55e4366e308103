// One block of prefill on matrix units: 64 or 128 query tokens of one head over the keys that they see.
//
// Each of four warps has kRowTiles row tiles of 16 tokens. Loads of keys and values serve all of them,
// so that two of them halve what a product takes from shared memory.

#pragma once

#include "bfloat16.cuh"
#include "copy.cuh"
#include "matrix.cuh"
#include "prefill_part.cuh"
#include "softmax.cuh"
#include "swizzled_rows.cuh"

constexpr int kWarps = 4;

__device__ bool not_finite(uint32_t pair) {
  return (pair & 0x7f80u) == 0x7f80u || (pair & 0x7f800000u) == 0x7f800000u;
}

template <int kRowTiles, int kMaxValues>
struct Prefill {
  static constexpr int kChunks = kMaxValues / 16;
  static constexpr int kRows = 16 * kWarps * kRowTiles;  // query tokens
  static constexpr int kTile = 64 / kRowTiles;           // keys

  const Problem& problem;
  const Part& part;
  const SwizzledRows rows, value_rows;
  const int warp, lane;
  const uint32_t query, keys, values;

  // Of each of this warp's row tiles.
  uint32_t weights[kRowTiles][kTile / 16][4];  // of 16 keys each, as left operands
  float sums[kRowTiles][kChunks][2][4] = {};
  float max[kRowTiles][2];
  float weight_sum[kRowTiles][2] = {};

  __device__ Prefill(const Problem& p, const Part& own, const unsigned char* shared)
      : problem(p),
        part(own),
        rows(p.key_width),
        value_rows(p.value_width),
        warp(threadIdx.x / 32),
        lane(threadIdx.x % 32),
        query(shared_address(shared)),
        keys(query + kRows * rows.bytes),
        values(keys + kTile * rows.bytes) {
    for (int i = 0; i < 2 * kRowTiles; i++) {
      max[i / 2][i % 2] = -INFINITY;
    }
  }

  __device__ int first_row() const { return 16 * kRowTiles * warp; }

  // This lane's row among the block's, of a row tile's upper or lower half.
  __device__ int sums_row(int tile, int half) const {
    return first_row() + 16 * tile + 8 * half + lane / 4;
  }

  __device__ void attend() {
    copy(rows, query, problem.query, part.first_query, part.queries, kRows);
    copy_keys(0);
    copy_values(0);
    for (int first = 0; first < part.end; first += kTile) {
      float scores[kRowTiles][kTile / 8][4] = {};
      wait_copies<1>();
      __syncthreads();
      if (sees(first)) {
        score(scores);
      }
      __syncthreads();
      copy_keys(first + kTile);
      if (sees(first)) {
#pragma unroll
        for (int tile = 0; tile < kRowTiles; tile++) {
          weigh(tile, scores[tile], first);
        }
      }
      wait_copies<1>();
      __syncthreads();
      if (sees(first)) {
        if (first + kTile > part.visible_to(first_row()) && any_not_finite()) {
          add_seen(first);
        } else {
          add_values();
        }
      }
      __syncthreads();
      copy_values(first + kTile);
    }
  }

  // Whether this warp has a token that sees a key from first on.
  __device__ bool sees(int first) const {
    return first_row() < part.queries && first < part.visible_to(first_row() + 16 * kRowTiles - 1);
  }

  // One group each, even where nothing is left to copy.
  __device__ void copy_keys(int first) const {
    copy(rows, keys, problem.keys, part.first_key + first, part.end - first, kTile);
    commit_copies();
  }

  __device__ void copy_values(int first) const {
    copy(value_rows, values, problem.values, part.first_key + first, part.end - first, kTile);
    commit_copies();
  }

  // Of this block's head, tokens rows; those from count on are zero.
  __device__ void copy(const SwizzledRows& to_rows, uint32_t to, const uint16_t* from,
                       int64_t token, int count, int tokens) const {
    if (count <= 0) {
      return;
    }
    for (int row = warp; row < tokens; row += kWarps) {
      const int64_t at = (token + (row < count ? row : 0)) * problem.heads + blockIdx.x;
      to_rows.copy(to, row, from + at * to_rows.features, row < count);
    }
  }

  __device__ void score(float (&scores)[kRowTiles][kTile / 8][4]) const {
    const int token = first_row() + lane % 16;
    const int key = lane / 16 * 8 + lane % 8;
    const uint32_t left_row = query + token * rows.bytes;
    const uint32_t right_row = keys + key * rows.bytes;
    const uint32_t left_chunk = SwizzledRows::swizzle(token, lane / 16);
    const uint32_t right_chunk = SwizzledRows::swizzle(key, lane / 8 % 2);
    for (int line = 0; line < rows.bytes; line += kLine) {
#pragma unroll
      for (int step = 0; step < 4; step++) {
        uint32_t left[kRowTiles][4], right[4];
#pragma unroll
        for (int tile = 0; tile < kRowTiles; tile++) {
          load_matrices(left[tile],
                        left_row + 16 * tile * rows.bytes + line + (left_chunk ^ step * 32));
        }
#pragma unroll
        for (int i = 0; i < kTile / 16; i++) {
          load_matrices(right, right_row + 16 * i * rows.bytes + line + (right_chunk ^ step * 32));
#pragma unroll
          for (int tile = 0; tile < kRowTiles; tile++) {
            multiply_add(scores[tile][2 * i], left[tile], right[0], right[1]);
            multiply_add(scores[tile][2 * i + 1], left[tile], right[2], right[3]);
          }
        }
      }
    }
  }

  // Scores become weights; what was summed is rescaled.
  __device__ void weigh(int tile, float (&scores)[kTile / 8][4], int first) {
    const float factor = problem.scale * kLog2E;
#pragma unroll
    for (int half = 0; half < 2; half++) {
      const int seen = part.visible_to(sums_row(tile, half)) - first - lane % 4 * 2;
      float largest = -INFINITY;
#pragma unroll
      for (int i = 0; i < kTile / 4; i++) {
        float& score = scores[i / 2][2 * half + i % 2];
        score = i / 2 * 8 + i % 2 < seen ? score * factor : -INFINITY;
        largest = fmaxf(largest, score);
      }
      largest = fmaxf(max[tile][half], quad_max(largest));
      const float shift = shift_of(largest);
      const float rescale = exp2_approx(max[tile][half] - shift);
      max[tile][half] = largest;
      weight_sum[tile][half] *= rescale;
#pragma unroll
      for (int i = 0; i < kTile / 8; i++) {
        const float x = exp2_approx(scores[i][2 * half] - shift);
        const float y = exp2_approx(scores[i][2 * half + 1] - shift);
        weight_sum[tile][half] += x + y;
        weights[tile][i / 2][half + i % 2 * 2] = pack_bfloat16(x, y);
      }
#pragma unroll
      for (int i = 0; i < 4 * kChunks; i++) {
        sums[tile][i / 4][i / 2 % 2][2 * half + i % 2] *= rescale;
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
#pragma unroll
          for (int tile = 0; tile < kRowTiles; tile++) {
            multiply_add(sums[tile][chunk][0], weights[tile][step], right[0], right[1]);
            multiply_add(sums[tile][chunk][1], weights[tile][step], right[2], right[3]);
          }
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
    for (int i = 0; i < kRowTiles * kChunks; i++) {
      const int tile = i / kChunks, chunk = i % kChunks;
#pragma unroll 1
      for (int key = 0; key < kTile && 16 * chunk < problem.value_width; key++) {
        uint32_t left[4], right[4];
        pick_weights(tile, key / 16, left);
        load_values(right, key / 16, chunk);
        const uint32_t half = lane % 4 == key % 8 / 2 ? 0xffffu << key % 2 * 16 : 0;
        const uint32_t lower = key % 16 < 8 ? half : 0, upper = half ^ lower;
        const uint32_t own[4] = {left[0] & lower, left[1] & lower, left[2] & upper, left[3] & upper};
#pragma unroll
        for (int side = 0; side < 2; side++) {
          float products[4] = {};
          multiply_add(products, own, right[2 * side] & lower, right[2 * side + 1] & upper);
          add_where_seen(sums[tile][chunk][side], products, tile, first + key);
        }
      }
    }
  }

  // Of a step that is not known when this is compiled.
  __device__ void pick_weights(int tile, int step, uint32_t (&to)[4]) const {
#pragma unroll
    for (int i = 0; i < kTile / 4; i++) {
      to[i % 4] = i < 4 || i / 4 == step ? weights[tile][i / 4][i % 4] : to[i % 4];
    }
  }

  __device__ void add_where_seen(float (&to)[4], const float (&products)[4], int tile,
                                 int key) const {
#pragma unroll
    for (int i = 0; i < 4; i++) {
      to[i] += key < part.visible_to(sums_row(tile, i / 2)) ? products[i] : 0.0f;
    }
  }

  // Of a row whose scores are all -inf nothing is left but NaN, as 0/0 is.
  __device__ void write() {
#pragma unroll
    for (int i = 0; i < 2 * kRowTiles; i++) {
      write_row(i / 2, i % 2);
    }
  }

  __device__ void write_row(int tile, int half) {
    const float sum = quad_sum(weight_sum[tile][half]);
    const int row = sums_row(tile, half);
    if (row < part.queries) {
      const bool none = part.visible_to(row) <= 0;
      const float inverse = none ? 0.0f : 1.0f / sum;
      const int64_t at = (part.first_query + row) * problem.heads + blockIdx.x;
      uint16_t* to = problem.out + at * problem.value_width;
#pragma unroll
      for (int i = 0; i < 2 * kChunks; i++) {
        const float* pair = &sums[tile][i / 2][i % 2][2 * half];
        store_pair(to, problem.value_width, 8 * i + lane % 4 * 2, pair[0] * inverse,
                   pair[1] * inverse);
      }
      if (lane % 4 == 0) {
        problem.lse_nats[at] =
            none ? -INFINITY : sum == 0.0f ? NAN : max[tile][half] * kLn2 + logf(sum);
      }
    }
  }
};
