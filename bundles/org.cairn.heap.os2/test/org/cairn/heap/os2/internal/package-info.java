/** Tests of the parts of the decoders. */
@NonNullByDefault
package org.cairn.heap.os2.internal;

import org.eclipse.jdt.annotation.NonNullByDefault;
