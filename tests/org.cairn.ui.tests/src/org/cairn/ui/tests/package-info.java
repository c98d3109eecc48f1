/**
 * The window of Cairn, as a person uses it. {@link org.cairn.ui.driver} says how a test is written.
 */
@NonNullByDefault
package org.cairn.ui.tests;

import org.eclipse.jdt.annotation.NonNullByDefault;
