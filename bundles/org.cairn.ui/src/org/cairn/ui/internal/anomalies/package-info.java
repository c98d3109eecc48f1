/** What contradicts the formats, and what rules conclude. */
@NonNullByDefault
package org.cairn.ui.internal.anomalies;

import org.eclipse.jdt.annotation.NonNullByDefault;
