// From attention's weighted latents to each head's output, on matrix units.
//
//   out[n,h,v] = sum_d latent_out[n,h,d] w_uv[h,v,d]
//
// Shapes: latent_out [N,H,D] bf16; weights [H,E+V,D] bf16, of which each head's last V rows are w_uv;
//   out [N,H,V] f32 or bf16 (_f32, _bf16). Any numbers of each.
// Grid:   (tiles of 64 values, tiles of 64 tokens, heads).  Block: 128 threads.
// Shared: 49,152 bytes, dynamic: three stages of 64 features.
// ptxas 13.0, sm_80: 128 registers, no spills.

#include "head_product.cuh"

template <class Out>
__device__ void unabsorb(const uint16_t* latent_out, const uint16_t* weights, Out* out, int tokens,
                         int latent, int nope, int value) {
  const int64_t heads = gridDim.z, h = blockIdx.z;
  const uint16_t* w_uv = weights + (h * (nope + value) + nope) * latent;
  multiply_head<false>(latent_out + h * latent, heads * latent, w_uv, latent, out + h * value,
                       heads * value, tokens, value, latent);
}

#define UNABSORB(entry, Out)                                                                      \
  extern "C" __global__ void __launch_bounds__(kHeadThreads)                                      \
  entry(const uint16_t* __restrict__ latent_out, const uint16_t* __restrict__ weights,            \
        Out* __restrict__ out, int tokens, int latent, int nope, int value) {                     \
    unabsorb(latent_out, weights, out, tokens, latent, nope, value);                              \
  }

UNABSORB(unabsorb_output_f32, float)
UNABSORB(unabsorb_output_bf16, __nv_bfloat16)
