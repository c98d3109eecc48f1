/** Measures parts of Cairn with JMH; run by {@code releng/benchmarks jmh}. */
package org.cairn.jmh;
