/** How the containers are read. */
@NonNullByDefault
package org.cairn.dump.machine.internal;

import org.eclipse.jdt.annotation.NonNullByDefault;
