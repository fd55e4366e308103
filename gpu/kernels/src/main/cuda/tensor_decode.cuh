// One block of a decode on matrix units: heads of one query token over one split of its keys.
//
// kRowTiles row tiles of 16 heads, for each of which kColumnWarps warps take keys in turn for the
// scores, agree on the row maxima, share their weights, and take features in turn for the values.
//
// Keys says where keys are:
//   slot(t)           of the key at place t, or -1: there is none
//   key(slot)         its features
//   value(slot)       those of its value, where kOwnValues; else a value is the first of its key's
//   valid(first, end) which keys of a tile are there, as bits; all of them where kAllThere

#pragma once

#include "bfloat16.cuh"
#include "copy.cuh"
#include "matrix.cuh"
#include "softmax.cuh"
#include "swizzled_rows.cuh"

constexpr int kTile = 32;  // keys
constexpr int kWeightRow = 2 * kTile;

// What every decode has; sinks may be null.
struct Problem {
  const uint16_t* __restrict__ query;
  uint16_t* __restrict__ out;
  float* __restrict__ lse_nats;
  float* __restrict__ partial_out;
  float* __restrict__ partial_lse;
  const float* __restrict__ sinks;
  float scale;
  int heads, key_width, value_width, keys_per_split;
};

// Heads from first on, of those before end, that share their keys.
struct Heads {
  int first, end;
};

// The row of this block's query token and head 0.
__device__ inline int64_t first_row(int heads) {
  return (static_cast<int64_t>(blockIdx.z) * gridDim.y + blockIdx.y) * heads;
}

template <int kRowTiles, int kColumnWarps, int kMaxValues, class Keys>
struct TensorDecode {
  static constexpr int kHeads = 16 * kRowTiles;
  static constexpr int kColumns = kColumnWarps;
  static constexpr int kWarps = kRowTiles * kColumnWarps;
  static constexpr int kScoreTiles = kTile / 8 / kColumnWarps;    // of 8 keys, for one warp
  static constexpr int kChunks = kMaxValues / 16 / kColumnWarps;  // of 16 features, for one warp
  static constexpr int kCopiedKeys = kTile / kWarps;              // by one warp

  const Problem& problem;
  const Keys& source;
  const Heads heads;
  const SwizzledRows rows, value_rows;
  const int warp, lane, row_tile, column_warp, tile_bytes;
  const uint32_t query, tiles, weights;
  float* const maxima;  // [kColumnWarps][kHeads]

  float scores[2][4];  // of 8 keys each; of even and odd steps where a warp has but 8 keys
  float sums[kChunks][2][4] = {};
  float max[2] = {-INFINITY, -INFINITY};
  float weight_sum[2] = {};
  bool any = false;  // key so far

  __device__ TensorDecode(const Problem& p, const Keys& k, Heads h, unsigned char* shared)
      : problem(p),
        source(k),
        heads(h),
        rows(p.key_width),
        value_rows(Keys::kOwnValues ? p.value_width : 0),
        warp(threadIdx.x / 32),
        lane(threadIdx.x % 32),
        row_tile(warp / kColumnWarps),
        column_warp(warp % kColumnWarps),
        tile_bytes(kTile * (rows.bytes + value_rows.bytes)),
        query(shared_address(shared)),
        tiles(query + kHeads * rows.bytes),
        weights(tiles + 2 * tile_bytes),
        maxima(reinterpret_cast<float*>(shared + kHeads * (rows.bytes + kWeightRow) +
                                        2 * tile_bytes)) {}

  __device__ bool has_heads() const { return heads.first + 16 * row_tile < heads.end; }

  // This lane's row of a block's 16, for the upper and the lower half of a matrix unit's rows.
  __device__ int sums_row(int half) const { return 16 * row_tile + 8 * half + lane / 4; }

