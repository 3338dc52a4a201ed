package io.systole.kernel.trace;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import io.systole.kernel.NodeName;

/**
 * The first line of a trace: all that is needed to make the run again.
 *
 * @param v the format's version, {@link #VERSION}
 * @param spec the name of the specification that the run is to be checked against
 * @param build what ran: the project's version, or a commit
 * @param seed from which all draws of the run came; 0 if it drew none
 * @param constants the specification's constants, such as bounds and options
 */
public record TraceHeader(
    int v,
    String spec,
    String build,
    long seed,
    ImmutableSortedSet<NodeName> nodes,
    ImmutableSortedMap<String, String> constants) {

  /** The version that this code writes and reads. */
  public static final int VERSION = 1;

  /** The constant that says that other processes of the run have traces of their own. */
  public static final String PART = "part";

  public static TraceHeader of(
      String spec, String build, long seed, ImmutableSortedSet<NodeName> nodes) {
    return new TraceHeader(VERSION, spec, build, seed, nodes, ImmutableSortedMap.of());
  }

  /** Of one process of a run, which drew nothing. */
  public static TraceHeader ofProcess(String spec, String build, NodeName node) {
    return new TraceHeader(
        VERSION,
        spec,
        build,
        0,
        ImmutableSortedSet.of(node),
        ImmutableSortedMap.of(PART, "process"));
  }
}
