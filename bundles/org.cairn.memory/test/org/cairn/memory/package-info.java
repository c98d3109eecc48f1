/** Tests of address spaces and structures. */
@NonNullByDefault
package org.cairn.memory;

import org.eclipse.jdt.annotation.NonNullByDefault;
