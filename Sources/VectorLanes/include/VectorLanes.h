// SPDX-License-Identifier: GPL-3.0-or-later
//
// Vectors as wide as the module that includes this is compiled for, and what Swift's own SIMD types lack or do by a call:
// loads without alignment, conversions, comparisons to masks. Everything here is inlined into the Swift module that calls
// it and is compiled with that module's instruction set, so no symbol of it exists for a linker to share.
//
// Clang imports the vector types as SIMD4<Int32>, SIMD8<Int32> and so on. A mask is an integer lane of all zeros or ones.
#ifndef REGATTA_VECTOR_LANES_H
#define REGATTA_VECTOR_LANES_H

#include <stddef.h>
#include <stdint.h>

// No a * b + c becomes a fused operation: every level has to round alike.
#pragma STDC FP_CONTRACT OFF

/// What the processor that this runs on can do: 0 the baseline, 3 x86-64-v3 (AVX2, FMA), 4 x86-64-v4 (AVX-512).
int32_t lanesProcessorLevel(void);

#if defined(__AVX512F__) && defined(__AVX512BW__) && defined(__AVX512DQ__) && defined(__AVX512VL__)
#define LANES_BYTES 64
#elif defined(__AVX2__)
#define LANES_BYTES 32
#else
#define LANES_BYTES 16
#endif

#define LANES_INLINE static inline __attribute__((always_inline))
#define LANES_VECTOR(type, bytes) __attribute__((ext_vector_type((bytes) / sizeof(type))))

// As many elements of each width as fill a vector.
typedef int32_t LaneInt32 LANES_VECTOR(int32_t, LANES_BYTES);
typedef uint32_t LaneUInt32 LANES_VECTOR(uint32_t, LANES_BYTES);
typedef float LaneFloat LANES_VECTOR(float, LANES_BYTES);
typedef int64_t LaneInt64 LANES_VECTOR(int64_t, LANES_BYTES);
typedef uint64_t LaneUInt64 LANES_VECTOR(uint64_t, LANES_BYTES);
typedef double LaneDouble LANES_VECTOR(double, LANES_BYTES);
// As many narrow elements as a vector has of 32 or 64 bits.
typedef int16_t LaneHalfInt16 LANES_VECTOR(int16_t, LANES_BYTES / 2);
typedef int32_t LaneHalfInt32 LANES_VECTOR(int32_t, LANES_BYTES / 2);

// The number of elements of 32 bits, and of 64, in a vector.
#define LANES_OF_32 (LANES_BYTES / 4)
#define LANES_OF_64 (LANES_BYTES / 8)
LANES_INLINE intptr_t lanesOf32(void) { return LANES_OF_32; }
LANES_INLINE intptr_t lanesOf64(void) { return LANES_OF_64; }

// Loads and stores at any address that is aligned to the element.
#define LANES_MEMORY(Vector, element, Name)                                                       \
  LANES_INLINE Vector laneLoad##Name(const element *_Nonnull from) {                              \
    Vector value;                                                                                 \
    __builtin_memcpy(&value, from, sizeof value);                                                 \
    return value;                                                                                 \
  }                                                                                               \
  LANES_INLINE void laneStore##Name(element *_Nonnull to, Vector value) { __builtin_memcpy(to, &value, sizeof value); }
LANES_MEMORY(LaneInt32, int32_t, Int32)
LANES_MEMORY(LaneUInt32, uint32_t, UInt32)
LANES_MEMORY(LaneInt64, int64_t, Int64)
LANES_MEMORY(LaneUInt64, uint64_t, UInt64)
LANES_MEMORY(LaneDouble, double, Double)
LANES_MEMORY(LaneHalfInt16, int16_t, HalfInt16)
LANES_MEMORY(LaneHalfInt32, int32_t, HalfInt32)

// The first `count` elements, fewer than a vector; 0 in the other lanes.
#define LANES_FIRST(Vector, element, Name)                                                              \
  LANES_INLINE Vector laneLoadFirst##Name(const element *_Nonnull from, intptr_t count) {              \
    Vector value = (Vector)(element)0;                                                                  \
    __builtin_memcpy(&value, from, (size_t)count * sizeof(element));                                    \
    return value;                                                                                       \
  }                                                                                                     \
  LANES_INLINE void laneStoreFirst##Name(element *_Nonnull to, Vector value, intptr_t count) {          \
    __builtin_memcpy(to, &value, (size_t)count * sizeof(element));                                      \
  }
