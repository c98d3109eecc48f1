/** How a Windows process is read: thread and process environment blocks, heap list, loader list. */
@NonNullByDefault
package org.cairn.system.windows.internal;

import org.eclipse.jdt.annotation.NonNullByDefault;
