// Asynchronous copies from global to shared memory, past the registers. PTX ISA 9.7.9.25.3. A thread
// waits for its own copies alone: what others copied needs a barrier too.

#pragma once

#include <cstdint>

__device__ inline uint32_t shared_address(const void* pointer) {
  return static_cast<uint32_t>(__cvta_generic_to_shared(pointer));
}

// 16 bytes. Where wanted is false nothing is read, and they are zero.
__device__ inline void copy_chunk(uint32_t to, const void* from, bool wanted) {
  const int bytes = wanted ? 16 : 0;
  asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;"
               :: "r"(to), "l"(from), "r"(bytes) : "memory");
}

// The same of 4 bytes.
__device__ inline void copy_word(uint32_t to, const void* from, bool wanted) {
  const int bytes = wanted ? 4 : 0;
  asm volatile("cp.async.ca.shared.global [%0], [%1], 4, %2;"
               :: "r"(to), "l"(from), "r"(bytes) : "memory");
}

__device__ inline void commit_copies() {
  asm volatile("cp.async.commit_group;" ::: "memory");
}

// Until at most the kNewest last groups of this thread are under way.
template <int kNewest>
__device__ inline void wait_copies() {
  asm volatile("cp.async.wait_group %0;" :: "n"(kNewest) : "memory");
}

__device__ inline void store_word(uint32_t to, uint32_t value) {
  asm volatile("st.shared.b32 [%0], %1;" :: "r"(to), "r"(value) : "memory");
}

__device__ inline void store_half(uint32_t to, uint16_t value) {
  asm volatile("st.shared.b16 [%0], %1;" :: "r"(to), "h"(value) : "memory");
}

// A barrier among the threads threads that name it; 0 is that of __syncthreads.
__device__ inline void sync_threads(int barrier, int threads) {
  asm volatile("bar.sync %0, %1;" :: "r"(barrier), "r"(threads) : "memory");
}

__device__ inline uint32_t load_word(uint32_t from) {
  uint32_t value;
  asm volatile("ld.shared.b32 %0, [%1];" : "=r"(value) : "r"(from) : "memory");
  return value;
}

__device__ inline void store_words(uint32_t to, const uint32_t (&values)[2]) {
  asm volatile("st.shared.v2.b32 [%0], {%1, %2};" :: "r"(to), "r"(values[0]), "r"(values[1]) : "memory");
}
