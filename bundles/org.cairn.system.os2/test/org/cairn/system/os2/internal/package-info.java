@NonNullByDefault
package org.cairn.system.os2.internal;

import org.eclipse.jdt.annotation.NonNullByDefault;
