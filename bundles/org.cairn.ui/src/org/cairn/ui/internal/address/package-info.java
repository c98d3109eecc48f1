/** What lies at an address, in words. */
@NonNullByDefault
package org.cairn.ui.internal.address;

import org.eclipse.jdt.annotation.NonNullByDefault;
