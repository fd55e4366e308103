// Expanded attention over a ragged batch, on matrix units: every head has keys and values of its own.
//
//   score[t]  = scale * sum_i query[n,h,i] * keys[t,h,i]           t over the keys of n's sequence
//   out[v]    = sum_t softmax(score)[t] * values[t,h,v]            that n sees
//   lse_nats  = ln sum_t exp(score[t])
//
// Shapes: query [N_q,H,key_width] bf16; keys [N_k,H,key_width] bf16; values [N_k,H,value_width] bf16;
//   query_starts, key_starts [B+1] i32; blocks [n,2] i32: a sequence and the first of 64 of its query
//   tokens; out [N_q,H,value_width] bf16; lse_nats [N_q,H] f32. Query token i of S sees all T keys of
//   its sequence, or T - (S - 1 - i) where causal. No visible key: out = 0, lse_nats = -inf. Any
//   widths, value_width <= 128 (_128) or 256 (_256).
// Grid:   (heads, n).  Block: 64 query tokens of one head, four warps with 16 each.
// Shared: dynamic. With k and v = widths rounded up to 64: 64 * 2k bytes of queries, 64 * 2k of keys,
//   64 * 2v of values. For 192 and 128: 65,536 bytes; for 256 and 256: 98,304.
// ptxas 13.0, sm_80: REGISTERS
//
// Keys come in tiles of 64. While scores become weights the next tile's keys are copied, and while the
// next tile's scores are made its values are. Weights never leave registers: sums of the first product
// lie as operands of the second do. Tiles that no token of the block sees are not read, tiles that
// all tokens of a warp see are not masked.

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

  float scores[kTile / 8][4];
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
      score();
      __syncthreads();
      copy_keys(first + kTile);
      weigh(first);
      wait_copies<1>();
      __syncthreads();
      if (first + kTile <= part.visible_to(16 * warp)) {
        add_values<false>(first);
      } else {
        add_values<true>(first);
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

  __device__ void score() {
#pragma unroll
    for (int i = 0; i < kTile / 2; i++) {
      scores[i / 4][i % 4] = 0.0f;
    }
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
  __device__ void weigh(int first) {
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
      for (int i = 0; i < kTile / 4; i++) {
        float& score = scores[i / 2][2 * half + i % 2];
        score = exp2_approx(score - shift);
        weight_sum[half] += score;
      }
#pragma unroll
      for (int i = 0; i < 4 * kChunks; i++) {
        sums[i / 4][i / 2 % 2][2 * half + i % 2] *= rescale;
      }
    }
  }

  // Values are transposed on the way. A value that a token does not see has weight 0, which is not
  // enough where it is no finite number.
  template <bool kMasked>
  __device__ void add_values(int first) {
#pragma unroll
    for (int step = 0; step < kTile / 16; step++) {
      const float(&left_scores)[4] = scores[2 * step];
      const float(&right_scores)[4] = scores[2 * step + 1];
      const uint32_t left[4] = {pack_bfloat16(left_scores[0], left_scores[1]),
                                pack_bfloat16(left_scores[2], left_scores[3]),
                                pack_bfloat16(right_scores[0], right_scores[1]),
                                pack_bfloat16(right_scores[2], right_scores[3])};
      const int key = 16 * step + lane % 16;
      const uint32_t row = values + key * value_rows.bytes;
      const uint32_t own = SwizzledRows::swizzle(key, lane / 16);
#pragma unroll
      for (int chunk = 0; chunk < kChunks; chunk++) {
        if (16 * chunk < problem.value_width) {
          uint32_t right[4];
          load_transposed(right, row + 32 * chunk / kLine * kLine + (own ^ 32 * chunk % kLine));
          const bool odd = kMasked && (not_finite(right[0]) || not_finite(right[1]) ||
                                       not_finite(right[2]) || not_finite(right[3]));
          if (kMasked && __any_sync(0xffffffffu, odd)) {
            add_seen(sums[chunk], left, right, first + 16 * step);
          } else {
            multiply_add(sums[chunk][0], left, right[0], right[1]);
            multiply_add(sums[chunk][1], left, right[2], right[3]);
          }
        }
      }
    }
  }

  // Values of 16 keys, key by key, each for the tokens that see it alone.
  __device__ void add_seen(float (&to)[2][4], const uint32_t (&left)[4],
                           const uint32_t (&right)[4], int first) const {
#pragma unroll 1
    for (int key = 0; key < 16; key++) {
      const uint32_t half = lane % 4 == key % 8 / 2 ? 0xffffu << key % 2 * 16 : 0;
      const uint32_t lower = key < 8 ? half : 0, upper = key < 8 ? 0 : half;
      const uint32_t weights[4] = {left[0] & lower, left[1] & lower, left[2] & upper,
                                   left[3] & upper};
#pragma unroll
      for (int side = 0; side < 2; side++) {
        float products[4] = {};
        multiply_add(products, weights, right[2 * side] & lower, right[2 * side + 1] & upper);
#pragma unroll
        for (int i = 0; i < 4; i++) {
          to[side][i] += first + key < part.visible_to(sums_row(i / 2)) ? products[i] : 0.0f;
        }
      }
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

#define PREFILL(entry, max_values)                                                              \
  extern "C" __global__ void __launch_bounds__(32 * kWarps)                                     \
  entry(const uint16_t* __restrict__ query, const uint16_t* __restrict__ keys,                  \
        const uint16_t* __restrict__ values, const int32_t* __restrict__ query_starts,          \
        const int32_t* __restrict__ key_starts, const int32_t* __restrict__ blocks,             \
        uint16_t* __restrict__ out, float* __restrict__ lse_nats, float scale, int heads,       \
        int key_width, int value_width, int causal) {                                           \
    extern __shared__ __align__(kLine) unsigned char shared[];                                  \
    const Problem problem = {query, keys,  values,    out,        lse_nats,                     \
                             scale, heads, key_width, value_width};                             \
    const Part part(query_starts, key_starts, blocks + 2 * blockIdx.y, causal);                 \
    Prefill<max_values> prefill(problem, part, shared);                                         \
    prefill.attend();                                                                           \
    prefill.write();                                                                            \
  }

PREFILL(mla_prefill_128, 128)
PREFILL(mla_prefill_256, 256)
