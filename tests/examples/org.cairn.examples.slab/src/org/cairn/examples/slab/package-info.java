/** A complete third-party heap format: one class and one element in {@code plugin.xml}. */
@NonNullByDefault
package org.cairn.examples.slab;

import org.eclipse.jdt.annotation.NonNullByDefault;
