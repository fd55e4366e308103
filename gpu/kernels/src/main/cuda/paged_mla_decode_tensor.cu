// Paged MLA decode, absorbed form, on matrix units: heads of one query token share each tile of keys.
//
//   score[t]  = scale * sum_i query[b,s,h,i] * key[b,t,i]          i over latent + rope
//   out[d]    = sum_t softmax(score)[t] * key[b,t,d]               d over latent
//   lse_nats  = ln sum_t exp(score[t])
//
// Shapes: query [B,S,H,latent+rope] bf16; slots [pages,page_size,latent+rope] bf16;
//   page_table [B,pages_per_sequence] i32; lengths [B] i32; out [B,S,H,latent] bf16;
//   lse_nats [B,S,H] f32; partial_out [splits,B,S,H,latent] f32; partial_lse [splits,B,S,H] f32.
//   No visible key: out = 0, lse_nats = -inf. What lies past a length is never read. latent and rope
//   are even, latent <= 512, latent + rope <= 576; any number of heads.
// Grid:   (head blocks * splits, query_tokens, batch); a split is keys_per_split keys, and one past
//   a token's last key has nothing to do. A token with one split is finished at once, others by
//   paged_mla_decode_tensor_combine, whose grid is (heads, query_tokens, batch), 128 threads.
// Block:  16 heads, four warps, or 64 heads, eight warps (_16, _64).
// Shared: dynamic. With w = latent + rope rounded up to 64: heads * 2w bytes of queries, two tiles of
//   32 * 2w bytes of keys, heads * 64 of weights, heads * 16 (_16) or 8 (_64) of row maxima.
//   For 576: 93,440 bytes (_16) and 152,064 (_64). The merge needs none.
// ptxas 13.0, sm_80: 128 registers (_16), 216 (_64), 32 (_combine), no spills.
//
// A tile of 32 keys is copied once, asynchronously, while the tile before it is at work. It serves
// twice: as keys, and its latents, transposed by ldmatrix, as values. Queries stay in shared memory,
// for 36 fragments of a row tile would take 144 registers beside the sums. How warps share the work
// stands in tensor_decode.cuh, how rows lie in shared memory in swizzled_rows.cuh.

#include "merge.cuh"
#include "tensor_decode.cuh"

// What this lane holds of a row: pairs of neighbouring latents. to is out or partial_out.
template <class Decode, class Pair>
__device__ void write_row(const Decode& decode, int64_t row, int half, float inverse, Pair* to,
                          Pair (*pair_of)(float, float)) {
  const unsigned pairs = decode.problem.latent / 2;
  to += row * pairs;
#pragma unroll
  for (int i = 0; i < 2 * Decode::kChunks; i++) {
    const int chunk = i / 2 * Decode::kColumns + decode.column_warp;
    const unsigned pair = chunk * 8 + i % 2 * 4 + decode.lane % 4;
    const float* sums = &decode.sums[i / 2][i % 2][2 * half];
    if (pair < pairs) {
      to[pair] = pair_of(sums[0] * inverse, sums[1] * inverse);
    }
  }
}

// Of a split whose scores are all -inf nothing is left; of a whole row of them NaN, as 0/0 is.
template <class Decode>
__device__ void write(const Decode& decode, int split, bool whole, bool empty) {
  const Problem& problem = decode.problem;
  const int64_t rows = static_cast<int64_t>(gridDim.z) * gridDim.y * problem.heads;
#pragma unroll
  for (int half = 0; half < 2; half++) {
    const int head = decode.first_head + decode.sums_row(half);
    if (head < problem.heads) {
      const float sum = decode.weight_sum[half];
      const bool none = whole ? empty : sum == 0.0f;
      const float inverse = none ? 0.0f : 1.0f / sum;
      const float lse = none ? -INFINITY : sum == 0.0f ? NAN : decode.max[half] * kLn2 + logf(sum);
      const int64_t row = first_row(problem.heads) + head + (whole ? 0 : split * rows);
      if (whole) {
        write_row(decode, row, half, inverse, problem.out, pack_bfloat16);
      } else {
        write_row(decode, row, half, inverse, reinterpret_cast<float2*>(problem.partial_out),
                  make_float2);
      }
      if (decode.column_warp == 0 && decode.lane % 4 == 0) {
        (whole ? problem.lse_nats : problem.partial_lse)[row] = lse;
      }
    }
  }
}

