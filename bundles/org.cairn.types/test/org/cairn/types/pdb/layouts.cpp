// The layouts as the compiler itself computes them, written into assembler text as constants; the
// debug information has no part in it. Types are spelled as Cairn spells them.
#define _Bool bool
extern "C" {
#include "shapes.h"
}
#include "classes.h"

#define SIZE(type) asm volatile("#-> size " #type " %c0" ::"i"(sizeof(type)))
#define FIELD(type, field, text)                                   \
  asm volatile("#-> field " #type " " #field " %c0 %c1 " text ::"i"( \
                   __builtin_offsetof(type, field)),               \
               "i"(sizeof(((type *)0)->field)))
// Where a base class lies follows from where a member of it lies.
#define BASE(type, base, member)                                  \
  asm volatile("#-> field " #type " " #base " %c0 %c1 " #base ::"i"( \
                   __builtin_offsetof(type, member) -             \
                   __builtin_offsetof(base, member)),             \
               "i"(sizeof(base)))
// Bits have no offsetof: make.sh takes their places from -fdump-record-layouts.
#define BITS_OF(type, field, unit, text) \
  asm volatile("#-> bits " #type " " #field " %c0 " text ::"i"(sizeof(unit)))

void layouts() {
  SIZE(_LIST);
  FIELD(_LIST, Flink, "_LIST*");
  FIELD(_LIST, Blink, "_LIST*");
  SIZE(_LARGE);
  FIELD(_LARGE, Low, "unsigned long");
  FIELD(_LARGE, High, "long");
  FIELD(_LARGE, u, "?");
  FIELD(_LARGE, QuadPart, "long long");
  SIZE(_BITS);
  FIELD(_BITS, Size, "unsigned short");
  BITS_OF(_BITS, Busy, u16, "unsigned short");
  BITS_OF(_BITS, Kind, u16, "unsigned short");
  BITS_OF(_BITS, Rest, u16, "unsigned short");
  BITS_OF(_BITS, Wide, u64, "unsigned long long");
  BITS_OF(_BITS, Top, u64, "unsigned long long");
  BITS_OF(_BITS, Tail, u8, "unsigned char");
  SIZE(_MATRIX);
  FIELD(_MATRIX, Bytes, "unsigned char[3]");
  FIELD(_MATRIX, Names, "unsigned short[5][2]");
  FIELD(_MATRIX, Lists, "_LIST[3][2]");
  FIELD(_MATRIX, Pointers, "void*[4]");
  FIELD(_MATRIX, Colours, "enum _COLOUR[2]");
  SIZE(_NESTED);
  FIELD(_NESTED, Flag, "unsigned char");
  FIELD(_NESTED, Value, "unsigned long long");
  FIELD(_NESTED, First, "unsigned short");
  BITS_OF(_NESTED, Second, u16, "unsigned short");
  BITS_OF(_NESTED, Third, u16, "unsigned short");
  FIELD(_NESTED, Time, "_LARGE");
  FIELD(_NESTED, Inner, "?");
  FIELD(_NESTED, Colour, "enum _COLOUR");
  SIZE(_PACKED);
  FIELD(_PACKED, Tag, "unsigned char");
  FIELD(_PACKED, Key, "unsigned long long");
  FIELD(_PACKED, Count, "unsigned short");
  FIELD(_PACKED, Owner, "void*");
  SIZE(_HOLDER);
  FIELD(_HOLDER, Next, "_LATER*");
  FIELD(_HOLDER, Table, "_LATER**");
  FIELD(_HOLDER, Routine, "function*");
  FIELD(_HOLDER, Counter, "unsigned long");
  FIELD(_HOLDER, Name, "char*");
  FIELD(_HOLDER, Opaque, "_UNKNOWN*");
  FIELD(_HOLDER, Bits, "_BITS");
  FIELD(_HOLDER, Set, "bool8");
  SIZE(_LATER);
  FIELD(_LATER, Holder, "_HOLDER");
  FIELD(_LATER, Array, "_LATER*[7]");
  SIZE(Base);
  FIELD(Base, first, "int");
  SIZE(Plain);
  FIELD(Plain, second, "short");
  SIZE(Derived);
  BASE(Derived, Base, first);
  BASE(Derived, Plain, second);
  FIELD(Derived, part, "Derived::Part");
  FIELD(Derived, mode, "enum Derived::Mode");
  FIELD(Derived, member, "int*");
  FIELD(Derived, nothing, "std::nullptr_t");
  FIELD(Derived, wide, "rchar16");
  SIZE(Derived::Part);
  FIELD(Derived::Part, a, "int");
  FIELD(Derived::Part, b, "bool8");
  SIZE(Virtual);
  FIELD(Virtual, own, "int");
  SIZE(Pair<Derived::Part>);
  FIELD(Pair<Derived::Part>, left, "Derived::Part");
  FIELD(Pair<Derived::Part>, right, "Derived::Part");
  SIZE(one::Same);
  FIELD(one::Same, x, "int");
  SIZE(two::Same);
  FIELD(two::Same, x, "long long[3]");
  SIZE(Unnamed);
  FIELD(Unnamed, x, "Unnamed::<unnamed-type-x>");
  FIELD(Unnamed, y, "Unnamed::<unnamed-type-y>");
}
