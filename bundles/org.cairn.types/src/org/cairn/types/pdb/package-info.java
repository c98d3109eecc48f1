/**
 * Program databases (PDB files) of Microsoft's linkers and of LLVM's: which image one belongs to,
 * the layouts of its types and the addresses of its symbols.
 */
@NonNullByDefault
package org.cairn.types.pdb;

import org.eclipse.jdt.annotation.NonNullByDefault;
