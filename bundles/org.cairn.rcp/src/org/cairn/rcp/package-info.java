/** The application: window, menus, welcome page. */
@NonNullByDefault
package org.cairn.rcp;

import org.eclipse.jdt.annotation.NonNullByDefault;