LANES_FIRST(LaneInt32, int32_t, Int32)
LANES_FIRST(LaneUInt32, uint32_t, UInt32)
LANES_FIRST(LaneInt64, int64_t, Int64)
LANES_FIRST(LaneDouble, double, Double)
LANES_FIRST(LaneHalfInt16, int16_t, HalfInt16)
LANES_FIRST(LaneHalfInt32, int32_t, HalfInt32)

// One value in every lane.
LANES_INLINE LaneInt32 laneAllInt32(int32_t value) { return (LaneInt32)value; }
LANES_INLINE LaneUInt32 laneAllUInt32(uint32_t value) { return (LaneUInt32)value; }
LANES_INLINE LaneUInt64 laneAllUInt64(uint64_t value) { return (LaneUInt64)value; }
// The last lane in every lane.
LANES_INLINE LaneInt32 laneAllLastInt32(LaneInt32 value) { return (LaneInt32)value[LANES_OF_32 - 1]; }
LANES_INLINE LaneHalfInt32 laneAllHalfInt32(int32_t value) { return (LaneHalfInt32)value; }
LANES_INLINE LaneInt64 laneAllInt64(int64_t value) { return (LaneInt64)value; }
LANES_INLINE LaneDouble laneAllDouble(double value) { return (LaneDouble)value; }
LANES_INLINE LaneFloat laneAllFloat(float value) { return (LaneFloat)value; }

// Conversions. Those to integers truncate; a value that does not fit gives a lane without meaning.
LANES_INLINE LaneFloat laneFloat(LaneInt32 value) { return __builtin_convertvector(value, LaneFloat); }
LANES_INLINE LaneInt32 laneTruncate(LaneFloat value) { return __builtin_convertvector(value, LaneInt32); }
LANES_INLINE LaneInt32 laneWidenInt16(LaneHalfInt16 value) { return __builtin_convertvector(value, LaneInt32); }
LANES_INLINE LaneInt64 laneWidenUInt32(const uint32_t *_Nonnull from) {
  typedef uint32_t Half LANES_VECTOR(uint32_t, LANES_BYTES / 2);
  Half value;
  __builtin_memcpy(&value, from, sizeof value);
  return __builtin_convertvector(value, LaneInt64);
}
LANES_INLINE LaneInt64 laneWidenInt32(LaneHalfInt32 value) { return __builtin_convertvector(value, LaneInt64); }

// Of numbers of 0..<2^52: put below the bits of 2^52 they are 2^52 more than themselves.
LANES_INLINE LaneDouble laneDoubleOfSmall(LaneInt64 value) {
  return (LaneDouble)(value | (LaneInt64)INT64_C(0x4330000000000000)) - (LaneDouble)0x1p52;
}
// The first `count` as Int32, truncated.
LANES_INLINE void laneStoreAsInt32(int32_t *_Nonnull to, LaneDouble value, intptr_t count) {
  LaneHalfInt32 narrow = __builtin_convertvector(value, LaneHalfInt32);
  if (count == LANES_OF_64) {
    __builtin_memcpy(to, &narrow, sizeof narrow);
  } else {
    for (intptr_t lane = 0; lane < count; lane++) to[lane] = narrow[lane];
  }
}

// The whole products of 32 bits each.
LANES_INLINE LaneInt64 laneProductInt32(LaneHalfInt32 a, LaneHalfInt32 b) {
  return laneWidenInt32(a) * laneWidenInt32(b);
}

// Least and largest.
LANES_INLINE LaneInt32 laneMinInt32(LaneInt32 a, LaneInt32 b) { return __builtin_elementwise_min(a, b); }
LANES_INLINE LaneInt32 laneMaxInt32(LaneInt32 a, LaneInt32 b) { return __builtin_elementwise_max(a, b); }
LANES_INLINE LaneInt64 laneMinInt64(LaneInt64 a, LaneInt64 b) { return __builtin_elementwise_min(a, b); }
LANES_INLINE LaneInt64 laneMaxInt64(LaneInt64 a, LaneInt64 b) { return __builtin_elementwise_max(a, b); }
// As MINPS: the second where they are equal or one is no number.
LANES_INLINE LaneFloat laneMinFloat(LaneFloat a, LaneFloat b) { return a < b ? a : b; }

