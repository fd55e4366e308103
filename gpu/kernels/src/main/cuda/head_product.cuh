// Products of every head's own weights, and features that are only copied.

#pragma once

#include "tensor_product.cuh"

// A tile of 64 tokens and 64 numbers, four warps; three stages, 49,152 bytes of shared memory.
template <bool kTransposed>
using HeadProduct = TensorProduct<2, 2, 2, 4, 3, kTransposed>;

constexpr int kHeadTile = 64;
constexpr int kHeadThreads = 128;

// y = x W^T for the block's tile, or x W where W is kTransposed.
template <bool kTransposed, class Out>
__device__ void multiply_head(const uint16_t* x, int64_t x_stride, const uint16_t* w, int w_stride,
                              Out* y, int64_t y_stride, int tokens, int outputs, int inputs) {
  extern __shared__ __align__(kLine) unsigned char shared[];
  const int token = blockIdx.y * kHeadTile;
  const int output = blockIdx.x * kHeadTile;
  if (output < outputs) {
    const int64_t first = kTransposed ? output : static_cast<int64_t>(output) * w_stride;
    HeadProduct<kTransposed> product({x + token * x_stride, tokens - token, x_stride},
                                     {w + first, outputs - output, w_stride}, inputs, shared);
    product.run();
    product.write(y + token * y_stride + output, y_stride);
  }
}

// The block's tokens' count features, by the first of the blocks that share them.
template <class Out>
__device__ void copy_features(const uint16_t* x, int64_t x_stride, Out* y, int64_t y_stride,
                              int tokens, int count) {
  const int first = blockIdx.y * kHeadTile;
  const int here = min(kHeadTile, tokens - first);
  for (int i = threadIdx.x; i < here * count && blockIdx.x == 0; i += kHeadThreads) {
    const int64_t token = first + i / count;
    const __nv_bfloat16 feature = __ushort_as_bfloat16(x[token * x_stride + i % count]);
    store(y + token * y_stride + i % count, __bfloat162float(feature));
  }
}
