/**
 * Layouts of structures as data: a {@link org.cairn.types.TypeTable} holds the layouts of one build
 * of a system, a {@link org.cairn.types.TypeCatalog} knows the tables that ship with Cairn and
 * finds the ones for a build.
 */
@NonNullByDefault
package org.cairn.types;

import org.eclipse.jdt.annotation.NonNullByDefault;
