#include "classes.h"

int Derived::shared = 4;
Derived derived;
Virtual virt;
Pair<Derived::Part> pair;
one::Same same1;
two::Same same2;
Unnamed unnamed;

extern "C" int entry2() {
  virt.own = pair.left.a + same1.x + (int)same2.x[0] + unnamed.x.a;
  return derived.run(Derived::shared);
}
