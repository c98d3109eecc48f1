/** What the views with tables share: rows of a store, filters with chips, copying and exporting. */
@NonNullByDefault
package org.cairn.ui.internal.tables;

import org.eclipse.jdt.annotation.NonNullByDefault;
