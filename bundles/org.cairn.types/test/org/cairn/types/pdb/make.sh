#!/bin/sh
# Makes shapes-x64.pdb and shapes-x86.pdb from the sources beside it, and shapes-*.txt: what the
# PDB files should say, from where the debug information has no part in it: sizes and offsets from
# the compiler (layouts.cpp), places of bits from its -fdump-record-layouts, symbols from the
# linker's map, GUID and age from the image. The files in the repository are of Debian's clang, lld
# and llvm 14.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
cp "$here"/*.h "$here"/*.c "$here"/*.cpp "$work"
cd "$work"

make() { # name, target, option to keep entry2
  flags="--target=$2 -fno-stack-protector -fno-exceptions -fno-rtti -fms-extensions
      -Wno-everything -ffile-compilation-dir=."
  clang $flags -g -gcodeview -c shapes.c -o shapes.obj
  clang $flags -g -gcodeview -c classes.cpp -o classes.obj
  lld-link /nologo /brepro /debug /nodefaultlib /subsystem:console /safeseh:no /entry:entry \
      "/include:$3" /pdbsourcepath:x: /pdbaltpath:shapes.pdb /map:shapes.map \
      /out:shapes.exe "/pdb:$1.pdb" shapes.obj classes.obj
  clang $flags -S -O1 -Xclang -fdump-record-layouts layouts.cpp -o layouts.s > records.txt
  {
    echo "# made by make.sh: size TYPE BYTES; field TYPE NAME OFFSET BYTES SPELLING;"
    echo "# bits TYPE NAME BIT COUNT UNIT-BYTES SPELLING; symbol NAME RVA (hexadecimal)"
    llvm-readobj --coff-debug-directory shapes.exe |
        sed -n 's/^ *PDBGUID: (\(.*\))/guid-bytes \1/p; s/^ *PDBAge: /age /p'
    sed -n 's/^[ \t]*#-> \(size\|field\)/\1/p' layouts.s
    awk '
      FNR == NR { # places of bits: "2:1-4 |   u16 Kind"
        if ($1 == "0" && ($3 == "struct" || $3 == "union")) { if (outer == "") outer = $4 }
        if ($0 ~ /Dumping/) outer = ""
        if ($1 ~ /^[0-9]+:[0-9]+-[0-9]+$/) {
          split($1, p, "[:-]")
          place[outer " " $NF] = (p[1] * 8 + p[2]) " " (p[3] - p[2] + 1)
        }
        next
      }
      $1 == "#->" && $2 == "bits" {
        text = $6; for (i = 7; i <= NF; i++) text = text " " $i
        print "bits", $3, $4, place[$3 " " $4], $5, text
      }' records.txt layouts.s
    base=$(awk '/Preferred load address/ { print $NF }' shapes.map)
    awk '$1 ~ /^[0-9a-f]+:[0-9a-f]+$/ && NF >= 4 && $3 ~ /^[0-9a-f]+$/ { print $2, $3 }' shapes.map |
        while read -r name address; do
          printf 'symbol %s %x\n' "$name" $((0x$address - 0x$base))
        done
  } > "$1.txt"
  cp "$1.pdb" "$1.txt" "$here"
}

make shapes-x64 x86_64-pc-windows-msvc entry2
make shapes-x86 i686-pc-windows-msvc _entry2
rm -rf "$work"
