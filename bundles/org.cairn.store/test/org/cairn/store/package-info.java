/** Tests of the store. */
@NonNullByDefault
package org.cairn.store;

import org.eclipse.jdt.annotation.NonNullByDefault;
