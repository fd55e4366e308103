// Absorbed decode over chosen keys, on matrix units: each query token lists the cache slots it attends to.
//
//   score[j]  = scale * sum_i query[b,s,h,i] * key[j,i]            i over latent + rope
//   out[v]    = sum_j exp(score[j]) * key[j,v] / (exp(sinks[h]) + sum_j exp(score[j]))
//   lse_nats  = ln sum_j exp(score[j])                             j over the valid of the listed slots
//
// Shapes: query [B,S,H,width] bf16; slots [pages * page_size,width] bf16; indices [B,S,listed] i32;
//   counts [B,S] i32; sinks [H] f32; out [B,S,H,value_width] bf16; lse_nats [B,S,H] f32;
//   partial_out [splits,B,S,H,value_width] f32; partial_lse [splits,B,S,H] f32. An index outside
//   [0, pool) is as one that is not listed; a slot listed twice counts twice. No valid entry: out = 0,
//   lse_nats = -inf. What stands past a count, and slots that are not listed, are never read. Any
//   width, value_width <= min(width, 576), any number of heads.
// Grid:   (head blocks * splits, query_tokens, batch); a split is keys_per_split entries of the list.
//   A token with one split is finished at once, others by sparse_mla_decode_combine, whose grid is
//   (heads, query_tokens, batch), 128 threads.
// Block:  16 heads, four warps, or 64 heads, eight warps (_16, _64).
// Shared: dynamic. With w = width rounded up to 64: heads * 2w bytes of queries, two tiles of 32 * 2w
//   bytes of keys, heads * 64 of weights, heads * 16 (_16) or 8 (_64) of row maxima. For 576: 93,440
//   bytes (_16) and 152,064 (_64).
// ptxas 13.0, sm_80: 128 registers (_16), 230 (_64), 32 (_combine), no spills.
//
// The decode of paged_mla_decode_tensor.cu with the list in place of the page table. A warp reads its
// keys' entries in one load and hands them round by shuffles; each key is copied by a whole warp. The
// tile's 32 entries are read once more to see which are valid, a load of 128 bytes that is in L1.

#include "decode_output.cuh"

constexpr int kMaxValues = 576;

struct ListedKeys {
  static constexpr bool kOwnValues = false;
  static constexpr bool kAllThere = false;

  const uint16_t* __restrict__ slots;
  const int32_t* __restrict__ list;
  int pool, width;

  // Of entry t; -1 where it is not valid.
  __device__ int slot(int t) const {
    const int index = list[t];
    return index >= 0 && index < pool ? index : -1;
  }

  __device__ const uint16_t* key(int slot) const {
    return slots + static_cast<int64_t>(slot) * width;
  }

  __device__ const uint16_t* value(int slot) const { return key(slot); }

  __device__ uint32_t valid(int first, int end) const {
    const int t = first + threadIdx.x % 32;
    return __ballot_sync(0xffffffffu, t < end && slot(t) >= 0);
  }
};

// This block's query token, counted over B * S.
__device__ int query_token() {
  return blockIdx.z * gridDim.y + blockIdx.y;
}

#define DECODE(entry, row_tiles, column_warps)                                                    \
  extern "C" __global__ void __launch_bounds__(32 * row_tiles * column_warps)                     \
  entry(const uint16_t* __restrict__ query, const uint16_t* __restrict__ slots,                   \
        const int32_t* __restrict__ indices, const int32_t* __restrict__ counts,                  \
        const float* __restrict__ sinks, uint16_t* __restrict__ out,                              \
        float* __restrict__ lse_nats, float* __restrict__ partial_out,                            \
        float* __restrict__ partial_lse, float scale, int heads, int width, int value_width,      \
        int listed, int pool, int keys_per_split) {                                               \
    const int head_blocks = (heads + 16 * row_tiles - 1) / (16 * row_tiles);                      \
    const int block = blockIdx.x % head_blocks;                                                   \
    const Problem problem = {query, out,   lse_nats, partial_out, partial_lse,   sinks,           \
                             scale, heads, width,    value_width, keys_per_split};                \
    const ListedKeys keys = {slots, indices + static_cast<int64_t>(query_token()) * listed, pool, \
                             width};                                                              \
    decode_split<TensorDecode<row_tiles, column_warps, kMaxValues, ListedKeys>>(                  \
        problem, keys, {block * 16 * row_tiles, heads}, blockIdx.x / head_blocks,                 \
        counts[query_token()]);                                                                   \
  }

DECODE(sparse_mla_decode_16, 1, 4)
DECODE(sparse_mla_decode_64, 4, 2)

extern "C" __global__ void __launch_bounds__(128)
sparse_mla_decode_combine(const int32_t* __restrict__ indices, const int32_t* __restrict__ counts,
                          const float* __restrict__ sinks, float* __restrict__ partial_out,
                          float* __restrict__ partial_lse, uint16_t* __restrict__ out,
                          float* __restrict__ lse_nats, int heads, int value_width, int listed,
                          int pool, int keys_per_split) {
  const int count = counts[query_token()];
  if (count > keys_per_split) {
    const ListedKeys keys = {nullptr, indices + static_cast<int64_t>(query_token()) * listed, pool,
                             0};
    combine_splits({nullptr, out, lse_nats, partial_out, partial_lse, sinks, 1.0f, heads, value_width,
                    value_width, keys_per_split},
                   keys, count);
  }
}
