/** The streams of a minidump, a class each, and what they share. */
@NonNullByDefault
package org.cairn.dump.windows.internal;

import org.eclipse.jdt.annotation.NonNullByDefault;
