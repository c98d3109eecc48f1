/** Tests of the Windows system reader. */
@NonNullByDefault
package org.cairn.system.windows;

import org.eclipse.jdt.annotation.NonNullByDefault;
