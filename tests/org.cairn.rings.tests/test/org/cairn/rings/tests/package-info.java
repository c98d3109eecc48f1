/** Guards the rings: what a bundle may import. */
@NonNullByDefault
package org.cairn.rings.tests;

import org.eclipse.jdt.annotation.NonNullByDefault;
