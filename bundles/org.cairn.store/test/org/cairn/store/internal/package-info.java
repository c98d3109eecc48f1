/** Tests of the database behind the store. */
@NonNullByDefault
package org.cairn.store.internal;

import org.eclipse.jdt.annotation.NonNullByDefault;
