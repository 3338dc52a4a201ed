package io.systole.kernel;

/**
 * Marks an effect that must be on stable storage before any effect that follows it in the same
 * step, or in a later step of the same machine, leaves the process.
 *
 * <p>The reason stands with each effect that carries the mark: usually that a peer will count on us
 * to remember what the next message says.
 */
public interface Durable {}
