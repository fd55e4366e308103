// Keys and values of some heads from cached latents, on matrix units.
//
//   k[n,h,:] = w_uk[h] c[n] | rope[n],  v[n,h,:] = w_uv[h] c[n]
//
// Shapes: slots [N,D+R] bf16, c and rope; weights [heads,E+V,D] bf16, of which each head's first E rows
//   are w_uk and the others w_uv; k [N,H,E+R], v [N,H,V] f32 or bf16 (_f32, _bf16), of the H heads from
//   first_head on.
// Grid:   (tiles of 64 features, tiles of 64 tokens, 2 H: keys, then values).  Block: 128 threads.
// Shared: 49,152 bytes, dynamic: three stages of 64 features.
// ptxas 13.0, sm_80: 126 registers, no spills.

#include "head_product.cuh"

template <class Out>
__device__ void decompress(const uint16_t* slots, const uint16_t* weights, Out* k, Out* v, int tokens,
                           int latent, int nope, int value, int rope, int first_head) {
  const int64_t heads = gridDim.z / 2, h = blockIdx.z % heads;
  const uint16_t* w = weights + (first_head + h) * (nope + value) * latent;
  if (blockIdx.z < heads) {
    k += h * (nope + rope);
    multiply_head<false>(slots, latent + rope, w, latent, k, heads * (nope + rope), tokens, nope,
                         latent);
    copy_features(slots + latent, latent + rope, k + nope, heads * (nope + rope), tokens, rope);
  } else {
    multiply_head<false>(slots, latent + rope, w + static_cast<int64_t>(nope) * latent, latent,
                         v + h * value, heads * value, tokens, value, latent);
  }
}

#define DECOMPRESS(entry, Out)                                                                    \
  extern "C" __global__ void __launch_bounds__(kHeadThreads)                                      \
  entry(const uint16_t* __restrict__ slots, const uint16_t* __restrict__ weights,                 \
        Out* __restrict__ k, Out* __restrict__ v, int tokens, int latent, int nope, int value,    \
        int rope, int first_head) {                                                               \
    decompress(slots, weights, k, v, tokens, latent, nope, value, rope, first_head);              \
  }

DECOMPRESS(decompress_heads_f32, float)
DECOMPRESS(decompress_heads_bf16, __nv_bfloat16)
