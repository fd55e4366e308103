// Queries over the latent in place of keys, on matrix units.
//
//   q[n,h,:] = sum_e query[n,h,e] w_uk[h,e,:] | roped query[n,h,:]
//
// Shapes: query [N,H,E+R] bf16; weights [H,E+V,D] bf16, of which each head's first E rows are w_uk;
//   q [N,H,D+R] f32 or bf16 (_f32, _bf16). Any numbers of each.
// Grid:   (tiles of 64 latents, tiles of 64 tokens, heads).  Block: 128 threads.
// Shared: 49,152 bytes, dynamic: three stages of 64 features.
// ptxas 13.0, sm_80: 96 registers, no spills.

#include "head_product.cuh"

template <class Out>
__device__ void absorb(const uint16_t* query, const uint16_t* weights, Out* q, int tokens, int latent,
                       int nope, int value, int rope) {
  const int64_t heads = gridDim.z, h = blockIdx.z;
  const int64_t from = heads * (nope + rope), to = heads * (latent + rope);
  query += h * (nope + rope);
  q += h * (latent + rope);
  const uint16_t* w_uk = weights + h * (nope + value) * latent;
  multiply_head<true>(query, from, w_uk, latent, q, to, tokens, latent, nope);
  copy_features(query + nope, from, q + latent, to, tokens, rope);
}

#define ABSORB(entry, Out)                                                                        \
  extern "C" __global__ void __launch_bounds__(kHeadThreads)                                      \
  entry(const uint16_t* __restrict__ query, const uint16_t* __restrict__ weights,                 \
        Out* __restrict__ q, int tokens, int latent, int nope, int value, int rope) {             \
    absorb(query, weights, q, tokens, latent, nope, value, rope);                                 \
  }

ABSORB(absorb_query_f32, float)
ABSORB(absorb_query_bf16, __nv_bfloat16)
