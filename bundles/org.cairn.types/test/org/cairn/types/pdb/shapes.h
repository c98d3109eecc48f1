/* Structures of every kind that a type record can describe. Layouts: layouts.cpp. */
typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned long u32; /* 4 bytes on Windows */
typedef unsigned long long u64;

typedef enum _COLOUR { Red, Green = 5, Blue = -1 } COLOUR;

struct _LATER;

typedef struct _LIST {
  struct _LIST *Flink;
  struct _LIST *Blink;
} LIST;

typedef union _LARGE {
  struct {
    u32 Low;
    long High;
  };
  struct {
    u32 LowPart;
    long HighPart;
  } u;
  long long QuadPart;
} LARGE;

typedef struct _BITS {
  u16 Size;
  u16 Busy : 1;
  u16 Kind : 4;
  u16 : 3;
  u16 Rest : 8;
  u64 Wide : 40;
  u64 Top : 24;
  u8 Tail : 7;
} BITS;

typedef struct _MATRIX {
  u8 Bytes[3];
  unsigned short Names[2][5];
  LIST Lists[2][3];
  void *Pointers[4];
  COLOUR Colours[2];
} MATRIX;

typedef struct _NESTED {
  u8 Flag;
  union {
    u64 Value;
    struct {
      u16 First;
      u16 Second : 3;
      u16 Third : 13;
    };
    LARGE Time;
  };
  struct {
    float Ratio;
    double Exact;
  } Inner;
  COLOUR Colour;
} NESTED;

#pragma pack(push, 1)
typedef struct _PACKED {
  u8 Tag;
  u64 Key;
  u16 Count;
  void *Owner;
} PACKED;
#pragma pack(pop)

typedef struct _HOLDER {
  struct _LATER *Next;
  struct _LATER **Table;
  int (*Routine)(struct _LATER *, int);
  const volatile u32 Counter;
  const char *const Name;
  struct _UNKNOWN *Opaque;
  BITS Bits;
  _Bool Set;
} HOLDER;

struct _LATER {
  HOLDER Holder;
  struct _LATER *Array[7];
};
