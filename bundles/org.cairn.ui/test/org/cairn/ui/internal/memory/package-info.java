/** Tests of pure logic. */
@NonNullByDefault
package org.cairn.ui.internal.memory;

import org.eclipse.jdt.annotation.NonNullByDefault;
