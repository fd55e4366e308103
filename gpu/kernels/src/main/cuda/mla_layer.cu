// What a whole layer needs beside its operators: where its tokens go, and cached rows side by side.
//
//   _place   token i of a step's tokens of sequence b is its token lengths[b] + i: positions and slots
//            say so, then lengths[b] grows by their number
//   _gather  rows[key_starts[b] + t] = the slot of token t of sequence b
//   _copy    page to = page from
//
// Shapes: starts, key_starts [B+1] i32; page_table [B,pages_per_sequence] i32; lengths [B] i32; positions
//   [N] i32; slots [N] i64; pool [pages,page_size,width] u16; rows [keys,width] u16. A token whose place
//   in the table has no page, or is past it, gets the slot -1.
// Grid:   _place sequences; _gather (most keys of a sequence, sequences); _copy any.
// Block:  128 threads.  Shared: none.
// ptxas 13.0, sm_80: 32 registers at most, no spills.
//
// Lengths live on the device, so that a recorded step can be issued again and again.

#include <cstdint>

constexpr int kThreads = 128;

__device__ int64_t slot_of(const int32_t* pages, int page_size, int pages_per_sequence, int t) {
  const int place = t / page_size;
  const int page = place < pages_per_sequence ? pages[place] : -1;
  return page < 0 ? -1 : static_cast<int64_t>(page) * page_size + t % page_size;
}

extern "C" __global__ void __launch_bounds__(kThreads)
mla_layer_place(const int32_t* __restrict__ starts, const int32_t* __restrict__ page_table,
                int32_t* lengths, int32_t* __restrict__ positions, int64_t* __restrict__ slots,
                int page_size, int pages_per_sequence) {
  const int b = blockIdx.x, first = starts[b], count = starts[b + 1] - first;
  const int length = lengths[b];
  const int32_t* pages = page_table + static_cast<int64_t>(b) * pages_per_sequence;
  for (int i = threadIdx.x; i < count; i += kThreads) {
    positions[first + i] = length + i;
    slots[first + i] = slot_of(pages, page_size, pages_per_sequence, length + i);
  }
  __syncthreads();
  if (threadIdx.x == 0) {
    lengths[b] = length + count;
  }
}

extern "C" __global__ void __launch_bounds__(kThreads)
mla_layer_gather(const uint16_t* __restrict__ pool, const int32_t* __restrict__ page_table,
                 const int32_t* __restrict__ key_starts, uint16_t* __restrict__ rows, int width,
                 int page_size, int pages_per_sequence) {
  const int t = blockIdx.x, b = blockIdx.y, first = key_starts[b];
  if (t < key_starts[b + 1] - first) {
    const int32_t* pages = page_table + static_cast<int64_t>(b) * pages_per_sequence;
    const uint16_t* from = pool + slot_of(pages, page_size, pages_per_sequence, t) * width;
    uint16_t* to = rows + static_cast<int64_t>(first + t) * width;
    for (int i = threadIdx.x; i < width; i += kThreads) {
      to[i] = from[i];
    }
  }
}

extern "C" __global__ void __launch_bounds__(kThreads)
mla_layer_copy(uint16_t* pool, int from, int to, int page_numbers) {
  const int64_t source = static_cast<int64_t>(from) * page_numbers;
  const int64_t target = static_cast<int64_t>(to) * page_numbers;
  for (int i = blockIdx.x * kThreads + threadIdx.x; i < page_numbers; i += gridDim.x * kThreads) {
    pool[target + i] = pool[source + i];
  }
}
