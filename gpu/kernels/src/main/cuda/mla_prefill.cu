// Expanded attention over a ragged batch, on matrix units: every head has keys and values of its own.
//
//   score[t]  = scale * sum_i query[n,h,i] * keys[t,h,i]           t over the keys of n's sequence
//   out[v]    = sum_t softmax(score)[t] * values[t,h,v]            that n sees
//   lse_nats  = ln sum_t exp(score[t])
//
// Shapes: query [N_q,H,key_width] bf16; keys [N_k,H,key_width] bf16; values [N_k,H,value_width] bf16;
//   query_starts, key_starts [B+1] i32; blocks [n,2] i32: a sequence and the first of a block's query
//   tokens; out [N_q,H,value_width] bf16; lse_nats [N_q,H] f32. Query token i of S sees all T keys of
//   its sequence, or T - (S - 1 - i) where causal. No visible key: out = 0, lse_nats = -inf. Any
//   widths, value_width <= 128 (_128) or 256 (_256).
// Grid:   (heads, n).  Block: query tokens of one head, four warps; 128 tokens (_128) or 64 (_256).
// Shared: dynamic. With k and v = widths rounded up to 64: tokens * 2k bytes of queries, a tile of
//   32 (_128) or 64 (_256) times 2k of keys, and as many times 2v of values. For 192 and 128: 69,632
//   bytes; for 256 and 256: 98,304.
// ptxas 13.0, sm_80: 252 registers each, no spills.
//
// While scores become weights the next tile's keys are copied, and while the next tile's scores are
// made its values are. Weights never leave registers: sums of the first product lie as operands of the
// second do. Tiles that no token of the block sees are not read.

#include "prefill.cuh"

#define PREFILL(entry, row_tiles, max_values)                                                    \
  extern "C" __global__ void __launch_bounds__(32 * kWarps)                                      \
  entry(const uint16_t* __restrict__ query, const uint16_t* __restrict__ keys,                   \
        const uint16_t* __restrict__ values, const int32_t* __restrict__ query_starts,           \
        const int32_t* __restrict__ key_starts, const int32_t* __restrict__ blocks,              \
        uint16_t* __restrict__ out, float* __restrict__ lse_nats, float scale, int heads,        \
        int key_width, int value_width, int causal) {                                            \
    extern __shared__ __align__(kLine) unsigned char shared[];                                   \
    const Problem problem = {query, keys,  values,    out,        lse_nats,                      \
                             scale, heads, key_width, value_width};                              \
    using Block = Prefill<row_tiles, max_values>;                                                \
    const Part part(query_starts, key_starts, blocks + 2 * blockIdx.y, Block::kRows, causal);    \
    Block prefill(problem, part, shared);                                                        \
    if (part.end > 0) {                                                                          \
      prefill.attend();                                                                          \
    }                                                                                            \
    prefill.write();                                                                             \
  }

PREFILL(mla_prefill_128, 2, 128)
PREFILL(mla_prefill_256, 1, 256)
