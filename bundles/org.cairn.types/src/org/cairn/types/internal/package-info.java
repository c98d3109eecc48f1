/** The encoding of the shipped type tables, and what several catalogs share. */
@NonNullByDefault
package org.cairn.types.internal;

import org.eclipse.jdt.annotation.NonNullByDefault;