  __device__ void attend(int first, int end) {
    uint32_t tile = tiles, next = tiles + tile_bytes;
    copy_query();
    copy_keys(tile, first, end);
    commit_copies();
    for (; first < end; first += kTile) {
      wait_copies<0>();
      __syncthreads();
      if (first + kTile < end) {
        copy_keys(next, first + kTile, end);
        commit_copies();
      }
      if (has_heads()) {
        const uint32_t valid = source.valid(first, end);
        any = any || valid != 0;
        score(tile, 0, rows.bytes);
        scale_and_mask(valid);
        sync_row_tile();
        weigh(*this);
        sync_row_tile();
        add_values(tile);
      }
      const uint32_t swap = tile;
      tile = next;
      next = swap;
    }
  }

  __device__ void sync_row_tile() const { sync_threads(1 + row_tile, 32 * kColumnWarps); }

  // Rows of heads that there are not are zero.
  __device__ void copy_query() const {
    const int64_t row = first_row(problem.heads) + heads.first;
    for (int head = warp; head < kHeads; head += kWarps) {
      const bool there = heads.first + head < heads.end;
      rows.copy(query, head, problem.query + (there ? (row + head) * rows.features : 0), there);
    }
  }

  // Keys [first, first + kTile) and their values. Those that there are not are zero.
  __device__ void copy_keys(uint32_t to, int first, int end) const {
    const int own = warp * kCopiedKeys;
    const int t = first + own + lane;
    const int slot = lane < kCopiedKeys && t < end ? source.slot(t) : -1;
    for (int i = 0; i < kCopiedKeys; i++) {
      const int from = __shfl_sync(0xffffffffu, slot, i);
      rows.copy(to, own + i, source.key(from < 0 ? 0 : from), from >= 0);
      if (Keys::kOwnValues) {
        value_rows.copy(values_of(to), own + i, source.value(from < 0 ? 0 : from), from >= 0);
      }
    }
  }

  __device__ uint32_t values_of(uint32_t tile) const {
    return Keys::kOwnValues ? tile + kTile * rows.bytes : tile;
  }

  // Of a row tile with this warp's keys, over bytes [line, end) of their rows, which are whole lines. A
  // load of keys is one step of 16 features for 16 keys, or two steps for 8.
  __device__ void score(uint32_t tile, int line, const int& end) {
    for (int i = 0; i < 8; i++) {
      scores[i / 4][i % 4] = 0.0f;
    }
    const bool wide = kScoreTiles == 2;
    const int head = 16 * row_tile + lane % 16;
    const int key = column_warp * 8 * kScoreTiles + (wide ? lane / 16 * 8 : 0) + lane % 8;
    const uint32_t left_row = query + head * rows.bytes;
    const uint32_t right_row = tile + key * rows.bytes;
    const uint32_t left_chunk = SwizzledRows::swizzle(head, lane / 16);
    const uint32_t right_chunk = SwizzledRows::swizzle(key, wide ? lane / 8 % 2 : lane / 8);
    for (; line < end; line += kLine) {
      uint32_t left[4], right[4];
#pragma unroll
      for (int step = 0; step < 4; step++) {
        load_matrices(left, left_row + line + (left_chunk ^ step * 32));
        if (wide || step % 2 == 0) {
          load_matrices(right, right_row + line + (right_chunk ^ step * 32));
        }
        if (wide) {
          multiply_add(scores[0], left, right[0], right[1]);
          multiply_add(scores[1], left, right[2], right[3]);
        } else {
          multiply_add(scores[step % 2], left, right[step % 2 * 2], right[step % 2 * 2 + 1]);
        }
      }
    }
    for (int j = 0; j < 4 && !wide; j++) {
      scores[0][j] += scores[1][j];
    }
  }

