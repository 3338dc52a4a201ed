package io.systole.protocol.join;

import io.systole.kernel.ViewId;
import io.systole.protocol.cib.CibSummary;

/**
 * What a node says of the CIB that it holds.
 *
 * @param replicas the view of the CIB managers in which this was said. A CIB manager that sees
 *     another view accepts no change until the next synchronisation, so what was said in one view
 *     stays true in it.
 */
public record HeldCib(CibSummary summary, ViewId replicas) {}
