@NonNullByDefault
package org.cairn.dump.windows.internal.hibernation;

import org.eclipse.jdt.annotation.NonNullByDefault;
