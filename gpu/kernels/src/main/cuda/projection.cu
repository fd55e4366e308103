// A linear layer on matrix units: the down-, up- and output projections.
//
//   y[n,o] = sum_i x[n,i] w[o,i]
//
// Shapes: x [N,I] bf16; w [O,I] bf16; y [N,O] f32 or bf16 (_f32, _bf16). Any N, O and I.
// Grid:   (tiles of outputs, tiles of tokens).  Block: a tile of 16 tokens and 64 outputs, four warps
//   (_16), or of 128 and 128, eight warps (_128).
// Shared: dynamic, stages of 64 features: 4 * 10,240 bytes (_16), 3 * 32,768 (_128).
// ptxas 13.0, sm_80: 48 registers (_16), 134 (_128), no spills.
//
// A stage is at work while the next ones are copied; one barrier a stage. Sums are f32 and one chain
// over all features.

#include "tensor_product.cuh"

template <class Product, class Out>
__device__ void project(const uint16_t* x, const uint16_t* w, Out* y, int tokens, int outputs,
                        int inputs) {
  extern __shared__ __align__(kLine) unsigned char shared[];
  const int token = blockIdx.y * Product::kRows;
  const int output = blockIdx.x * Product::kColumns;
  Product product({x + static_cast<int64_t>(token) * inputs, tokens - token, inputs},
                  {w + static_cast<int64_t>(output) * inputs, outputs - output, inputs}, inputs,
                  shared);
  product.run();
  product.write(y + static_cast<int64_t>(token) * outputs + output, outputs);
}

using Small = TensorProduct<1, 4, 1, 2, 4>;
using Large = TensorProduct<2, 4, 4, 4, 3>;

#define PROJECTION(entry, Product, Out)                                                           \
  extern "C" __global__ void __launch_bounds__(Product::kThreads)                                 \
  entry(const uint16_t* __restrict__ x, const uint16_t* __restrict__ w, Out* __restrict__ y,      \
        int tokens, int outputs, int inputs) {                                                    \
    project<Product>(x, w, y, tokens, outputs, inputs);                                           \
  }

PROJECTION(projection_16_f32, Small, float)
PROJECTION(projection_16_bf16, Small, __nv_bfloat16)
PROJECTION(projection_128_f32, Large, float)
PROJECTION(projection_128_bf16, Large, __nv_bfloat16)
