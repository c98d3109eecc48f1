@NonNullByDefault
package org.cairn.dump.machine;

import org.eclipse.jdt.annotation.NonNullByDefault;
