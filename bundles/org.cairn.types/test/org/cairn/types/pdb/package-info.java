/** Tests on PDB files: those of {@code make.sh}, and files that {@code MsfWriter} writes. */
@NonNullByDefault
package org.cairn.types.pdb;

import org.eclipse.jdt.annotation.NonNullByDefault;
