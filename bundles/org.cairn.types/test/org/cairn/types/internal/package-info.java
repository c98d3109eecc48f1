/** Tests of the tables' encoding. */
@NonNullByDefault
package org.cairn.types.internal;

import org.eclipse.jdt.annotation.NonNullByDefault;