LANES_INLINE LaneDouble laneMaxDouble(LaneDouble a, LaneDouble b) { return a > b ? a : b; }
// The least and the largest of all lanes.
LANES_INLINE double laneLargestDouble(LaneDouble value) { return __builtin_reduce_max(value); }
LANES_INLINE int64_t laneLeastInt64(LaneInt64 value) { return __builtin_reduce_min(value); }
LANES_INLINE LaneInt64 laneAbsoluteInt64(LaneInt64 value) {
  LaneInt64 sign = value >> 63;
  return (value ^ sign) - sign;
}
LANES_INLINE int32_t laneLeastInt32(LaneInt32 value) { return __builtin_reduce_min(value); }
LANES_INLINE int32_t laneLargestInt32(LaneInt32 value) { return __builtin_reduce_max(value); }
LANES_INLINE int64_t laneLargestInt64(LaneInt64 value) { return __builtin_reduce_max(value); }

// 0, 1, 2 and so on.
LANES_INLINE LaneInt64 laneCountInt64(void) {
  LaneInt64 value;
  for (int lane = 0; lane < LANES_OF_64; lane++) value[lane] = lane;
  return value;
}

// One lane.
LANES_INLINE double laneOfDouble(LaneDouble value, intptr_t lane) { return value[lane]; }
LANES_INLINE int32_t laneOfInt32(LaneInt32 value, intptr_t lane) { return value[lane]; }
LANES_INLINE int64_t laneOfInt64(LaneInt64 value, intptr_t lane) { return value[lane]; }

// Shifts by one number of bits; to the right with zeros.
LANES_INLINE LaneInt64 laneShiftLeftInt64(LaneInt64 value, int64_t bits) { return value << (LaneInt64)bits; }
LANES_INLINE LaneInt64 laneShiftRightUInt64(LaneInt64 value, int64_t bits) {
  return (LaneInt64)((LaneUInt64)value >> (LaneUInt64)(uint64_t)bits);
}

LANES_INLINE LaneUInt32 laneShiftRightUInt32(LaneUInt32 value, uint32_t bits) { return value >> (LaneUInt32)bits; }

// Four bytes, the first the lowest, from each place.
LANES_INLINE LaneUInt32 laneGatherUInt32(const uint8_t *_Nonnull from, LaneInt32 places) {
  LaneUInt32 value;
  for (int lane = 0; lane < LANES_OF_32; lane++) {
    uint32_t word;
    __builtin_memcpy(&word, from + places[lane], sizeof word);
    value[lane] = word;
  }
  return value;
}

// Masks.
LANES_INLINE LaneInt64 laneDifferInt64(LaneInt64 a, LaneInt64 b) { return a != b; }
LANES_INLINE LaneInt64 laneLessUInt64(LaneUInt64 a, LaneUInt64 b) { return a < b; }
LANES_INLINE LaneInt32 laneLessInt32(LaneInt32 a, LaneInt32 b) { return a < b; }
// A bit for each lane that is equal, the first lane's the lowest.
LANES_INLINE uint32_t laneBitsOfEqualUInt64(LaneUInt64 a, LaneUInt64 b) {
  LaneInt64 equal = a == b;
#if LANES_BYTES == 64
  return __builtin_ia32_cvtq2mask512(equal);
#elif LANES_BYTES == 32
  return (uint32_t)__builtin_ia32_movmskpd256((LaneDouble)equal);
#else
  return (uint32_t)(equal[0] & 1) | (uint32_t)(equal[1] & 2);
#endif
}
// Whether any lane is negative, or differs from 0; not 0 where one is.
LANES_INLINE int32_t laneAnyNegativeInt32(LaneInt32 value) { return __builtin_reduce_or(value) < 0; }
LANES_INLINE LaneDouble laneOneWhereLessDouble(LaneDouble a, LaneDouble b) {
  return (LaneDouble)((a < b) & (LaneInt64)(LaneDouble)1.0);
}
LANES_INLINE int32_t laneAnyNegativeInt64(LaneInt64 value) { return __builtin_reduce_or(value) < 0; }
LANES_INLINE int32_t laneAnyLessDouble(LaneDouble a, LaneDouble b) { return __builtin_reduce_or(a < b) != 0; }
LANES_INLINE int32_t laneAnyLessInt32(LaneInt32 a, LaneInt32 b) { return __builtin_reduce_or(a < b) != 0; }
// `yes` where a is less than b, else `no`.
LANES_INLINE LaneUInt32 laneWhereLessUInt32(LaneInt32 a, LaneInt32 b, LaneUInt32 yes, LaneUInt32 no) {
  return a < b ? yes : no;
}
// Whether any lane holds; not 0 where one does.
LANES_INLINE int32_t laneAnyLessInt64(LaneInt64 a, LaneInt64 b) { return __builtin_reduce_or(a < b) != 0; }

