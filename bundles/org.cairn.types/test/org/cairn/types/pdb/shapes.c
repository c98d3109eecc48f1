#include "shapes.h"

LIST list;
LARGE large;
BITS bits;
MATRIX matrix;
NESTED nested;
PACKED packed;
struct _LATER later;
static int hidden = 3;

int __stdcall twice(int value) {
  return value + value + hidden;
}

static __attribute__((noinline)) int inside(int value) {
  return value * hidden++;
}

int entry(void) {
  list.Flink = &list;
  large.QuadPart = 1;
  bits.Busy = 1;
  matrix.Bytes[0] = 1;
  nested.Value = 1;
  packed.Tag = 1;
  later.Holder.Counter;
  return twice(1) + inside(2);
}
