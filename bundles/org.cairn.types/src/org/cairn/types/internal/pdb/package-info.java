/**
 * How a PDB file is read: a container of streams ({@link org.cairn.types.internal.pdb.MsfFile}),
 * and in them the identity, the types and the symbols. Names and numbers are those of Microsoft's
 * published headers ({@code cvinfo.h}, {@code tpi.h}, {@code dbi.h} in github.com/microsoft/
 * microsoft-pdb) and of LLVM's description "The PDB File Format".
 */
@NonNullByDefault
package org.cairn.types.internal.pdb;

import org.eclipse.jdt.annotation.NonNullByDefault;
