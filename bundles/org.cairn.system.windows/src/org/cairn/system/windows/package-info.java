/** Recognises Windows in a dump. */
@NonNullByDefault
package org.cairn.system.windows;

import org.eclipse.jdt.annotation.NonNullByDefault;