// All ones where negative.
LANES_INLINE LaneInt32 laneSignInt32(LaneInt32 value) { return value >> 31; }

// From a mask with a lane that holds: all ones in the lanes before the first that does; and the value of that one.
LANES_INLINE int32_t lanesFirstIndex(LaneInt32 mask) {
  int32_t lane = 0;
  while (mask[lane] == 0) lane++;
  return lane;
}
LANES_INLINE LaneInt32 laneBeforeFirstInt32(LaneInt32 mask) {
  LaneInt32 index;
  for (int lane = 0; lane < LANES_OF_32; lane++) index[lane] = lane;
  return index < (LaneInt32)lanesFirstIndex(mask);
}
LANES_INLINE int32_t laneFirstInt32(LaneInt32 value, LaneInt32 mask) { return value[lanesFirstIndex(mask)]; }

// The sum of this lane and those before it.
LANES_INLINE LaneInt32 lanePrefixSumInt32(LaneInt32 value) {
#if LANES_BYTES == 64
#define LANES_MOVED(by)                                                                                              \
  __builtin_shufflevector((LaneInt32)0, value, 16 - by, 17 - by, 18 - by, 19 - by, 20 - by, 21 - by, 22 - by,        \
                          23 - by, 24 - by, 25 - by, 26 - by, 27 - by, 28 - by, 29 - by, 30 - by, 31 - by)
  value += LANES_MOVED(1);
  value += LANES_MOVED(2);
  value += LANES_MOVED(4);
  value += LANES_MOVED(8);
#elif LANES_BYTES == 32
  // Within the halves first: moves across them are slow.
  value += __builtin_shufflevector((LaneInt32)0, value, 0, 8, 9, 10, 4, 12, 13, 14);
  value += __builtin_shufflevector((LaneInt32)0, value, 0, 1, 8, 9, 4, 5, 12, 13);
  value += __builtin_shufflevector((LaneInt32)0, value, 0, 1, 2, 3, 11, 11, 11, 11);
#else
  value += __builtin_shufflevector((LaneInt32)0, value, 0, 4, 5, 6);
  value += __builtin_shufflevector((LaneInt32)0, value, 0, 1, 4, 5);
#endif
  return value;
}

// The sum over the lanes, in an order of its own: for whole numbers, or where rounding does not matter.
LANES_INLINE double laneSumDouble(LaneDouble value) {
#if LANES_BYTES == 64
  typedef double Half LANES_VECTOR(double, 32);
  Half half = __builtin_shufflevector(value, value, 0, 1, 2, 3) + __builtin_shufflevector(value, value, 4, 5, 6, 7);
#elif LANES_BYTES == 32
  LaneDouble half = value;
#endif
#if LANES_BYTES == 16
  return value[0] + value[1];
#else
  return (half[0] + half[2]) + (half[1] + half[3]);
#endif
}

// `value`, one less where a is less than b, or c less than d: a mask is -1.
LANES_INLINE LaneInt32 laneOneLessWhere(LaneInt32 value, LaneInt32 a, LaneInt32 b) {
  return value + (a < b);
}
LANES_INLINE LaneInt32 laneOneLessWhereEither(LaneInt32 value, LaneInt32 a, LaneInt32 b, LaneInt32 c, LaneInt32 d) {
  return value + ((a < b) | (c < d));
}

// a * b + c, rounded once where the processor can and twice where not: for estimates only.
LANES_INLINE LaneFloat laneMultiplyAdd(LaneFloat a, LaneFloat b, LaneFloat c) {
#ifdef __FMA__
  return __builtin_elementwise_fma(a, b, c);
#else
  return a * b + c;
#endif
}

// Sums over the lanes; without Wide they have to fit; of Int32 lanes in 64 bits.
LANES_INLINE int64_t laneSumInt64(LaneInt64 value) { return __builtin_reduce_add(value); }
LANES_INLINE int32_t laneSumInt32(LaneInt32 value) { return __builtin_reduce_add(value); }
LANES_INLINE int64_t laneSumWide(LaneInt32 value) {
  typedef int64_t Wide LANES_VECTOR(int64_t, LANES_BYTES * 2);
  return __builtin_reduce_add(__builtin_convertvector(value, Wide));
}

#endif
