package io.systole.protocol.controller;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Sets;
import io.systole.cib.Cib;
import io.systole.kernel.Epoch;
import io.systole.kernel.NodeName;
import io.systole.xml.Digest;
import java.util.Comparator;
import java.util.Optional;

/**
 * What a controller knows of and from the daemons of its node.
 *
 * @param connected those that answer
 * @param cib the newest that the CIB manager told
 * @param synchronised whether the CIB manager takes changes
 * @param attributes all node attributes; empty while the attribute manager has not told them
 * @param pushed what the fencer was last told, and under which epoch
 * @param questions how often the scheduler was asked
 */
public record Daemons(
    ImmutableSortedSet<Service> connected,
    Cib cib,
    boolean synchronised,
    Optional<ImmutableSortedMap<NodeName, ImmutableSortedMap<String, String>>> attributes,
    Optional<Pushed> pushed,
    long questions) {

  /**
   * What the fencer was told.
   *
   * @param from the CIB in which the devices were last looked up
   */
  public record Pushed(Epoch epoch, Cib from, Digest devices) {}

  static final Daemons NONE =
      new Daemons(
          ImmutableSortedSet.of(), Cib.empty(), false, Optional.empty(), Optional.empty(), 0);

  public boolean has(Service service) {
    return connected.contains(service);
  }

  Daemons with(Service service) {
    ImmutableSortedSet<Service> more =
        ImmutableSortedSet.copyOf(Sets.union(connected, ImmutableSortedSet.of(service)));
    return new Daemons(more, cib, synchronised, attributes, pushed, questions);
  }

  /** Forgets what is not known any more once the service has gone. */
  Daemons without(Service service) {
    ImmutableSortedSet<Service> rest =
        connected.stream()
            .filter(other -> other != service)
            .collect(ImmutableSortedSet.toImmutableSortedSet(Comparator.naturalOrder()));
    return new Daemons(
        rest,
        cib,
        synchronised && service != Service.CIB,
        service == Service.ATTRIBUTES ? Optional.empty() : attributes,
        service == Service.FENCER ? Optional.empty() : pushed,
        questions);
  }

  Daemons holding(Cib newCib) {
    return new Daemons(connected, newCib, synchronised, attributes, pushed, questions);
  }

  Daemons inStep(boolean newSynchronised) {
    return new Daemons(connected, cib, newSynchronised, attributes, pushed, questions);
  }

  Daemons attributed(ImmutableSortedMap<NodeName, ImmutableSortedMap<String, String>> values) {
    return new Daemons(connected, cib, synchronised, Optional.of(values), pushed, questions);
  }

  Daemons pushing(Pushed newPushed) {
    return new Daemons(connected, cib, synchronised, attributes, Optional.of(newPushed), questions);
  }

  Daemons asking() {
    return new Daemons(connected, cib, synchronised, attributes, pushed, questions + 1);
  }
}
