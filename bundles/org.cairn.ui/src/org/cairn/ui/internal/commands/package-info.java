/** What the commands of the menus do. */
@NonNullByDefault
package org.cairn.ui.internal.commands;

import org.eclipse.jdt.annotation.NonNullByDefault;
