/** The syntax of debugger output, and the memory that is put together from it. */
@NonNullByDefault
package org.cairn.dump.transcript.internal;

import org.eclipse.jdt.annotation.NonNullByDefault;
