/** The file that Windows writes when it hibernates. */
@NonNullByDefault
package org.cairn.dump.windows.internal.hibernation;

import org.eclipse.jdt.annotation.NonNullByDefault;
