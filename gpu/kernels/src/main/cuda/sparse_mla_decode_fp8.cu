// Absorbed decode over chosen keys, on matrix units, over a cache in FP8 under scales (fp8_ds_mla).
//
//   score[j]  = scale * sum_i query[b,s,h,i] * key[j,i]            i over latent + rope
//   out[v]    = sum_j exp(score[j]) * key[j,v] / (exp(sinks[h]) + sum_j exp(score[j]))
//   lse_nats  = ln sum_j exp(score[j])                             j over the valid of the listed slots
//   key[j,i]  = code[j,i] * scales[j,i / 128], i < latent; rope[j,i - latent] beyond
//
// Shapes: as sparse_mla_decode.cu, but slots [pages * page_size] of latent codes in E4M3, latent / 128
//   scales in f32 and rope features in bf16 (656 bytes for 512 + 64). latent is a multiple of 128 up to
//   512, rope is even, latent + rope <= 576, value_width <= latent; any number of heads.
// Grid, block: as sparse_mla_decode.cu; the merge is sparse_mla_decode_fp8_combine.
// Shared: dynamic, as sparse_mla_decode.cu: 93,440 bytes (_16) and 152,064 (_64) for 576.
// ptxas 13.0, sm_80: 128 registers (_16), 232 (_64), 32 (_combine), no spills.
//
// The decode of paged_mla_decode_fp8.cu with the list in place of the page table; tokens never lie side
// by side. An entry that is not valid is a token of zeros under scales of zero.

#include "listed_keys.cuh"
#include "scaled_decode.cuh"

struct ListedTokens {
  static constexpr bool kOwnValues = false;
  static constexpr bool kAllThere = false;

  const uint8_t* __restrict__ slots;
  SlotList list;
  ScaledToken token;

  __device__ int slot(int t) const { return list.slot(t); }
  __device__ const uint8_t* key(int slot) const {
    return slots + static_cast<int64_t>(slot) * token.bytes();
  }
  __device__ bool tiles_are_runs() const { return false; }
  __device__ uint32_t valid(int first, int end) const { return list.valid(first, end); }
};

#define DECODE(entry, row_tiles, column_warps)                                                    \
  extern "C" __global__ void __launch_bounds__(32 * row_tiles * column_warps)                     \
  entry(const uint16_t* __restrict__ query, const uint8_t* __restrict__ slots,                    \
        const int32_t* __restrict__ indices, const int32_t* __restrict__ counts,                  \
        const float* __restrict__ sinks, uint16_t* __restrict__ out,                              \
        float* __restrict__ lse_nats, float* __restrict__ partial_out,                            \
        float* __restrict__ partial_lse, float scale, int heads, int latent, int rope,            \
        int value_width, int listed, int pool, int keys_per_split) {                              \
    __builtin_assume(latent % kScaleTile == 0);                                                   \
    __builtin_assume(rope % 2 == 0);                                                              \
    const int head_blocks = (heads + 16 * row_tiles - 1) / (16 * row_tiles);                      \
    const int block = blockIdx.x % head_blocks;                                                   \
    const Problem problem = {query, out,   lse_nats,      partial_out, partial_lse,   sinks,      \
                             scale, heads, latent + rope, value_width, keys_per_split};           \
    const ListedTokens keys = {slots, own_list(indices, listed, pool), {latent, rope}};           \
    decode_split<ScaledDecode<row_tiles, column_warps, ListedTokens>>(                            \
        problem, keys, {block * 16 * row_tiles, heads}, blockIdx.x / head_blocks,                 \
        counts[query_token()]);                                                                   \
  }

DECODE(sparse_mla_decode_fp8_16, 1, 4)
DECODE(sparse_mla_decode_fp8_64, 4, 2)

extern "C" __global__ void __launch_bounds__(128)
sparse_mla_decode_fp8_combine(const int32_t* __restrict__ indices,
                              const int32_t* __restrict__ counts, const float* __restrict__ sinks,
                              float* __restrict__ partial_out, float* __restrict__ partial_lse,
                              uint16_t* __restrict__ out, float* __restrict__ lse_nats, int heads,
                              int value_width, int listed, int pool, int keys_per_split) {
  const int count = counts[query_token()];
  if (count > keys_per_split) {
    const ListedTokens keys = {nullptr, own_list(indices, listed, pool), {0, 0}};
    combine_splits({nullptr, out, lse_nats, partial_out, partial_lse, sinks, 1.0f, heads, value_width,
                    value_width, keys_per_split},
                   keys, count);
  }
}
