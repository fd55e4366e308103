// Root-mean-square norm of every token's features.
//
//   y[n,i] = x[n,i] * w[i] / sqrt(eps + (1/I) sum_j x[n,j]^2)
//
// Shapes: x [N,I], w [I], y [N,I], all f32 or all bf16 (_f32, _bf16); eps f32. Rows of x and y begin
//   x_stride and y_stride after the last one; y may be x.
// Grid:   tokens.  Block: 128 threads, which take features in turn.
// Shared: 16 bytes, static.
// ptxas 13.0, sm_80: 31 registers (_f32), 26 (_bf16), no spills.
//
// Squares are summed in f32: a chain for each thread, then lanes, then warps.

#include "elements.cuh"

constexpr int kThreads = 128;
constexpr int kWarps = kThreads / 32;

__device__ float block_sum(float x) {
  __shared__ float warps[kWarps];
  for (int lanes = 16; lanes > 0; lanes /= 2) {
    x += __shfl_xor_sync(0xffffffffu, x, lanes);
  }
  if (threadIdx.x % 32 == 0) {
    warps[threadIdx.x / 32] = x;
  }
  __syncthreads();
  float sum = 0.0f;
  for (int warp = 0; warp < kWarps; warp++) {
    sum += warps[warp];
  }
  return sum;
}

template <class T>
__device__ void norm(const T* x, const T* weight, T* y, int width, float eps, int x_stride,
                     int y_stride) {
  x += static_cast<int64_t>(blockIdx.x) * x_stride;
  y += static_cast<int64_t>(blockIdx.x) * y_stride;
  float squares = 0.0f;
  for (int i = threadIdx.x; i < width; i += kThreads) {
    const float feature = load(x + i);
    squares = fmaf(feature, feature, squares);
  }
  const float inverse = 1.0f / sqrtf(block_sum(squares) / width + eps);
  for (int i = threadIdx.x; i < width; i += kThreads) {
    store(y + i, load(x + i) * inverse * load(weight + i));
  }
}

#define RMS_NORM(entry, T)                                                                        \
  extern "C" __global__ void __launch_bounds__(kThreads)                                          \
  entry(const T* x, const T* __restrict__ weight, T* y, int width, float eps, int x_stride,       \
        int y_stride) {                                                                           \
    norm(x, weight, y, width, eps, x_stride, y_stride);                                           \
  }

RMS_NORM(rms_norm_f32, float)
RMS_NORM(rms_norm_bf16, __nv_bfloat16)