  // Scores in base 2, -inf where there is no key, and their rows' maxima among this warp's keys.
  __device__ void scale_and_mask(uint32_t valid) {
    const float factor = problem.scale * kLog2E;
    float largest[2] = {-INFINITY, -INFINITY};
#pragma unroll
    for (int i = 0; i < 4 * kScoreTiles; i++) {
      float& score = scores[i / 4][i % 4];
      const int key = (column_warp * kScoreTiles + i / 4) * 8 + lane % 4 * 2 + i % 2;
      score = valid >> key & 1 ? score * factor : -INFINITY;
      largest[i % 4 / 2] = fmaxf(largest[i % 4 / 2], score);
    }
#pragma unroll
    for (int half = 0; half < 2; half++) {
      largest[half] = quad_max(largest[half]);
      if (lane % 4 == 0) {
        maxima[column_warp * kHeads + sums_row(half)] = largest[half];
      }
    }
  }

  // Takes in the tile's maxima, rescales, and shares the tile's weights as decode does.
  template <class Decode>
  __device__ void weigh(const Decode& decode) {
    float rescale[2];
#pragma unroll
    for (int half = 0; half < 2; half++) {
      float largest = max[half];
#pragma unroll
      for (int other = 0; other < kColumnWarps; other++) {
        largest = fmaxf(largest, maxima[other * kHeads + sums_row(half)]);
      }
      const float shift = shift_of(largest);
      rescale[half] = exp2_approx(max[half] - shift);
      max[half] = largest;
      weight_sum[half] *= rescale[half];
#pragma unroll
      for (int i = 0; i < kScoreTiles; i++) {
        const float x = exp2_approx(scores[i][2 * half] - shift);
        const float y = exp2_approx(scores[i][2 * half + 1] - shift);
        weight_sum[half] += x + y;
        decode.share(sums_row(half), column_warp * kScoreTiles + i, x, y);
      }
    }
#pragma unroll
    for (int i = 0; i < 8 * kChunks; i++) {
      sums[i / 8][i / 4 % 2][i % 4] *= rescale[i % 4 / 2];
    }
  }

  // Two neighbouring weights of a row.
  __device__ void share(int row, int chunk, float x, float y) const {
    store_word(weight_chunk(row, chunk) + lane % 4 * 4, pack_bfloat16(x, y));
  }

  // Two rows of weights share a line of shared memory.
  __device__ uint32_t weight_chunk(int row, int chunk) const {
    return weights + row * kWeightRow + ((chunk ^ (row / 2 & 3)) << 4);
  }

  // The tile's values, transposed on the way.
  __device__ void add_values(uint32_t tile) {
    const int bytes_of_row = Keys::kOwnValues ? value_rows.bytes : rows.bytes;
#pragma unroll
    for (int step = 0; step < kTile / 16; step++) {
      uint32_t left[4], right[4];
      load_matrices(left, weight_chunk(16 * row_tile + lane % 16, 2 * step + lane / 16));
      const int key = 16 * step + lane % 16;
      const uint32_t row = values_of(tile) + key * bytes_of_row;
      const uint32_t own = SwizzledRows::swizzle(key, 2 * column_warp + lane / 16);
#pragma unroll
      for (int chunk = 0; chunk < kChunks; chunk++) {
        if ((chunk * kColumnWarps + column_warp) * 16 < problem.value_width) {
          const int bytes = chunk * kColumnWarps * 32;
          load_transposed(right, row + bytes / kLine * kLine + (own ^ bytes % kLine));
          multiply_add(sums[chunk][0], left, right[0], right[1]);
          multiply_add(sums[chunk][1], left, right[2], right[3]);
        }
      }
    }
  }

  // Each warp has summed the weights of its own keys.
  __device__ void gather_weight_sums() {
#pragma unroll
    for (int half = 0; half < 2; half++) {
      weight_sum[half] = quad_sum(weight_sum[half]);
      if (lane % 4 == 0) {
        maxima[column_warp * kHeads + sums_row(half)] = weight_sum[half];
      }
    }
    sync_row_tile();
#pragma unroll
    for (int half = 0; half < 2; half++) {
      weight_sum[half] = 0.0f;
      for (int other = 0; other < kColumnWarps; other++) {
        weight_sum[half] += maxima[other * kHeads + sums_row(half)];
      }
    }
  }
};
