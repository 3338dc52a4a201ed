package io.systole.scheduler.state;

import com.google.common.collect.ImmutableList;
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

  /** All that is not in the container, in the order in which it comes up. */
  public ImmutableList<Resource> outside() {
    ImmutableList.Builder<Resource> parts = ImmutableList.builder();
    if (address != null) {
      parts.add(address);
    }
    parts.add(container);
    if (connection != null) {
      parts.add(connection);
    }
    return parts.build();
  }
}
