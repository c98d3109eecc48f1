/** Tests of pure logic. */
@NonNullByDefault
package org.cairn.ui.internal.address;

import org.eclipse.jdt.annotation.NonNullByDefault;
