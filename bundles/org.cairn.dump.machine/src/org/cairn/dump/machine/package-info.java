/**
 * Reads images of a machine's memory as virtual machines, kernels and acquisition tools write them,
 * and cores of Linux processes.
 */
@NonNullByDefault
package org.cairn.dump.machine;

import org.eclipse.jdt.annotation.NonNullByDefault;
