// E4M3, the FP8 format of latent caches, in integer arithmetic: compute capability 8.0 has no
// conversion to it. And scales for tiles of such numbers; the rules are ScaleRule's.

#pragma once

#include <cstdint>

// Rounded to nearest even, beyond 448 to 448; NaN is 0x7F.
__device__ inline uint8_t to_e4m3(float x) {
  if (isnan(x)) {
    return 0x7F;
  }
  const uint32_t sign = __float_as_uint(x) >> 24 & 0x80;
  const float magnitude = fminf(fabsf(x), 448.0f);
  if (magnitude < 0x1p-6f) {  // subnormal: multiples of 2^-9
    return sign | static_cast<uint32_t>(rintf(magnitude * 0x1p9f));
  }
  uint32_t bits = __float_as_uint(magnitude);
  bits += 0x7FFFF + (bits >> 20 & 1);           // three bits of fraction stay
  return sign | ((bits >> 20) - ((127 - 7) << 3));  // exponents count from 7 below
}

// The least power of two that is not below.
__device__ inline float power_of_two_above(float x) {
  const uint32_t bits = __float_as_uint(x);
  return __uint_as_float(bits + 0x7FFFFF & 0xFF800000);
}

__device__ inline float tile_scale(float largest, bool power_of_two) {
  const float scale = largest / 448.0f;
  return power_of_two ? power_of_two_above(fmaxf(scale, 1e-4f)) : fmaxf(scale, 0x1p-126f);
}

// Four codes, the first in the lowest byte, as two pairs of bf16, which holds all of them. Sign and magnitude
// are put in their places; what is missing then is a factor of 2^120, for subnormals too.
__device__ inline void bfloat16_of_e4m3(uint32_t codes, uint32_t (&pairs)[2]) {
  constexpr uint32_t kFactor = 0x7B807B80, kMinusZero = 0x80008000;
#pragma unroll
  for (int i = 0; i < 2; i++) {
    const uint32_t high = __byte_perm(codes, 0, i == 0 ? 0x1404 : 0x3424);  // a code in each high byte
    const uint32_t magnitude = high & 0x7F007F00;
    const uint32_t bits = (high & 0x80008000) | magnitude >> 4;
    asm("fma.rn.bf16x2 %0, %1, %2, %3;"
        : "=r"(pairs[i]) : "r"(bits), "r"(kFactor), "r"(kMinusZero));
    const uint32_t nan = (magnitude + 0x01000100 & 0x80008000) >> 15;  // of 0x7F
    pairs[i] |= nan * 0x7FC0;
  }
}
