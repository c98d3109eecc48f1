/** Tests of the transcript reader. */
@NonNullByDefault
package org.cairn.dump.transcript;

import org.eclipse.jdt.annotation.NonNullByDefault;
