// Merges attention over parts of the keys into attention over all of them.
//
//   lse_nats[n] = ln sum_k exp(part_lse[k,n])
//   out[n,d]    = sum_k exp(part_lse[k,n] - lse_nats[n]) part_out[k,n,d]
//
// Shapes: part_out [K,N,D] f32; part_lse [K,N] f32; out [N,D] f32 or bf16 (_f32, _bf16);
//   lse_nats [N] f32. A part whose lse is -inf has no weight, whatever its out holds; where all are,
//   out = 0 and lse_nats = -inf.
// Grid:   rows.  Block: 128 threads, which take elements of the row in turn.
// Shared: none.
// ptxas 13.0, sm_80: 32 registers, no spills.

#include "elements.cuh"
#include "merge.cuh"

template <class Out>
__device__ void combine(const float* part_out, const float* part_lse, Out* out, float* lse_nats,
                        int parts, int width) {
  const int64_t rows = gridDim.x, row = blockIdx.x;
  const float largest = largest_lse(part_lse + row, rows, parts);
  for (int d = threadIdx.x; d < width; d += blockDim.x) {
    float sum = 0.0f;
    const float weight_sum = add_parts(part_lse + row, rows, parts, largest,
                                       part_out + row * width + d, rows * width, sum);
    store(out + row * width + d, weight_sum == 0.0f ? 0.0f : sum / weight_sum);
    if (d == 0) {
      lse_nats[row] = weight_sum == 0.0f ? -INFINITY : largest + logf(weight_sum);
    }
  }
}

#define COMBINE(entry, Out)                                                                       \
  extern "C" __global__ void __launch_bounds__(128)                                               \
  entry(const float* __restrict__ part_out, const float* __restrict__ part_lse,                   \
        Out* __restrict__ out, float* __restrict__ lse_nats, int parts, int width) {              \
    combine(part_out, part_lse, out, lse_nats, parts, width);                                     \
  }

COMBINE(combine_splits_f32, float)
COMBINE(combine_splits_bf16, __nv_bfloat16)
