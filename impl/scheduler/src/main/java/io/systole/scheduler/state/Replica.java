package io.systole.scheduler.state;

import org.jspecify.annotations.Nullable;

/**
 * One of a bundle's replicas.
 *
 * @param container what is started and stopped as a whole
 * @param address what takes the address that it has for itself, or null
 * @param connection to the node that the container is, or null if nothing is run in it
 * @param instance what runs in it, or null
 */
public record Replica(
    Resource container,
    @Nullable Resource address,
    @Nullable Resource connection,
    @Nullable Resource instance) {

  /** Whether a resource is a part of it. */
  public boolean has(Resource resource) {
    return resource == container
        || resource == address
        || resource == connection
        || resource == instance;
  }
}