template <int kRowTiles, int kColumnWarps>
__device__ void decode_split(const Problem& problem) {
  using Decode = TensorDecode<kRowTiles, kColumnWarps>;
  extern __shared__ __align__(kLine) unsigned char shared[];
  const int head_blocks = (problem.heads + Decode::kHeads - 1) / Decode::kHeads;
  const int split = blockIdx.x / head_blocks;
  const int visible = visible_keys(problem.lengths, problem.causal);
  const int first = split * problem.keys_per_split;
  if (split > 0 && first >= visible) {
    return;
  }
  Decode decode(problem, blockIdx.x % head_blocks, shared);
  if (first < visible) {
    decode.attend(first, min(first + problem.keys_per_split, visible));
  }
  if (decode.has_heads()) {
    decode.gather_weight_sums();
    write(decode, split, visible <= problem.keys_per_split, visible <= 0);
  }
}

#define DECODE(entry, row_tiles, column_warps)                                                    \
  extern "C" __global__ void __launch_bounds__(32 * row_tiles * column_warps)                     \
  entry(const uint32_t* __restrict__ query, const uint32_t* __restrict__ slots,                   \
        const int32_t* __restrict__ page_table, const int32_t* __restrict__ lengths,              \
        uint32_t* __restrict__ out, float* __restrict__ lse_nats, float* __restrict__ partial_out, \
        float* __restrict__ partial_lse, float scale, int heads, int latent, int rope,            \
        int page_size, int pages_per_sequence, int causal, int keys_per_split) {                  \
    decode_split<row_tiles, column_warps>({query, slots, page_table, lengths, out, lse_nats,      \
                                           partial_out, partial_lse, scale, heads, latent, rope,  \
                                           page_size, pages_per_sequence, causal,                 \
                                           keys_per_split});                                      \
  }

DECODE(paged_mla_decode_tensor_16, 1, 4)
DECODE(paged_mla_decode_tensor_64, 4, 2)

// Merges what the splits of one row made of it. Where all their scores are -inf the row is NaN.
extern "C" __global__ void __launch_bounds__(128)
paged_mla_decode_tensor_combine(const float* __restrict__ partial_out,
                                const float* __restrict__ partial_lse,
                                const int32_t* __restrict__ lengths, uint32_t* __restrict__ out,
                                float* __restrict__ lse_nats, int heads, int latent, int causal,
                                int keys_per_split) {
  const int visible = visible_keys(lengths, causal);
  if (visible <= keys_per_split) {
    return;
  }
  const int splits = (visible + keys_per_split - 1) / keys_per_split;
  const int64_t row = first_row(heads) + blockIdx.x;
  const int64_t rows = static_cast<int64_t>(gridDim.z) * gridDim.y * heads;

  const float largest = largest_lse(partial_lse + row, rows, splits);
  for (int pair = threadIdx.x; pair < latent / 2; pair += 128) {
    float2 sum = {};
    const float weight_sum =
        add_parts(partial_lse + row, rows, splits, largest,
                  reinterpret_cast<const float2*>(partial_out) + row * (latent / 2) + pair,
                  rows * (latent / 2), sum);
    const float inverse = 1.0f / weight_sum;
    out[row * (latent / 2) + pair] = pack_bfloat16(sum.x * inverse, sum.y * inverse);
    if (pair == 0) {
      lse_nats[row] = weight_sum == 0.0f ? NAN : largest + logf(weight_sum);
    }
  }
}
