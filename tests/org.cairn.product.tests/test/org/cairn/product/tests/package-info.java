/** The product as it is handed out: unpacked somewhere, started, looked at from within. */
@NonNullByDefault
package org.cairn.product.tests;

import org.eclipse.jdt.annotation.NonNullByDefault;
