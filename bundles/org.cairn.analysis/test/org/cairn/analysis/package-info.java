/** Tests of whole analyses with made-up formats. */
@NonNullByDefault
package org.cairn.analysis;

import org.eclipse.jdt.annotation.NonNullByDefault;
