/** The parts of a synthetic machine with Windows. */
@NonNullByDefault
package org.cairn.testkit.internal.machine;

import org.eclipse.jdt.annotation.NonNullByDefault;
