/** Tests, and the encoder that writes the shipped type tables. */
@NonNullByDefault
package org.cairn.types;

import org.eclipse.jdt.annotation.NonNullByDefault;
