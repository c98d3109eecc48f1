@NonNullByDefault
package org.cairn.dump.packed;

import org.eclipse.jdt.annotation.NonNullByDefault;
