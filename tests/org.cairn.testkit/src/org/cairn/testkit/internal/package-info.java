/** The model of a heap's state and its encoding for each family of Windows versions. */
@NonNullByDefault
package org.cairn.testkit.internal;

import org.eclipse.jdt.annotation.NonNullByDefault;
