package io.systole.protocol.fencing;

import io.systole.kernel.Epoch;
import java.time.Duration;
import java.util.Optional;

/**
 * A client's wish.
 *
 * @param handle by which the client is answered, unique on this node
 * @param client its name, for the history
 * @param timeout the longest that the client waits
 * @param epoch the coordinator's, if it is a coordinator that asks
 */
public record FenceRequest(
    long handle, String client, Aim aim, Duration timeout, Optional<Epoch> epoch) {}
