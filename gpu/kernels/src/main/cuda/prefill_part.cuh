// What a prefill has, and which query tokens and keys of it are a block's.

#pragma once

#include <cstdint>

struct Problem {
  const uint16_t* __restrict__ query;
  const uint16_t* __restrict__ keys;
  const uint16_t* __restrict__ values;
  uint16_t* __restrict__ out;
  float* __restrict__ lse_nats;
  float scale;
  int heads, key_width, value_width;
};

// This block's part of its sequence.
struct Part {
  int64_t first_query, first_key;
  int queries;  // of those that a block has
  int visible;  // keys that the first of them sees; may be negative
  int step;     // how many more each later one sees
  int end;      // keys that the last of them sees

  __device__ Part(const int32_t* query_starts, const int32_t* key_starts, const int32_t* block,
                  int rows, int causal) {
    const int b = block[0], first = block[1];
    const int all = query_starts[b + 1] - query_starts[b];
    const int keys = key_starts[b + 1] - key_starts[b];
    first_query = query_starts[b] + first;
    first_key = key_starts[b];
    queries = min(rows, all - first);
    step = causal ? 1 : 0;
    visible = keys - step * (all - 1 - first);
    end = visible + step * (queries - 1);
  }

  __device__ int visible_to(int row) const { return visible + step * row; }
};
