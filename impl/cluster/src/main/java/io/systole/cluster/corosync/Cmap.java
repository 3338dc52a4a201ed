package io.systole.cluster.corosync;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import com.google.common.collect.ImmutableSortedMap;
import io.systole.kernel.NodeName;
import io.systole.posix.Library;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Corosync's configuration map, as far as it names the nodes. */
final class Cmap {

  /** More than a key name has. */
  private static final int KEY_BYTES = 256;

  /** More than a name has. */
  private static final int VALUE_BYTES = 1024;

  private static final String NODES = "nodelist.node.";
  private static final Pattern NODE_ID = Pattern.compile("nodelist\\.node\\.\\d+\\.nodeid");

  private static final Library LIBRARY = Library.open("libcmap.so.4", Handles.install("libcmap4"));
  private static final MethodHandle INITIALIZE =
      LIBRARY.function("cmap_initialize", FunctionDescriptor.of(JAVA_INT, ADDRESS));
  private static final MethodHandle FINALIZE = LIBRARY.function("cmap_finalize", Handles.ON_HANDLE);
  private static final MethodHandle GET_NUMBER =
      LIBRARY.function(
          "cmap_get_uint32", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, ADDRESS, ADDRESS));
  private static final MethodHandle GET =
      LIBRARY.function(
          "cmap_get",
          FunctionDescriptor.of(JAVA_INT, JAVA_LONG, ADDRESS, ADDRESS, ADDRESS, ADDRESS));
  private static final MethodHandle ITERATE =
      LIBRARY.function(
          "cmap_iter_init", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, ADDRESS, ADDRESS));
  private static final MethodHandle NEXT =
      LIBRARY.function(
          "cmap_iter_next",
          FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, ADDRESS, ADDRESS, ADDRESS));
  private static final MethodHandle END_ITERATION =
      LIBRARY.function("cmap_iter_finalize", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG));

  private final Arena arena;
  private final long handle;

  private Cmap(Arena arena) throws CorosyncException {
    this.arena = arena;
    MemorySegment pointer = arena.allocate(JAVA_LONG);
    try {
      CorosyncException.check("cmap_initialize", (int) INITIALIZE.invokeExact(pointer));
    } catch (CorosyncException e) {
      throw e;
    } catch (Throwable e) {
      throw Library.broken("cmap_initialize", e);
    }
    this.handle = pointer.get(JAVA_LONG, 0);
  }

  /** The cluster's nodes by their ids. */
  static ImmutableSortedMap<Integer, NodeName> nodes() throws CorosyncException {
    try (Arena arena = Arena.ofConfined()) {
      Cmap map = new Cmap(arena);
      try {
        return map.readNodes();
      } finally {
        int _ = (int) FINALIZE.invokeExact(map.handle);
      }
    } catch (CorosyncException e) {
      throw e;
    } catch (Throwable e) {
      throw Library.broken("cmap_get", e);
    }
  }

  private ImmutableSortedMap<Integer, NodeName> readNodes() throws Throwable {
    TreeMap<Integer, NodeName> nodes = new TreeMap<>();
    MemorySegment pointer = arena.allocate(JAVA_LONG);
    CorosyncException.check(
        "cmap_iter_init", (int) ITERATE.invokeExact(handle, arena.allocateFrom(NODES), pointer));
    long iterator = pointer.get(JAVA_LONG, 0);
    MemorySegment key = arena.allocate(KEY_BYTES);
    while (CsError.of(
            (int) NEXT.invokeExact(handle, iterator, key, MemorySegment.NULL, MemorySegment.NULL))
        == CsError.OK) {
      String name = key.getString(0);
      if (NODE_ID.matcher(name).matches()) {
        int id = number(name);
        nodes.put(id, name(name.substring(0, name.lastIndexOf('.') + 1), id));
      }
    }
    int _ = (int) END_ITERATION.invokeExact(handle, iterator);
    return ImmutableSortedMap.copyOfSorted(nodes);
  }

  private int number(String key) throws Throwable {
    MemorySegment value = arena.allocate(JAVA_INT);
    CorosyncException.check(
        "cmap_get_uint32", (int) GET_NUMBER.invokeExact(handle, arena.allocateFrom(key), value));
    return value.get(JAVA_INT, 0);
  }

  private NodeName name(String prefix, int id) throws Throwable {
    MemorySegment value = arena.allocate(VALUE_BYTES);
    MemorySegment length = arena.allocate(JAVA_LONG);
    length.set(JAVA_LONG, 0, VALUE_BYTES);
    int code =
        (int)
            GET.invokeExact(
                handle, arena.allocateFrom(prefix + "name"), value, length, MemorySegment.NULL);
    if (CsError.of(code) == CsError.NOT_EXIST) {
      throw new CorosyncException(
          "node "
              + id
              + " has no name; give each node of corosync.conf's nodelist one (name: ...)");
    }
    CorosyncException.check("cmap_get of " + prefix + "name", code);
    try {
      return new NodeName(value.getString(0));
    } catch (IllegalArgumentException e) {
      throw new CorosyncException("the name of node " + id + " can't be used: " + e.getMessage());
    }
  }
}
