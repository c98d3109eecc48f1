/** Tests of pure logic. */
@NonNullByDefault
package org.cairn.ui.internal.details;

import org.eclipse.jdt.annotation.NonNullByDefault;
