/** A model of the page heap and a writer of its structures. */
@NonNullByDefault
package org.cairn.testkit.internal.page;

import org.eclipse.jdt.annotation.NonNullByDefault;
