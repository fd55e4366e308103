// Matrix units: mma.sync of 16 x 8 x 16 in bf16 with f32 sums, and the loads of its operands from
// shared memory. PTX ISA 9.7.14.5.
//
// With g = lane / 4 and t = lane % 4, a lane holds of the left operand rows g and g + 8, columns 2t
// and 2t + 1 of both halves; of the right one column g and those rows; of the sums rows g
// (elements 0 and 1) and g + 8 (2 and 3), columns 2t and 2t + 1.

#pragma once

#include <cstdint>

// Four matrices of 8 x 8: lane 8m + r gives the address of row r of matrix m, 16 bytes.
__device__ inline void load_matrices(uint32_t (&to)[4], uint32_t from) {
  asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];"
               : "=r"(to[0]), "=r"(to[1]), "=r"(to[2]), "=r"(to[3]) : "r"(from) : "memory");
}

// The same with each matrix transposed on the way.
__device__ inline void load_transposed(uint32_t (&to)[4], uint32_t from) {
  asm volatile("ldmatrix.sync.aligned.m8n8.x4.trans.shared.b16 {%0, %1, %2, %3}, [%4];"
               : "=r"(to[0]), "=r"(to[1]), "=r"(to[2]), "=r"(to[3]) : "r"(from) : "memory");
}

__device__ inline void multiply_add(float (&sums)[4], const uint32_t (&left)[4], uint32_t right0,
                                    uint32_t right1) {
  asm volatile("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 "
               "{%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};"
               : "+f"(sums[0]), "+f"(sums[1]), "+f"(sums[2]), "+f"(sums[3])
               : "r"(left[0]), "r"(left[1]), "r"(left[2]), "r"(left[3]), "r"(right0), "r"(right1));
}
