// C++: base classes, virtual tables, nested and template types, types with one name in two scopes.
class Base {
 public:
  virtual int run(int value) { return value; }
  int first;
};

struct Plain {
  short second;
};

class Derived : public Base, public Plain {
 public:
  enum class Mode : unsigned char { Off, On };
  struct Part {
    int a;
    bool b;
  };
  int run(int value) override { return value + 1; }
  static int shared;
  Part part;
  Mode mode;
  Part &reference() { return part; }
  int Derived::*member;
  decltype(nullptr) nothing;
  char16_t wide;
};

class Virtual : public virtual Plain {
 public:
  int own;
};

template <typename T>
struct Pair {
  T left;
  T right;
};

namespace one {
struct Same {
  int x;
};
}  // namespace one
namespace two {
struct Same {
  long long x[3];
};
}  // namespace two

struct Unnamed {
  struct {
    int a;
  } x;
  struct {
    long long b[2];
  } y;
};
