package io.systole.protocol.join;

import io.systole.cib.CibVersion;
import io.systole.kernel.Epoch;
import io.systole.kernel.ViewId;

/**
 * What a node says of the CIB that it holds.
 *
 * @param term the epoch under which it was last made everybody's by a quorum
 * @param version its version triple
 * @param digest of the whole tree, in hexadecimal digits
 * @param replicas the view of the CIB managers in which this was said. A CIB manager that sees
 *     another view accepts no change until the next synchronisation, so what was said in one view
 *     stays true in it.
 */
public record HeldCib(Epoch term, CibVersion version, String digest, ViewId replicas) {}
